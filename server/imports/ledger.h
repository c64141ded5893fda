// The ledger of an import: which records it made, which it changed and how they were before. One
// row a record, written in the transaction of the change itself. What undoing an import reads.
#pragma once
#include <string>
#include <vector>

#include "records/service.h"

namespace rapport::imports {

enum class Did { Created, Updated, Restored };  // Restored: out of the recycle bin

struct LedgerEntry {
  base::Id record;
  std::string entity;
  Did did = Did::Created;
  std::int64_t version = 0;   // after the last change by this import
  std::string before = "{}";  // fields as they were: JSON as it is written to the engine
};

// import, record, entity, did, version, before; primary key of the first two.
const storage::Table& ledger_table();

void note_created(storage::Transaction& transaction, const base::Id& import,
                  const records::Record& record);
// A record that this import made or changed already keeps what the ledger says of it first.
void note_changed(storage::Transaction& transaction, const base::Id& import,
                  const records::Record& after, Did did, const base::json::object& before);

// Beyond `after`, in no order that means anything.
std::vector<LedgerEntry> read_ledger(storage::Transaction& transaction, const base::Id& import,
                                     const base::Id& after, std::size_t limit);
void forget_entry(storage::Transaction& transaction, const base::Id& import,
                  const base::Id& record);

}  // namespace rapport::imports
