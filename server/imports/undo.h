// Undoing an import: what it made goes to the recycle bin, what it changed is put back, unless it
// was changed since: that is left and named.
#pragma once
#include <functional>

#include "imports/ledger.h"
#include "imports/state.h"
#include "imports/write_watch.h"

namespace rapport::imports {

struct UndoTools {
  std::function<records::Context()> context;  // of who undoes, past his rights to single records
  std::function<void(const storage::Work&)> read, write;
  std::function<bool(const Import&)> go_on;  // false: stop here, to go on another time
};

// What undoing would do now: {"removed","put_back","kept","kept_records"}, the last of them named.
std::string undo_forecast(storage::Transaction& transaction, const records::Context& context,
                          const base::Id& import);

class Undo {
 public:
  // `import` is kept up to date.
  Undo(const UndoTools& tools, Import& import) : tools_(tools), import_(import) {}

  // False when it was stopped before its end. Throws: Error of a database that failed.
  bool go();

 private:
  enum class Result { Undone, Kept };
  std::vector<LedgerEntry> next_entries(const base::Id& after);
  void undo_all(storage::Transaction& transaction, const std::vector<LedgerEntry>& entries,
                Care care);
  Result undo_one(records::RecordService& service, const LedgerEntry& entry);
  void take_back(records::RecordService& service, const LedgerEntry& entry);
  void note_kept(storage::Transaction& transaction, const records::Context& context,
                 const LedgerEntry& entry);

  const UndoTools& tools_;
  Import& import_;
};

}  // namespace rapport::imports
