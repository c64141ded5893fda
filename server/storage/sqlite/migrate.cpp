#include "storage/sqlite/migrate.h"

#include <set>

#include "storage/sqlite/substrings.h"

namespace rapport::storage::sqlite {

namespace {

std::string column_sql(const schema::ColumnDef& column) {
  static constexpr std::string_view kTypes[] = {"INTEGER", "TEXT", "BLOB"};
  return quoted(column.name) + " " + std::string(kTypes[static_cast<int>(column.type)]);
}

std::string create_sql(const Table& table) {
  std::string sql = "CREATE TABLE " + quoted(table.name) + "(";
  if (table.key.empty()) sql += "rid INTEGER PRIMARY KEY AUTOINCREMENT,";
  for (const auto& column : table.columns) sql += column_sql(column) + ",";
  if (table.key.empty()) {
    sql.pop_back();
    return sql + ")";
  }
  sql += "PRIMARY KEY(";
  for (const auto& column : table.key) sql += quoted(column) + ",";
  sql.back() = ')';
  return sql + ") WITHOUT ROWID";
}

std::set<std::string> names(Connection& connection, const std::string& sql, int column) {
  std::set<std::string> found;
  auto cursor = connection.prepare(sql);
  while (cursor.step()) found.emplace(cursor.text(column));
  return found;
}

// Of the rows that were there before their index.
void fill_substrings(Connection& connection, const Table& table) {
  auto scope = table.substring_scope.empty() ? "NULL" : quoted(table.substring_scope);
  auto cursor = connection.prepare("SELECT rid," + quoted(table.substring_column) + "," + scope +
                                   " FROM " + quoted(table.name));
  while (cursor.step())
    add_substrings(
        connection, table,
        {cursor.integer(0), cursor.cell(1, ColumnType::Text), cursor.cell(2, ColumnType::Bytes)});
}

void migrate_table(Connection& connection, const Table& table,
                   const std::set<std::string>& existing, std::vector<std::string>& made) {
  auto run = [&](const std::string& what, const std::string& sql) {
    connection.execute(sql);
    made.push_back(what);
  };
  if (!existing.contains(table.name)) {
    run(table.name, create_sql(table));
  } else {
    auto columns = names(connection, "PRAGMA table_info(" + quoted(table.name) + ")", 1);
    for (const auto& column : table.columns)
      if (!columns.contains(column.name))
        run(table.name + "." + column.name,
            "ALTER TABLE " + quoted(table.name) + " ADD COLUMN " + column_sql(column));
  }
  for (const auto& index : table.indexes) {
    auto name = index_name(table, index);
    if (existing.contains(name)) continue;
    std::string sql = index.unique ? "CREATE UNIQUE INDEX " : "CREATE INDEX ";
    sql += quoted(name) + " ON " + quoted(table.name) + "(";
    for (const auto& column : index.columns) sql += quoted(column) + ",";
    sql.back() = ')';
    if (!index.where.empty()) sql += " WHERE " + index.where;
    run(name, sql);
  }
  if (table.substring_column.empty() || existing.contains(substring_table(table))) return;
  run(substring_table(table), create_substring_table_sql(table));
  fill_substrings(connection, table);
}

}  // namespace

std::vector<std::string> migrate_tables(Connection& connection,
                                        const std::vector<const Table*>& tables) {
  std::vector<std::string> made;
  // An exception leaves the transaction open; the caller closes the connection, which undoes it.
  connection.execute("BEGIN IMMEDIATE");
  auto existing = names(connection, "SELECT name FROM sqlite_master", 0);
  for (const auto* table : tables) migrate_table(connection, *table, existing, made);
  connection.execute("COMMIT");
  return made;
}

}  // namespace rapport::storage::sqlite
