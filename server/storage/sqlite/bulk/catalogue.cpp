#include "storage/sqlite/bulk/catalogue.h"

#include <algorithm>

#include "storage/bulk/bulk.h"

namespace rapport::storage::sqlite {

namespace {

constexpr std::string_view kRowNumber = "rid";

[[noreturn]] void refuse(const std::string& what) {
  throw base::Error(base::ErrorKind::Invalid, "foreign_table", {}, what);
}

struct StoredColumn {
  schema::ColumnDef column;
  std::int64_t place_in_key = 0;  // 1 for the first; 0: not in it
};

ColumnType type_of(const std::string& table, std::string_view column, std::string_view declared) {
  if (declared == "INTEGER") return ColumnType::Integer;
  if (declared == "TEXT") return ColumnType::Text;
  if (declared == "BLOB") return ColumnType::Bytes;
  refuse(table + "." + std::string(column) + " is stored as " + std::string(declared));
}

std::vector<StoredColumn> columns_of(Connection& connection, const std::string& table) {
  std::vector<StoredColumn> columns;
  auto cursor = connection.prepare("SELECT name,type,pk FROM pragma_table_info(?)");
  std::vector<Cell> name{Cell(table)};
  cursor.bind(name);
  while (cursor.step()) {
    auto type = type_of(table, cursor.text(0), cursor.text(1));
    columns.push_back({{std::string(cursor.text(0)), type}, cursor.integer(2)});
  }
  return columns;
}

Table table_of(Connection& connection, const std::string& name, bool has_own_key) {
  Table table;
  table.name = name;
  auto columns = columns_of(connection, name);
  if (has_own_key)
    table.key.resize(static_cast<std::size_t>(
        std::count_if(columns.begin(), columns.end(),
                      [](const StoredColumn& each) { return each.place_in_key > 0; })));
  for (auto& each : columns) {
    if (has_own_key && each.place_in_key > 0)
      table.key.at(static_cast<std::size_t>(each.place_in_key - 1)) = each.column.name;
    if (has_own_key || each.column.name != kRowNumber) table.columns.push_back(each.column);
  }
  const bool numbered = columns.size() == table.columns.size() + 1;
  if (has_own_key ? table.key.empty() : !numbered) refuse(name + " has no key as ours have");
  return table;
}

}  // namespace

// What a virtual table keeps is SQLite's to make anew; so is how far the rows are in it.
std::vector<Table> stored_tables(Connection& connection) {
  std::vector<std::pair<std::string, bool>> names;
  {
    // What would run by itself: none of ours has any.
    auto cursor = connection.prepare("SELECT name FROM sqlite_master WHERE type IN "
                                     "('trigger','view')");
    if (cursor.step()) refuse(std::string(cursor.text(0)) + " is a trigger or a view");
  }
  {
    auto cursor = connection.prepare(
        "SELECT name,wr FROM pragma_table_list WHERE schema='main' AND type='table' AND "
        "name NOT LIKE 'sqlite\\_%' ESCAPE '\\' AND name<>'substring_state' ORDER BY name");
    while (cursor.step()) names.emplace_back(cursor.text(0), cursor.integer(1) != 0);
  }
  std::vector<Table> tables;
  for (const auto& [name, has_own_key] : names)
    tables.push_back(table_of(connection, name, has_own_key));
  return tables;
}

std::string rows_sql(const Table& table) {
  std::string sql = "SELECT ";
  for (const auto& column : bulk_columns(table)) sql += quoted(column.name) + ",";
  sql.back() = ' ';
  return sql + "FROM " + quoted(table.name);
}

void read_rows(Connection& connection, const Table& table, const RowSink& sink) {
  std::vector<int> ids;
  int place = 0;
  for (const auto& column : bulk_columns(table)) {
    if (column.type == ColumnType::Bytes) ids.push_back(place);
    ++place;
  }
  auto cursor = connection.prepare(rows_sql(table));
  while (cursor.step()) {
    for (int id : ids)
      if (!cursor.is_null(id) && cursor.text(id).size() != 16)
        refuse("an id in " + table.name + " has not 16 bytes");
    if (!sink(cursor)) return;
  }
}

}  // namespace rapport::storage::sqlite
