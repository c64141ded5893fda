// Run: a batch from its first record to its last, in short write transactions so that others get
// their turn; each keeps how far it is. Undo: the same way back.
#pragma once
#include <functional>

#include "batches/batch.h"
#include "batches/ledger.h"
#include "batches/order.h"
#include "records/service.h"

namespace rapport::batches {

// How long a write transaction may keep others waiting.
struct Pace {
  std::size_t records = 200;
  std::int64_t microseconds = 60'000;
};

struct Tools {
  // For each transaction a new one: rights may change while a batch runs.
  std::function<records::Context()> context;
  std::function<void(const storage::Work&)> read, write;
  std::function<bool()> go_on;  // asked after each transaction; false: stop here
  base::Clock& clock;
  Pace pace;
};

class Run {
 public:
  // `batch` is kept up to date.
  Run(const Tools& tools, Batch& batch) : tools_(tools), batch_(batch) {}

  // False when it was stopped before its end. Begun again, it goes on with what the ledger does
  // not know. Throws: Error of a database that failed, or when the person may do nothing any more.
  bool go();

 private:
  std::size_t do_some(storage::Transaction& transaction, const std::vector<Target>& targets,
                      std::size_t from);
  void do_one(records::RecordService& service, const Order& order, const Target& target);
  void change(records::RecordService& service, const Order& order, const Target& target);
  void remove(records::RecordService& service, const Target& target);
  Entry entry_of(const Target& target) const;

  const Tools& tools_;
  Batch& batch_;
};

class Undo {
 public:
  // The context of `tools` is of who undoes, past his rights to single records: what was given
  // away by the batch is out of his sight, and is put back all the same.
  Undo(const Tools& tools, Batch& batch) : tools_(tools), batch_(batch) {}

  // False when it was stopped before its end. Throws: Error of a database that failed.
  bool go();

 private:
  void undo_some(storage::Transaction& transaction, const std::vector<Entry>& entries);

  const Tools& tools_;
  Batch& batch_;
};

}  // namespace rapport::batches
