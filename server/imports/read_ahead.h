// ReadAhead: reads a table and prepares its rows on a thread of its own, some batches ahead of who
// saves them. The second core of an import.
#pragma once
#include <condition_variable>
#include <deque>
#include <exception>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

#include "imports/columns/row_plan.h"

namespace rapport::imports {

struct Batch {
  std::vector<PreparedRow> rows;
  std::int64_t bytes_read = 0;
};

class ReadAhead {
 public:
  // Passes over the first `skip` rows. The plan outlives this.
  ReadAhead(std::unique_ptr<TableReader> table, const RowPlan& plan, std::int64_t skip);
  ~ReadAhead();

  // Nothing at the end. Throws: what reading threw.
  std::optional<Batch> next();

 private:
  void read_all();
  bool hand_over(Batch batch);

  std::unique_ptr<TableReader> table_;
  const RowPlan& plan_;
  std::int64_t skip_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<Batch> ready_;
  std::exception_ptr failure_;
  bool at_end_ = false, stopping_ = false;
  std::thread thread_;
};

}  // namespace rapport::imports
