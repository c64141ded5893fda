// What is kept of an import: what was asked, how far it is, what came of it. One row of the table
// `imports` each. Not here: what it did to which record (ledger.h), rows that failed (faults.h).
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "imports/columns/row_plan.h"
#include "storage/database.h"

namespace rapport::imports {

enum class State { Waiting, Running, Done, Cancelled, Failed, Undoing, Undone };
std::string_view name_of(State state);
bool is_moving(State state);

// What becomes of a row whose record is there already.
enum class Duplicates {
  Automatic,  // update what the table tells apart, skip what is only like it
  Skip,
  Update,
  Create,
};
std::string_view name_of(Duplicates duplicates);
std::optional<Duplicates> duplicates_named(std::string_view name);

struct Tally {
  std::int64_t created = 0, updated = 0, unchanged = 0, skipped = 0, failed = 0;

  Tally& operator+=(const Tally& other);
  bool operator==(const Tally&) const = default;
};

struct Progress {
  std::int64_t rows = 0, total = 0;  // total: an estimate
  std::int64_t bytes = 0, total_bytes = 0;
};

// Who works on it: a server, which goes on after a restart, or a command, which does not.
enum class Worker { Server, Command };

struct Import {
  base::Id id, created_by;
  base::Instant created_at = 0, started_at = 0, finished_at = 0;  // 0: not yet
  base::Instant beat_at = 0;                                      // last sign of life
  std::string entity, file_name, path;
  std::string request = "{}";  // {"map","options","duplicates"}
  bool is_dry_run = false;
  bool cancel_requested = false;
  State state = State::Waiting;
  Worker worker = Worker::Server;
  Progress progress;
  Tally tally;
  std::string error;               // code of the message; empty: none
  std::string error_arguments;     // JSON
  std::string first_faults = "[]"; // [{"row","field","code","arguments":{…}}]
  std::string warnings = "[]";     // as Remarks::text() tells
  // By an undoing: into the bin, as it was before, changed since and left.
  std::int64_t removed = 0, put_back = 0, kept = 0;
  std::string kept_records = "[]"; // [{"entity","id","name"}], the first of them
};

const storage::Table& imports_table();

void insert_import(storage::Transaction& transaction, const Import& import);
// All that changes while it runs.
void update_import(storage::Transaction& transaction, const Import& import);
std::optional<Import> find_import(storage::Transaction& transaction, const base::Id& id);
// The newest first; of one person, or of all.
std::vector<Import> list_imports(storage::Transaction& transaction,
                                 const std::optional<base::Id>& of, std::size_t limit);
// Asks it to stop. One that waits is cancelled at once. False: it is over.
bool request_cancel(storage::Transaction& transaction, const base::Id& id);
bool is_cancel_requested(storage::Transaction& transaction, const base::Id& id);
// Takes back an import that is over. Throws: Error{Invalid}: import_running, import_undone,
// import_dry_run; Error{NotFound}.
void begin_undo(storage::Transaction& transaction, const base::Id& id);
// The import is over, by an error.
void note_failure(Import& import, const std::exception& error);
// Those of commands that died are marked as failed.
void fail_abandoned(storage::Transaction& transaction, base::Instant now);

// Whether to tell how it was ordered too, to order it so again.
enum class WithOrder { No, Yes };
// As the contract shows it, in the language of the actor.
std::string import_json(const records::Context& context, const Import& import,
                        WithOrder with_order = WithOrder::No);

}  // namespace rapport::imports
