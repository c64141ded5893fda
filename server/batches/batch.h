// What is kept of a batch: what was asked, how far it is, what came of it. One row of the table
// `batches` each. Not here: what it did to which record (ledger.h).
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "records/model.h"

namespace rapport::batches {

enum class State { Waiting, Running, Done, Cancelled, Failed, Undoing, Undone };
std::string_view name_of(State state);
bool is_moving(State state);

struct Batch {
  base::Id id, created_by;
  base::Instant created_at = 0, finished_at = 0;  // 0: not yet
  std::string entity;
  std::string order = "{}";  // as it was asked, see order.h
  State state = State::Waiting;
  bool cancel_requested = false;
  std::int64_t done = 0, total = 0;  // records; total 0: not known yet
  std::int64_t changed = 0, unchanged = 0, refused = 0;
  std::int64_t put_back = 0, kept = 0;  // by undoing: as it was before; changed since and left
  std::string error;                    // code of the message; empty: none
};

const storage::Table& batches_table();

void insert_batch(storage::Transaction& transaction, const Batch& batch);
// All that changes while it runs, but whether it was asked to stop.
void update_batch(storage::Transaction& transaction, const Batch& batch);
std::optional<Batch> find_batch(storage::Transaction& transaction, const base::Id& id);
// Of one person, the newest first.
std::vector<Batch> list_batches(storage::Transaction& transaction, const base::Id& of,
                                std::size_t limit);
// One that waits is cancelled at once, a running one is asked to stop.
void request_cancel(storage::Transaction& transaction, const base::Id& id);
// Throws: Error{Invalid}: batch_running, batch_undone; Error{NotFound}.
void begin_undo(storage::Transaction& transaction, const base::Id& id);

// As the contract shows it, in the language of the actor.
std::string batch_json(const records::Context& context, const Batch& batch);

}  // namespace rapport::batches
