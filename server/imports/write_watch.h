// WriteWatch: a transaction that knows whether anything was written through it. A row that fails
// before it wrote costs nothing; only one that fails after it has to be rolled back, and savepoints
// for every row would cost ten times what the rows themselves do.
// It also holds the keys of duplicates back and writes them in their order at the end: inserted one
// by one, anywhere in a large tree, they would cost as much as the records.
#pragma once
#include <exception>
#include <vector>

#include "storage/database.h"

namespace rapport::imports {

enum class HoldKeys { No, Yes };

class WriteWatch final : public storage::Transaction {
 public:
  WriteWatch(storage::Transaction& inner, HoldKeys hold) : inner_(inner), hold_(hold) {}

  bool has_written() const { return has_written_; }
  void begin_row() { has_written_ = false; }
  // Writes what is held back. To be called before the transaction ends.
  void flush();

  void select(const storage::Query& query, const storage::RowSink& sink) override;
  storage::PreparedQueryPtr prepare(const storage::Query& query) override;
  void select(const storage::PreparedQuery& query, const std::vector<storage::Cell>& parameters,
              const storage::RowSink& sink) override;
  std::int64_t insert(const storage::Insert& insert) override;
  std::int64_t update(const storage::Update& update) override;
  std::int64_t remove(const storage::Delete& remove) override;
  void savepoint(const std::function<void()>& work) override;
  std::int64_t count(const storage::Query& query, std::int64_t at_most) override;
  bool is_write() const override { return inner_.is_write(); }
  void on_commit(std::function<void()> action) override { inner_.on_commit(std::move(action)); }

 private:
  std::int64_t note(std::int64_t result);
  void settle(const storage::Table* table);

  storage::Transaction& inner_;
  HoldKeys hold_;
  bool has_written_ = false;
  std::vector<storage::Insert> held_;
};

// A row has failed after it wrote something: the transaction must be rolled back and its rows done
// again, each within a savepoint.
struct FailedAfterWriting : std::exception {};

enum class Care { Quick, SavepointEachRow };

}  // namespace rapport::imports
