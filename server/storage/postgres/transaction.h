// A transaction on a connection of PostgreSQL.
// Not here: SQL text (storage/sql.h).
#pragma once
#include <functional>
#include <vector>

#include "storage/group_commit.h"
#include "storage/postgres/connection.h"

namespace rapport::storage::postgres {

class PostgresTransaction : public Transaction {
 public:
  // `written` is counted up with each statement that writes; null: a transaction that reads.
  PostgresTransaction(Connection& connection, std::int64_t* written)
      : connection_(connection), written_(written) {}

  void select(const Query& query, const RowSink& sink) override;
  PreparedQueryPtr prepare(const Query& query) override;
  void select(const PreparedQuery& query, const std::vector<Cell>& parameters,
              const RowSink& sink) override;
  std::int64_t insert(const Insert& insert) override;
  std::int64_t update(const Update& update) override;
  std::int64_t remove(const Delete& remove) override;
  void savepoint(const std::function<void()>& work) override;
  std::int64_t count(const Query& query, std::int64_t at_most) override;
  bool is_write() const override { return written_ != nullptr; }
  void on_commit(std::function<void()> action) override;
  CommitActions take_commit_actions() { return std::move(actions_); }

 protected:
  // A statement that reads.
  virtual void ask(const Statement& statement, const RowSink& sink) {
    connection_.select(statement, sink);
  }

 private:
  std::int64_t change(const Statement& statement);

  Connection& connection_;
  std::int64_t* written_;
  CommitActions actions_;
};

}  // namespace rapport::storage::postgres
