#include "storage/postgres/bulk/loader.h"

#include <optional>

#include "base/error.h"
#include "storage/postgres/bulk/copy_rows.h"
#include "storage/postgres/migrate.h"
#include "storage/postgres/transaction.h"

namespace rapport::storage::postgres {

namespace {

// The lock under which a node makes its tables: who starts a server meanwhile waits.
constexpr std::string_view kBegin =
    "BEGIN;SELECT pg_advisory_xact_lock(8241996103481171573);"
    "SELECT pg_advisory_xact_lock(8241996103481171572);SET LOCAL maintenance_work_mem='256MB'";

// The database within the one transaction that fills it.
class FilledDatabase final : public Database {
 public:
  explicit FilledDatabase(Connection& connection) : connection_(connection) {}

  void read(const Work& work) override {
    PostgresTransaction transaction(connection_, nullptr);
    work(transaction);
  }
  bool try_read_one(const Work&) override { return false; }
  void write(const Work& work) override {
    PostgresTransaction transaction(connection_, &written_);
    work(transaction);
    for (auto& action : transaction.take_commit_actions()) action();
  }
  std::vector<std::string> migrate(const std::vector<const Table*>& tables) override {
    auto made = migrate_tables(connection_, tables);
    auto indexes = make_indexes(connection_, tables, IndexMaking::InTransaction);
    made.insert(made.end(), indexes.begin(), indexes.end());
    return made;
  }
  std::string check(CheckDepth) override { return "ok"; }
  void copy_to(const std::string&) override {
    base::fail(base::ErrorKind::Unavailable, "copied_by_the_server");
  }
  std::string_view engine() const override { return "postgres"; }

 private:
  Connection& connection_;
  std::int64_t written_ = 0;
};

class PostgresLoader final : public Loader {
 public:
  explicit PostgresLoader(const std::string& url) : connection_({url, true, false, 0}) {
    connection_.execute(std::string(kBegin));
    const auto tables = connection_.integer(
        {"SELECT count(*) FROM pg_class WHERE relkind IN ('r','p') AND "
         "relnamespace=current_schema()::regnamespace",
         {},
         {}});
    if (tables > 0)
      throw base::Error(base::ErrorKind::Invalid, "database_not_empty", {},
                        std::to_string(tables) + " tables are there");
    prepare_functions(connection_);
  }
  ~PostgresLoader() override { connection_.try_execute("ROLLBACK"); }

  void create(const Table& table) override { create_table(connection_, table); }
  void begin(const Table& table) override { copy_.emplace(connection_, table); }
  void add(const Row& row) override { copy_->add(row); }
  void end() override {
    copy_->end();
    copy_.reset();
  }

  void set_last_number(const Table& table, std::int64_t number) override {
    if (!table.key.empty() || number <= 0) return;
    connection_.integer({"SELECT setval(pg_get_serial_sequence($1,'rid')::regclass,$2)",
                         {Cell(quoted(table.name)), Cell(number)},
                         {}});
  }

  void rows(const Table& table, const RowSink& sink) override {
    copy_out(connection_, table, sink);
  }

  std::unique_ptr<Database> database() override {
    return std::make_unique<FilledDatabase>(connection_);
  }

  void commit() override {
    connection_.execute("COMMIT");
    connection_.try_execute("ANALYZE");
  }

 private:
  Connection connection_;
  std::optional<CopyIn> copy_;
};

}  // namespace

std::unique_ptr<Loader> begin_load(const std::string& url) {
  return std::make_unique<PostgresLoader>(url);
}

}  // namespace rapport::storage::postgres
