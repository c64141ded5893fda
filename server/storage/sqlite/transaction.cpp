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

// Going on downwards, null comes last, and no single range of an index holds "less or null": first the values, then,
// when the page is not full, the nulls.
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
  std::size_t rows = order_walk ? run(values, {}, sink, ended)
                                : run(values, path, sink, ended);
  if (ended || rows >= query.limit) return;
  Query nulls = query;
  nulls.after.clear();
  nulls.limit = query.limit - rows;
  nulls.where = all_of({query.where, is_null(key.column)});
  run(nulls, planner_.choose(connection_, nulls), sink, ended);
}

std::vector<std::int64_t> SqliteTransaction::row_numbers(const Table& table, const Condition& where) {
  Query query;
  query.table = &table;
  query.columns = {Expression{0, "rid"}};
  query.where = where;
  query.order_is_optional = true;
  std::vector<std::int64_t> rids;
  bool ended = false;
  run(query, {}, [&](const Row& row) { rids.push_back(row.integer(0)); return true; }, ended);
  return rids;
}

void SqliteTransaction::index_substrings(const Table& table, std::int64_t rid, const Cell& text,
                                         bool forget) {
  if (schema::is_null(text)) return;
  auto name = substring_table(table);
  if (forget)
    connection_.run({"INSERT INTO " + name + "(" + name + ",rowid,text) VALUES ('delete',?,?)", {Cell(rid), text}});
  else
    connection_.run({"INSERT INTO " + name + "(rowid,text) VALUES (?,?)", {Cell(rid), text}});
}

void SqliteTransaction::forget_substrings(const Table& table, const Condition& where) {
  Query query;
  query.table = &table;
  query.columns = {Expression{0, "rid"}, Expression{0, table.substring_column}};
  query.where = where;
  query.order_is_optional = true;
  std::vector<std::pair<std::int64_t, Cell>> old;
  bool ended = false;
  run(query, {}, [&](const Row& row) {
    old.emplace_back(row.integer(0), row.cell(1, ColumnType::Text));
    return true;
  }, ended);
  for (const auto& [rid, text] : old) index_substrings(table, rid, text, true);
}

std::int64_t SqliteTransaction::insert(const Insert& insert) {
  auto changed = connection_.run(SqlWriter(dialect()).insert(insert));
  if (!insert.table->key.empty()) return changed;
  auto rid = sqlite3_last_insert_rowid(connection_.handle());
  if (!insert.table->substring_column.empty() && changed > 0)
    for (const auto& assignment : insert.values)
      if (assignment.column == insert.table->substring_column)
        index_substrings(*insert.table, rid, assignment.value, false);
  return changed > 0 ? rid : 0;
}

std::int64_t SqliteTransaction::update(const Update& update) {
  const Cell* text = nullptr;
  for (const auto& assignment : update.values)
    if (!update.table->substring_column.empty() && assignment.column == update.table->substring_column)
      text = &assignment.value;
  std::vector<std::int64_t> rids;
  if (text) {
    rids = row_numbers(*update.table, update.where);
    forget_substrings(*update.table, update.where);
  }
  auto changed = connection_.run(SqlWriter(dialect()).update(update));
  for (auto rid : rids) index_substrings(*update.table, rid, *text, false);
  return changed;
}

std::int64_t SqliteTransaction::remove(const Delete& remove) {
  if (!remove.table->substring_column.empty()) forget_substrings(*remove.table, remove.where);
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
  return connection_.integer(SqlWriter(dialect()).probe(query, planner_.choose(connection_, query), at_most));
}

void SqliteTransaction::on_commit(std::function<void()> action) {
  actions_.push_back(std::move(action));
}

}  // namespace rapport::storage::sqlite
