#include "storage/postgres/transaction.h"

#include <utility>

#include "storage/postgres/dialect.h"

namespace rapport::storage::postgres {

namespace {

struct ReadyQuery final : PreparedQuery {
  Statement statement;
};

}  // namespace

void PostgresTransaction::select(const Query& query, const RowSink& sink) {
  ask(SqlWriter(dialect()).select(query), sink);
}

PreparedQueryPtr PostgresTransaction::prepare(const Query& query) {
  auto ready = std::make_shared<ReadyQuery>();
  ready->statement = SqlWriter(dialect()).select(query);
  return ready;
}

void PostgresTransaction::select(const PreparedQuery& query, const std::vector<Cell>& parameters,
                                 const RowSink& sink) {
  auto statement = static_cast<const ReadyQuery&>(query).statement;
  for (const auto& parameter : statement.parameters)
    statement.values[parameter.value] = parameters.at(static_cast<std::size_t>(parameter.number));
  ask(statement, sink);
}

// Counted before it runs: a statement that fails has spoilt the transaction.
std::int64_t PostgresTransaction::change(const Statement& statement) {
  ++*written_;
  return connection_.run(statement);
}

std::int64_t PostgresTransaction::insert(const Insert& insert) {
  auto statement = SqlWriter(dialect()).insert(insert);
  if (!insert.table->key.empty()) return change(statement);
  ++*written_;
  statement.text += " RETURNING rid";
  return connection_.integer(statement);
}

std::int64_t PostgresTransaction::update(const Update& update) {
  return change(SqlWriter(dialect()).update(update));
}

std::int64_t PostgresTransaction::remove(const Delete& remove) {
  return change(SqlWriter(dialect()).remove(remove));
}

void PostgresTransaction::savepoint(const std::function<void()>& work) {
  struct Savepoint {
    PostgresTransaction& transaction;
    std::size_t actions_before = transaction.actions_.size();
    bool completed = false;
    ~Savepoint() {
      if (completed) return;
      transaction.actions_.resize(actions_before);
      transaction.connection_.try_execute("ROLLBACK TO work;RELEASE work");
    }
  };
  connection_.execute("SAVEPOINT work");
  Savepoint savepoint{*this};
  work();
  connection_.execute("RELEASE work");
  savepoint.completed = true;
}

std::int64_t PostgresTransaction::count(const Query& query, std::int64_t at_most) {
  std::int64_t found = 0;
  ask(SqlWriter(dialect()).probe(query, {}, at_most), [&](const Row& row) {
    found = row.integer(0);
    return false;
  });
  return found;
}

void PostgresTransaction::on_commit(std::function<void()> action) {
  actions_.push_back(std::move(action));
}

}  // namespace rapport::storage::postgres
