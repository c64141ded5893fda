// The embedded engine: a pool of readers on snapshots, and one connection that writes.
#include "storage/sqlite/database.h"

#include <atomic>

#include "storage/group_commit.h"
#include "storage/sqlite/checkpointer.h"
#include "storage/sqlite/connection.h"
#include "storage/sqlite/migrate.h"
#include "storage/sqlite/planner.h"
#include "storage/sqlite/reader_pool.h"
#include "storage/sqlite/transaction.h"

namespace rapport::storage::sqlite {

namespace {

// The writer's connection, and what goes with its commits.
class SqliteSteps final : public CommitSteps {
 public:
  SqliteSteps(const std::string& path, const OpenOptions& options)
      : writer(path, OpenMode::ReadWrite, options.cache_bytes, options.durable),
        readers(path, options),
        checkpointer_(path, writer, [this] { readers.release_snapshots(); }) {}

  void begin() override { writer.run({"BEGIN IMMEDIATE", {}}); }

  void commit() override {
    if (backlog_.is_due()) backlog_.index(writer);
    writer.run({"COMMIT", {}});
    readers.note_commit();
    checkpointer_.note_commit();
  }

  void roll_back() noexcept override {
    if (is_open()) sqlite3_exec(writer.handle(), "ROLLBACK", nullptr, nullptr, nullptr);
  }

  CommitActions run(const Work& work) override {
    SqliteTransaction transaction(writer, planner, backlog_);
    work(transaction);
    return transaction.take_commit_actions();
  }

  CommitActions run_in_savepoint(const Work& work) override {
    SqliteTransaction transaction(writer, planner, backlog_);
    transaction.savepoint([&] { work(transaction); });
    return transaction.take_commit_actions();
  }

  std::int64_t written() override { return sqlite3_total_changes64(writer.handle()); }
  bool is_open() override { return !sqlite3_get_autocommit(writer.handle()); }
  bool has_rest() override { return !backlog_.is_empty(); }
  void do_rest() override { backlog_.index(writer); }

  void keep_pages(std::unique_ptr<PageLog> pages) { checkpointer_.keep_pages(std::move(pages)); }

  Planner planner;
  Connection writer;
  ReaderPool readers;

 private:
  SubstringBacklog backlog_;
  Checkpointer checkpointer_;
};

class SqliteDatabase final : public Database, public PageKeeping {
 public:
  SqliteDatabase(const std::string& path, const OpenOptions& options)
      : path_(path), steps_(path, options), commits_(steps_) {}

  void read(const Work& work) override {
    steps_.readers.read([&](Connection& connection) {
      SqliteTransaction transaction(connection, steps_.planner);
      work(transaction);
    });
  }

  bool try_read_one(const Work& work) override {
    return steps_.readers.try_read([&](Connection& connection) {
      SqliteTransaction transaction(connection, steps_.planner);
      work(transaction);
    });
  }

  void write(const Work& work) override { commits_.write(work); }

  void keep_pages(std::shared_ptr<PageSink> sink) override {
    steps_.keep_pages(nullptr);  // before the lock of the next one is taken
    if (sink) steps_.keep_pages(std::make_unique<PageLog>(path_, std::move(sink)));
  }

  // In its turn among the writers, so that it need not fight them for the lock; readers begin anew
  // after it, and see what it made.
  std::vector<std::string> migrate(const std::vector<const Table*>& tables) override {
    std::vector<std::string> made;
    write([&](Transaction& transaction) {
      transaction.savepoint([&] { made = migrate_tables(steps_.writer, tables); });
    });
    return made;
  }

  std::string check(CheckDepth depth) override {
    Connection connection(path_, OpenMode::ReadOnly, 64 << 20, true);
    return connection.check(depth == CheckDepth::Everything);
  }

  void copy_to(const std::string& path) override {
    Connection connection(path_, OpenMode::ReadWrite, 64 << 20, true);
    sqlite3_limit(connection.handle(), SQLITE_LIMIT_ATTACHED, 1);  // the copy is attached
    connection.run({"VACUUM INTO ?", {Cell(path)}});
  }

  std::string_view engine() const override { return "sqlite"; }

 private:
  std::string path_;
  SqliteSteps steps_;
  GroupCommit commits_;  // last: it writes until it ends
};

}  // namespace

std::unique_ptr<Database> open(const std::string& path, const OpenOptions& options) {
  // Before the first connection: its counts of memory would cost all threads a common lock.
  static const int configured = sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
  (void)configured;
  return std::make_unique<SqliteDatabase>(path, options);
}

}  // namespace rapport::storage::sqlite
