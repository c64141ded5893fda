#include "storage/postgres/transaction.h"

#include <utility>

#include "storage/sql/merged_walk.h"
#include "storage/postgres/dialect.h"

namespace rapport::storage::postgres {

namespace {

struct ReadyQuery final : PreparedQuery {
  Statement statement;
};

}  // namespace

namespace {

// A person's page out of what he and each of his teams have (decision 0014): the server would walk
// through what everybody has, and look at each row for whose it is.
AccessPath path_of(const Query& query) {
  if (query.limit == 0 || !query.table->key.empty()) return {};
  Query numbers = query;
  numbers.columns = {Expression{0, "rid"}};
  numbers.joins = joins_of_order(query);
  auto merged = query.order_is_optional ? std::nullopt : merged_walk(dialect(), numbers);
  if (!merged) return {};
  AccessPath path{.kind = AccessPath::Kind::Numbers};
  path.row_numbers_sql = "SELECT rid FROM (" + merged->text + ") page";
  path.row_numbers_values = std::move(merged->values);
  return path;
}

}  // namespace

void PostgresTransaction::select(const Query& query, const RowSink& sink) {
  ask(SqlWriter(dialect()).select(query, path_of(query)), sink);
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
