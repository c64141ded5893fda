#include "imports/read_ahead.h"

namespace rapport::imports {

namespace {
constexpr std::size_t kRowsOfBatch = 250;
constexpr std::size_t kBatchesAhead = 8;
}  // namespace

ReadAhead::ReadAhead(std::unique_ptr<TableReader> table, const RowPlan& plan, std::int64_t skip)
    : table_(std::move(table)), plan_(plan), skip_(skip), thread_([this] { read_all(); }) {}

ReadAhead::~ReadAhead() {
  {
    std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  changed_.notify_all();
  thread_.join();
}

bool ReadAhead::hand_over(Batch batch) {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [this] { return stopping_ || ready_.size() < kBatchesAhead; });
  if (stopping_) return false;
  ready_.push_back(std::move(batch));
  changed_.notify_all();
  return true;
}

void ReadAhead::read_all() {
  try {
    Row row;
    Batch batch;
    while (table_->next(row)) {
      if (skip_ > 0) {
        --skip_;
        continue;
      }
      batch.rows.push_back(plan_.prepare(row));
      if (batch.rows.size() < kRowsOfBatch) continue;
      batch.bytes_read = static_cast<std::int64_t>(table_->bytes_read());
      if (!hand_over(std::move(batch))) return;
      batch = {};
    }
    batch.bytes_read = static_cast<std::int64_t>(table_->bytes_total());
    if (!batch.rows.empty() && !hand_over(std::move(batch))) return;
  } catch (const std::exception&) {
    failure_ = std::current_exception();
  }
  std::lock_guard lock(mutex_);
  at_end_ = true;
  changed_.notify_all();
}

std::optional<Batch> ReadAhead::next() {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [this] { return at_end_ || !ready_.empty(); });
  if (ready_.empty()) {
    if (failure_) std::rethrow_exception(failure_);
    return std::nullopt;
  }
  auto batch = std::move(ready_.front());
  ready_.pop_front();
  changed_.notify_all();
  return batch;
}

}  // namespace rapport::imports
