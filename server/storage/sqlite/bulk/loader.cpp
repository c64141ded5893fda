#include "storage/sqlite/bulk/loader.h"

#include <filesystem>

#include "storage/sqlite/bulk/catalogue.h"
#include "storage/sqlite/migrate.h"
#include "storage/sqlite/transaction.h"

namespace rapport::storage::sqlite {

namespace {

constexpr std::int64_t kCacheBytes = 256 << 20;

// The database within the one transaction that fills it.
class FilledDatabase final : public Database {
 public:
  explicit FilledDatabase(Connection& connection) : connection_(connection) {}

  void read(const Work& work) override {
    SqliteTransaction transaction(connection_, planner_);
    work(transaction);
  }
  bool try_read_one(const Work&) override { return false; }
  void write(const Work& work) override {
    SqliteTransaction transaction(connection_, planner_, backlog_);
    work(transaction);
    for (auto& action : transaction.take_commit_actions()) action();
    backlog_.index(connection_);
  }
  std::vector<std::string> migrate(const std::vector<const Table*>& tables) override {
    return migrate_tables(connection_, tables);
  }
  std::string check(CheckDepth depth) override {
    return connection_.check(depth == CheckDepth::Everything);
  }
  void copy_to(const std::string&) override {
    base::fail(base::ErrorKind::Unavailable, "storage_failed");
  }
  std::string_view engine() const override { return "sqlite"; }

 private:
  Connection& connection_;
  Planner planner_;
  SubstringBacklog backlog_;
};

class SqliteLoader final : public Loader {
 public:
  explicit SqliteLoader(const std::string& path)
      : connection_(path, OpenMode::ReadWrite, kCacheBytes, false) {
    // A file that is thrown away when it does not become whole needs no way back.
    sqlite3_db_config(connection_.handle(), SQLITE_DBCONFIG_DEFENSIVE, 0, nullptr);
    connection_.execute("PRAGMA journal_mode=OFF;PRAGMA synchronous=OFF;"
                        "PRAGMA locking_mode=EXCLUSIVE");
    sqlite3_db_config(connection_.handle(), SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
    connection_.run({"BEGIN IMMEDIATE", {}});
  }

  void create(const Table& table) override { connection_.execute(create_table_sql(table)); }

  void begin(const Table& table) override {
    columns_ = bulk_columns(table);
    std::string names, places;
    for (const auto& column : columns_) {
      names += (names.empty() ? "" : ",") + storage::quoted(column.name);
      places += places.empty() ? "?" : ",?";
    }
    insert_ =
        "INSERT INTO " + storage::quoted(table.name) + "(" + names + ") VALUES(" + places + ")";
    cells_.resize(columns_.size());
  }

  void add(const Row& row) override {
    for (std::size_t i = 0; i < columns_.size(); ++i)
      cells_[i] = row.cell(static_cast<int>(i), columns_[i].type);
    auto cursor = connection_.prepare(insert_);
    cursor.bind(cells_);
    while (cursor.step()) {
    }
  }

  void end() override {}

  void set_last_number(const Table& table, std::int64_t number) override {
    if (!table.key.empty() || number <= 0) return;
    connection_.run({"DELETE FROM sqlite_sequence WHERE name=?", {table.name}});
    connection_.run({"INSERT INTO sqlite_sequence(name,seq) VALUES(?,?)", {table.name, number}});
  }

  void rows(const Table& table, const RowSink& sink) override {
    read_rows(connection_, table, sink);
  }

  std::unique_ptr<Database> database() override {
    return std::make_unique<FilledDatabase>(connection_);
  }

  void commit() override {
    connection_.run({"COMMIT", {}});
    connection_.execute("PRAGMA locking_mode=NORMAL;PRAGMA journal_mode=WAL");
  }

 private:
  Connection connection_;
  std::vector<schema::ColumnDef> columns_;
  std::string insert_;
  std::vector<Cell> cells_;
};

}  // namespace

std::unique_ptr<Loader> begin_load(const std::string& path) {
  if (std::filesystem::exists(path))
    throw base::Error(base::ErrorKind::Invalid, "database_not_empty", {}, path + " is there");
  return std::make_unique<SqliteLoader>(path);
}

}  // namespace rapport::storage::sqlite
