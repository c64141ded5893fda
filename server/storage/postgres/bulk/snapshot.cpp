#include "storage/postgres/bulk/snapshot.h"

#include <unordered_map>

#include "base/error.h"
#include "storage/postgres/bulk/copy_rows.h"

namespace rapport::storage::postgres {

namespace {

[[noreturn]] void refuse(const std::string& what) {
  throw base::Error(base::ErrorKind::Invalid, "foreign_table", {}, what);
}

ColumnType type_of(const std::string& table, std::string_view column, std::string_view declared) {
  if (declared == "int8") return ColumnType::Integer;
  if (declared == "text") return ColumnType::Text;
  if (declared == "uuid") return ColumnType::Bytes;
  refuse(table + "." + std::string(column) + " is stored as " + std::string(declared));
}

// By the bytes of their names, as SQLite gives them.
constexpr std::string_view kColumns =
    "SELECT c.relname,a.attname,t.typname,coalesce(array_position(i.indkey::int2[],"
    "a.attnum)+1,0) FROM pg_class c JOIN pg_attribute a ON a.attrelid=c.oid AND a.attnum>0 "
    "AND NOT a.attisdropped JOIN pg_type t ON t.oid=a.atttypid LEFT JOIN pg_index i ON "
    "i.indrelid=c.oid AND i.indisprimary WHERE c.relnamespace=current_schema()::regnamespace AND "
    "c.relkind IN ('r','p') ORDER BY c.relname COLLATE \"C\",a.attnum";

struct StoredTable {
  Table table;
  std::unordered_map<std::int64_t, std::string> key;  // by place, 1 for the first
  bool is_numbered = false;
};

Table finished(StoredTable& stored) {
  auto& [table, key, is_numbered] = stored;
  const bool by_number = is_numbered && key.size() == 1 && key[1] == "rid";
  if (by_number) {
    std::erase_if(table.columns, [](const auto& column) { return column.name == "rid"; });
  } else {
    for (std::size_t place = 1; place <= key.size(); ++place)
      table.key.push_back(key[static_cast<std::int64_t>(place)]);
  }
  if (!by_number && table.key.empty()) refuse(table.name + " has no key as ours have");
  return std::move(table);
}

std::vector<Table> stored_tables(Connection& connection) {
  std::vector<StoredTable> stored;
  connection.select({std::string(kColumns), {}, {}}, [&](const Row& row) {
    std::string name(row.text(0)), column(row.text(1));
    if (stored.empty() || stored.back().table.name != name) stored.emplace_back().table.name = name;
    auto& last = stored.back();
    last.table.columns.push_back({column, type_of(name, column, row.text(2))});
    if (auto place = row.integer(3); place > 0) last.key[place] = column;
    last.is_numbered = last.is_numbered || column == "rid";
    return true;
  });
  std::vector<Table> tables;
  for (auto& each : stored) tables.push_back(finished(each));
  return tables;
}

class PostgresSnapshot final : public Snapshot {
 public:
  explicit PostgresSnapshot(const std::string& url) : connection_({url, true, true, 0}) {
    connection_.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
    tables_ = stored_tables(connection_);
  }
  ~PostgresSnapshot() override { connection_.try_execute("COMMIT"); }

  std::string_view engine() const override { return "postgres"; }
  const std::vector<Table>& tables() const override { return tables_; }
  void rows(const Table& table, const RowSink& sink) override {
    copy_out(connection_, table, sink);
  }
  std::int64_t count(const Table& table) override {
    return connection_.integer({"SELECT count(*) FROM " + quoted(table.name), {}, {}});
  }
  std::int64_t last_number(const Table& table) override {
    if (!table.key.empty()) return 0;
    return connection_.integer(
        {"SELECT coalesce(pg_sequence_last_value(pg_get_serial_sequence($1,'rid')::regclass),0)",
         {Cell(quoted(table.name))},
         {}});
  }

 private:
  Connection connection_;
  std::vector<Table> tables_;
};

}  // namespace

std::unique_ptr<Snapshot> take_snapshot(const std::string& url) {
  return std::make_unique<PostgresSnapshot>(url);
}

}  // namespace rapport::storage::postgres
