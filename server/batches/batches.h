// Batches: one change or deletion of everything a list finds, or of many chosen records, done by a
// job in the background within the rights of who asked; with progress, a report of what was refused
// and why, and undo. Goes on after a restart. Not here: many different changes at once in one
// request (records/requests/bulk.h).
#pragma once
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "batches/run.h"
#include "jobs/runner.h"

namespace rapport::batches {

// Tables of this folder and of nothing else, for the migration.
std::vector<const storage::Table*> tables();

// A piece of work for an actor, with the snapshots of now, told apart in the history by `source`.
using ContextFactory =
    std::function<records::Context(std::shared_ptr<const access::Actor>, std::string source)>;

// Threads: safe.
class Batches {
 public:
  // Works at once, and takes up what a stopped server left. Needs jobs::job_tables().
  Batches(storage::Database& database, ContextFactory context);
  ~Batches();
  // Returns when what runs has stopped at its next transaction.
  void stop();

  // All of these work for the context's actor, on his own batches, and answer with JSON of the
  // contract.

  // An order (order.h) → the state. Throws: as parse_order.
  std::string begin(const records::Context& context, const base::json::value& body);
  // Throws: Error{NotFound} for what is not there or somebody else's.
  std::string state(const records::Context& context, const base::Id& id);
  std::string list(const records::Context& context);
  // "cancel", "undo". Throws: Error{NotFound, "unknown_action"}, Error{Invalid} for a batch that is
  // not in the state for it.
  std::string act(const records::Context& context, const base::Id& id, std::string_view action);
  // What it did not do, or could not undo, and why: {"items":[{"id","name","code","message",
  // "field","did"}],"next"}; a record out of sight has no name. `cursor`: "next" of the page
  // before.
  std::string report(const records::Context& context, const base::Id& id,
                     const std::string& cursor, std::size_t limit);

 private:
  void work(jobs::JobRun& job);
  void undo(jobs::JobRun& job);
  Tools tools_for(std::function<records::Context()> context, std::function<bool()> go_on);
  Batch load(const records::Context& context, const base::Id& id);
  std::optional<Batch> batch_of(const jobs::Job& job);
  bool is_cancel_requested(const base::Id& id);
  records::Context context_of(const base::Id& user, const std::string& source);
  void enqueue(storage::Transaction& transaction, const Batch& batch, const char* kind);

  storage::Database& database_;
  ContextFactory context_;
  jobs::JobQueue queue_;
  jobs::Schedule schedule_;
  std::unique_ptr<jobs::Runner> runner_;
};

}  // namespace rapport::batches
