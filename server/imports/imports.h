// Imports of a company: a look into a file, start, state, cancel, undo. What is started here is
// done by a job in the background and goes on after a restart; the command line does it at once
// (run.h).
#pragma once
#include <filesystem>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <unordered_map>

#include "files/file_store.h"
#include "imports/run.h"
#include "jobs/runner.h"

namespace rapport::imports {

// Tables of this folder and of nothing else, for the migration.
std::vector<const storage::Table*> tables();

// A piece of work for an actor, with the snapshots of now, told apart in the history by `source`.
using ContextFactory =
    std::function<records::Context(std::shared_ptr<const access::Actor>, std::string source)>;

// Threads: safe.
class Imports {
 public:
  // Works at once, and takes up what a stopped server left. Needs jobs::job_tables().
  // `data`: the folder for what is made on the way.
  Imports(storage::Database& database, files::FileStore& files, std::filesystem::path data,
          ContextFactory context, std::shared_ptr<const Vocabulary> vocabulary);
  ~Imports();
  // Returns when what runs has stopped at its next transaction.
  void stop();

  // All of these work within the rights of the context's actor and answer with JSON of the
  // contract.

  // {"file","entity"?,"options"?} →
  // {"profile","entity","columns","fields","rows","total_estimate"}.
  std::string preview(const records::Context& context, const base::json::value& body);
  // The same with "map" → words of the columns that take only some, see listed_words.h.
  std::string words(const records::Context& context, const base::json::value& body);
  // {"file","entity","map","duplicates","dry_run","options"?} → the state.
  std::string begin(const records::Context& context, const base::json::value& body);
  // Throws: Error{NotFound} for what is not there or somebody else's.
  std::string state(const records::Context& context, const base::Id& id);
  std::string list(const records::Context& context);
  // "cancel", "undo". Throws: Error{NotFound, "unknown_action"}, Error{Invalid} for an import that
  // is not in the state for it.
  std::string act(const records::Context& context, const base::Id& id, std::string_view action);
  // What undoing would do now, see undo.h. Throws: as state.
  std::string undo_forecast(const records::Context& context, const base::Id& id);
  // A CSV file of the rows that failed, with a column more that says why; empty when none did.
  std::filesystem::path failed_rows(const records::Context& context, const base::Id& id);

 private:
  void work(jobs::JobRun& job);
  void undo(jobs::JobRun& job);
  void run(Import& import, const std::function<bool(const Import&)>& go_on);
  Import load(const records::Context& context, const base::Id& id);
  Import load_visible(const records::Context& context, const base::Id& id);
  void save(const Import& import);
  void show_progress(const Import& import);
  std::string file_name(const records::Context& context, const base::Id& file);
  records::Context context_of(const base::Id& user, const std::string& source);
  void enqueue(storage::Transaction& transaction, const Import& import, const char* kind);

  storage::Database& database_;
  files::FileStore& files_;
  std::filesystem::path data_;
  ContextFactory context_;
  std::shared_ptr<const Vocabulary> vocabulary_;
  jobs::JobQueue queue_;
  jobs::Schedule schedule_;
  std::unique_ptr<jobs::Runner> runner_;
  std::mutex mutex_;
  std::unordered_map<base::Id, Import> moving_;  // as far as they are, before it is stored
};

}  // namespace rapport::imports
