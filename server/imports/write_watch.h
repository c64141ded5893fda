// WriteWatch: a transaction that knows whether anything was written through it. A row that fails
// before it wrote costs nothing; only one that fails after it has to be rolled back, and savepoints
// for every row would cost ten times what the rows themselves do.
#pragma once
#include <exception>

#include "storage/database.h"

namespace rapport::imports {

class WriteWatch final : public storage::Transaction {
 public:
  explicit WriteWatch(storage::Transaction& inner) : inner_(inner) {}

  bool has_written() const { return has_written_; }
  void begin_row() { has_written_ = false; }

  void select(const storage::Query& query, const storage::RowSink& sink) override {
    inner_.select(query, sink);
  }
  std::int64_t insert(const storage::Insert& insert) override {
    return note(inner_.insert(insert));
  }
  std::int64_t update(const storage::Update& update) override {
    return note(inner_.update(update));
  }
  std::int64_t remove(const storage::Delete& remove) override {
    return note(inner_.remove(remove));
  }
  void savepoint(const std::function<void()>& work) override { inner_.savepoint(work); }
  std::int64_t count(const storage::Query& query, std::int64_t at_most) override {
    return inner_.count(query, at_most);
  }
  bool is_write() const override { return inner_.is_write(); }
  void on_commit(std::function<void()> action) override { inner_.on_commit(std::move(action)); }

 private:
  // A statement that throws has written nothing.
  std::int64_t note(std::int64_t result) {
    has_written_ = true;
    return result;
  }
  storage::Transaction& inner_;
  bool has_written_ = false;
};

// A row has failed after it wrote something: the transaction must be rolled back and its rows done
// again, each within a savepoint.
struct FailedAfterWriting : std::exception {};

enum class Care { Quick, SavepointEachRow };

}  // namespace rapport::imports
