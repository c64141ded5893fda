#include "storage/sqlite/transaction.h"

namespace rapport::storage::sqlite {

std::size_t SqliteTransaction::run(const Query& query, const AccessPath& path, const RowSink& sink,
                                   bool& ended) {
  auto statement = SqlWriter(dialect()).select(query, path);
  Cursor cursor = connection_.prepare(statement.text);
  cursor.bind(statement.values);
  std::size_t rows = 0;
  while (cursor.step()) {
    ++rows;
    if (sink(cursor)) continue;
    ended = true;
    break;
  }
  return rows;
}

// Going on downwards, null comes last, and no single range of an index holds "less or null": first
// the values, then, when the page is not full, the nulls.
void SqliteTransaction::select(const Query& query, const RowSink& sink) {
  bool ended = false;
  bool downwards = !query.after.empty() && !query.order.empty() && query.order[0].descending &&
                   query.limit > 0 && query.order[0].expression.source == 0;
  if (!downwards) {
    run(query, planner_.choose(connection_, query), sink, ended);
    return;
  }
  Query values = query;
  const auto& key = query.order[0].expression;
  if (schema::is_null(query.after[0])) {
    values.where = all_of({query.where, is_null(key.column)});
    run(values, planner_.choose(connection_, values), sink, ended);
    return;
  }
  auto path = planner_.choose(connection_, query);
  values.where = all_of({query.where, compare(key, Test::LessEqual, query.after[0])});
  // The bound just added is the last part; it must stay visible to the index of the order.
  auto parts = top_level_parts(values.where).size();
  if (path.kind == AccessPath::Kind::Order)
    path = {.kind = AccessPath::Kind::Condition, .part = parts - 1};
  bool order_walk = path.kind == AccessPath::Kind::Condition && path.part == parts - 1;
  std::size_t rows = order_walk ? run(values, {}, sink, ended) : run(values, path, sink, ended);
  if (ended || rows >= query.limit) return;
  Query nulls = query;
  nulls.after.clear();
  nulls.limit = query.limit - rows;
  nulls.where = all_of({query.where, is_null(key.column)});
  run(nulls, planner_.choose(connection_, nulls), sink, ended);
}

// Rows as their substring index knows them.
std::vector<SubstringRow> SqliteTransaction::substring_rows(const Table& table,
                                                            const Condition& where) {
  Query query;
  query.table = &table;
  query.columns = {Expression{0, "rid"}, Expression{0, table.substring_column}};
  if (!table.substring_scope.empty()) query.columns.push_back(Expression{0, table.substring_scope});
  query.where = where;
  query.order_is_optional = true;
  std::vector<SubstringRow> rows;
  bool ended = false;
  run(
      query, {},
      [&](const Row& row) {
        rows.push_back({row.integer(0), row.cell(1, ColumnType::Text), {}});
        if (query.columns.size() > 2) rows.back().scope = row.cell(2, ColumnType::Bytes);
        return true;
      },
      ended);
  return rows;
}

namespace {
const Cell* assigned(const std::vector<Assignment>& values, const std::string& column) {
  for (const auto& assignment : values)
    if (assignment.column == column) return &assignment.value;
  return nullptr;
}
}  // namespace

std::int64_t SqliteTransaction::insert(const Insert& insert) {
  const auto& table = *insert.table;
  auto changed = connection_.run(SqlWriter(dialect()).insert(insert));
  if (!table.key.empty()) return changed;
  if (changed == 0) return 0;
  auto rid = sqlite3_last_insert_rowid(connection_.handle());
  const auto* text =
      table.substring_column.empty() ? nullptr : assigned(insert.values, table.substring_column);
  if (!text) return rid;
  const auto* scope = assigned(insert.values, table.substring_scope);
  add_substrings(connection_, table, {rid, *text, scope ? *scope : Cell()});
  return rid;
}

std::int64_t SqliteTransaction::update(const Update& update) {
  const auto& table = *update.table;
  const auto* text =
      table.substring_column.empty() ? nullptr : assigned(update.values, table.substring_column);
  const auto* scope =
      table.substring_scope.empty() ? nullptr : assigned(update.values, table.substring_scope);
  std::vector<SubstringRow> rows;
  if (text || scope) rows = substring_rows(table, update.where);
  auto changed = connection_.run(SqlWriter(dialect()).update(update));
  for (auto& row : rows) {
    forget_substrings(connection_, table, row);
    if (text) row.text = *text;
    if (scope) row.scope = *scope;
    add_substrings(connection_, table, row);
  }
  return changed;
}

std::int64_t SqliteTransaction::remove(const Delete& remove) {
  if (!remove.table->substring_column.empty())
    for (const auto& row : substring_rows(*remove.table, remove.where))
      forget_substrings(connection_, *remove.table, row);
  return connection_.run(SqlWriter(dialect()).remove(remove));
}

void SqliteTransaction::savepoint(const std::function<void()>& work) {
  struct Savepoint {
    SqliteTransaction& transaction;
    std::size_t actions_before = transaction.actions_.size();
    bool completed = false;
    ~Savepoint() {
      auto* handle = transaction.connection_.handle();
      if (!completed) {
        transaction.actions_.resize(actions_before);
        sqlite3_exec(handle, "ROLLBACK TO work", nullptr, nullptr, nullptr);
      }
      sqlite3_exec(handle, "RELEASE work", nullptr, nullptr, nullptr);
    }
  };
  connection_.run({"SAVEPOINT work", {}});
  Savepoint savepoint{*this};
  work();
  savepoint.completed = true;
}

std::int64_t SqliteTransaction::count(const Query& query, std::int64_t at_most) {
  return connection_.integer(
      SqlWriter(dialect()).probe(query, planner_.choose(connection_, query), at_most));
}

void SqliteTransaction::on_commit(std::function<void()> action) {
  actions_.push_back(std::move(action));
}

}  // namespace rapport::storage::sqlite
