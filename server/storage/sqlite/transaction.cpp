#include "storage/sqlite/transaction.h"

#include "storage/sql/merged_walk.h"

namespace rapport::storage::sqlite {

std::size_t SqliteTransaction::run(const Query& query, const AccessPath& path, const RowSink& sink,
                                   bool& ended) {
  auto statement = path.kind == AccessPath::Kind::Merged
                       ? Statement{path.row_numbers_sql, path.row_numbers_values}
                       : SqlWriter(dialect()).select(query, path);
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

namespace {

// Of SQLite's machine: some 40,000 entries of an index, 10 ms; and what a row costs that is read by
// its number for its conditions and its place in the sort.
constexpr std::int64_t kWalkInstructions = 400'000, kGatherInstructions = 700;

// A sort carries all columns of all its rows along, and a long walk all their joins: so the rows of
// a page are found first, by what conditions and order need, and only they are read whole.
bool is_page(const Query& query) {
  return query.limit > 0 && query.measures.empty() && !query.order_is_optional &&
         query.table->key.empty() && query.columns.size() > 4;
}

}  // namespace

void SqliteTransaction::select(const Query& query, const RowSink& sink) {
  if (is_page(query)) return select_page(query, sink);
  bool ended = false;
  in_parts(query, [&](const Query& part, const AccessPath& path) {
    auto rows = run(part, path, sink, ended);
    return ended ? query.limit : rows;
  });
}

void SqliteTransaction::select_page(const Query& query, const RowSink& sink) {
  Query found = query;
  found.columns = {Expression{0, "rid"}};
  found.joins = joins_of_order(query);
  std::vector<std::int64_t> numbers;
  in_parts(found, [&](const Query& part, const AccessPath& path) {
    return find_numbers(part, path, numbers);
  });
  if (numbers.empty()) return;
  auto statement = SqlWriter(dialect()).rows(query, numbers);
  Cursor cursor = connection_.prepare(statement.text);
  cursor.bind(statement.values);
  while (cursor.step() && sink(cursor)) {
  }
}

// What is walked through may hold next to nothing of what is asked for. Then the rows of the
// rarest condition are gathered and sorted instead.
std::size_t SqliteTransaction::find_numbers(const Query& query, const AccessPath& path,
                                            std::vector<std::int64_t>& numbers) {
  auto before = numbers.size();
  bool ended = false;
  RowSink take = [&](const Row& row) {
    numbers.push_back(row.integer(0));
    return true;
  };
  auto walks_within = [&](std::int64_t instructions) {
    numbers.resize(before);
    return connection_.run_within(instructions, [&] { run(query, path, take, ended); });
  };
  auto found = [&] { return numbers.size() - before; };
  using Kind = AccessPath::Kind;
  bool walks = path.kind == Kind::Order || path.in_order;
  if (!walks || access_ == Access::Write) {
    run(query, path, take, ended);
    return found();
  }
  auto place = planner_.place_of(query);
  bool known_as_long = planner_.is_long_walk(place);
  if (!known_as_long && walks_within(kWalkInstructions)) return found();
  auto other = planner_.choose_gathering(connection_, query);
  auto worth = other ? other->count * kGatherInstructions : INT64_MAX;
  if (!known_as_long && worth > kWalkInstructions && walks_within(worth)) return found();
  planner_.note_long_walk(std::move(place));
  numbers.resize(before);
  run(query, other ? other->path : path, take, ended);
  return found();
}

// Going on downwards, null comes last, and no single range of an index holds "less or null": first
// the values, then, when the page is not full, the nulls.
void SqliteTransaction::in_parts(
    const Query& query,
    const std::function<std::size_t(const Query&, const AccessPath&)>& run_part) {
  bool downwards = !query.after.empty() && !query.order.empty() && query.order[0].descending &&
                   query.limit > 0 && query.order[0].expression.source == 0;
  if (!downwards) {
    run_part(query, planner_.choose(connection_, query));
    return;
  }
  Query values = query;
  const auto& key = query.order[0].expression;
  if (schema::is_null(query.after[0])) {
    values.where = all_of({query.where, is_null(key.column)});
    run_part(values, planner_.choose(connection_, values));
    return;
  }
  values.where = all_of({query.where, compare(key, Test::LessEqual, query.after[0])});
  auto rows = run_part(values, planner_.choose(connection_, values));
  if (rows >= query.limit) return;
  Query nulls = query;
  nulls.after.clear();
  nulls.limit = query.limit - rows;
  nulls.where = all_of({query.where, is_null(key.column)});
  run_part(nulls, planner_.choose(connection_, nulls));
}

namespace {
struct ReadyQuery final : PreparedQuery {
  Statement statement;
};
}  // namespace

PreparedQueryPtr SqliteTransaction::prepare(const Query& query) {
  auto ready = std::make_shared<ReadyQuery>();
  ready->statement = SqlWriter(dialect()).select(query, planner_.choose(connection_, query));
  return ready;
}

void SqliteTransaction::select(const PreparedQuery& query, const std::vector<Cell>& parameters,
                               const RowSink& sink) {
  const auto& statement = static_cast<const ReadyQuery&>(query).statement;
  auto values = statement.values;
  for (const auto& parameter : statement.parameters)
    values[parameter.value] = parameters.at(static_cast<std::size_t>(parameter.number));
  Cursor cursor = connection_.prepare(statement.text);
  cursor.bind(values);
  while (cursor.step() && sink(cursor)) {
  }
}

// Rows as their substring index knows them.
std::vector<SubstringRow> SqliteTransaction::substring_rows(const Table& table,
                                                            const Condition& where) {
  Query query;
  query.table = &table;
  query.columns = {Expression{0, "rid"}, Expression{0, table.substring_column}};
  if (!table.substring_scope.empty()) query.columns.push_back(Expression{0, table.substring_scope});
  query.where =
      all_of({where, compare("rid", Test::LessEqual, indexed_to(connection_, table))});
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
  if (!table.substring_column.empty()) backlog_->note_insert(table);
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

// What a person and his teams have is counted in their indexes, without reading a row.
std::int64_t SqliteTransaction::count(const Query& query, std::int64_t at_most) {
  Query numbers = query;
  numbers.columns = {Expression{0, "rid"}};
  numbers.order.clear();
  numbers.limit = static_cast<std::size_t>(at_most);
  if (auto merged = merged_walk(dialect(), numbers)) {
    merged->text = "SELECT count(*) FROM (" + merged->text + ")";
    return connection_.integer(*merged);
  }
  return connection_.integer(
      SqlWriter(dialect()).probe(query, planner_.choose(connection_, query), at_most));
}

void SqliteTransaction::on_commit(std::function<void()> action) {
  actions_.push_back(std::move(action));
}

}  // namespace rapport::storage::sqlite
