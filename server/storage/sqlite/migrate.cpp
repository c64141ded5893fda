#include "storage/sqlite/migrate.h"

#include <set>
#include <unordered_map>

#include "storage/sqlite/substring_backlog.h"
#include "storage/sqlite/substrings.h"

namespace rapport::storage::sqlite {

namespace {

std::string column_sql(const schema::ColumnDef& column) {
  static constexpr std::string_view kTypes[] = {"INTEGER", "TEXT", "BLOB"};
  return quoted(column.name) + " " + std::string(kTypes[static_cast<int>(column.type)]);
}

// SQLite would take a text for a number in a column that is declared as one.
void check_type(const Table& table, const schema::ColumnDef& column, std::string_view declared) {
  auto wanted = column_sql(column);
  if (wanted.ends_with(" " + std::string(declared))) return;
  throw base::Error(base::ErrorKind::Invalid, "column_of_another_type",
                    {{table.name + "." + column.name, "column_of_another_type", {}}},
                    wanted + " is stored as " + std::string(declared));
}

std::set<std::string> names(Connection& connection, const std::string& sql, int column) {
  std::set<std::string> found;
  auto cursor = connection.prepare(sql);
  while (cursor.step()) found.emplace(cursor.text(column));
  return found;
}

void migrate_substrings(Connection& connection, const Table& table, bool has_index,
                        std::vector<std::string>& made) {
  connection.execute(create_substring_state_sql());
  if (has_index && knows_indexed_to(connection, table)) return;
  if (has_index) {  // of another kind
    connection.execute("DROP TABLE " + quoted(substring_table(table)));
    connection.run({"DELETE FROM substring_state WHERE name=?", {Cell(table.name)}});
  }
  connection.execute(create_substring_table_sql(table));
  connection.run(set_indexed_to(table, enter_substrings(connection, table, 0)));
  made.push_back(substring_table(table));
}

void migrate_table(Connection& connection, const Table& table,
                   const std::set<std::string>& existing, std::vector<std::string>& made) {
  auto run = [&](const std::string& what, const std::string& sql) {
    connection.execute(sql);
    made.push_back(what);
  };
  if (!existing.contains(table.name)) {
    run(table.name, create_table_sql(table));
  } else {
    std::unordered_map<std::string, std::string> types;
    {
      auto cursor = connection.prepare("PRAGMA table_info(" + quoted(table.name) + ")");
      while (cursor.step()) types.emplace(cursor.text(1), cursor.text(2));
    }
    for (const auto& column : table.columns) {
      auto known = types.find(column.name);
      if (known != types.end()) check_type(table, column, known->second);
      else
        run(table.name + "." + column.name,
            "ALTER TABLE " + quoted(table.name) + " ADD COLUMN " + column_sql(column));
    }
  }
  for (const auto& index : table.indexes) {
    auto name = index_name(table, index);
    if (existing.contains(name)) continue;
    std::string sql = index.unique ? "CREATE UNIQUE INDEX " : "CREATE INDEX ";
    sql += quoted(name) + " ON " + quoted(table.name) + "(";
    for (const auto& column : index.columns) sql += quoted(column) + ",";
    for (const auto& column : index.carried) sql += quoted(column) + ",";
    sql.back() = ')';
    if (!index.where.empty()) sql += " WHERE " + index.where;
    run(name, sql);
  }
  if (!table.substring_column.empty())
    migrate_substrings(connection, table, existing.contains(substring_table(table)), made);
}

}  // namespace

std::string create_table_sql(const Table& table) {
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

std::vector<std::string> migrate_tables(Connection& connection,
                                        const std::vector<const Table*>& tables) {
  std::vector<std::string> made;
  auto existing = names(connection, "SELECT name FROM sqlite_master", 0);
  for (const auto* table : tables) migrate_table(connection, *table, existing, made);
  return made;
}

}  // namespace rapport::storage::sqlite
