// The ledger of a batch: what it did to which record, and why it did not. One row a record, written
// in the transaction of the change itself. What undoing reads, and the report.
#pragma once
#include <string>
#include <unordered_set>
#include <vector>

#include "records/model.h"

namespace rapport::batches {

enum class Did {
  Changed,
  Deleted,
  Refused,
  Kept,  // done by the batch, and not undone: changed since
};

struct Entry {
  base::Id record;
  std::string entity;  // empty: that of the batch
  Did did = Did::Changed;
  std::int64_t version = 0;     // after the change
  std::string before = "{}";    // fields as they were: JSON as it is written to the engine
  std::string reason;           // of Refused and Kept: code of the message
  std::string arguments = "{}"; // of the message: JSON
  std::string field;            // that it is about; may be empty
};

// batch, record, entity, did, version, before, reason, arguments, field; key: the first two.
const storage::Table& ledger_table();

void put_entry(storage::Transaction& transaction, const base::Id& batch, const Entry& entry);
void forget_entry(storage::Transaction& transaction, const base::Id& batch,
                  const base::Id& record);
// Entries of those kinds beyond the record `after`, in the order of the records' ids.
std::vector<Entry> read_entries(storage::Transaction& transaction, const base::Id& batch,
                                const std::vector<Did>& kinds, const base::Id& after,
                                std::size_t limit);
// Which of the records the ledger knows.
std::unordered_set<base::Id> known_records(storage::Transaction& transaction,
                                           const base::Id& batch,
                                           const std::vector<base::Id>& records);

// The reason of a refusal, out of the error.
void give_reason(Entry& entry, const base::Error& error);

}  // namespace rapport::batches
