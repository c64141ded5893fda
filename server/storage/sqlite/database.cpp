// The embedded engine: a pool of readers on snapshots, and one writer thread that commits what is
// waiting together (one fsync for many), because a durable commit costs more than everything in it.
#include "storage/database.h"

#include <atomic>
#include <condition_variable>
#include <deque>
#include <future>
#include <thread>

#include "base/log.h"
#include "base/waiting.h"
#include "storage/sqlite/checkpointer.h"
#include "storage/sqlite/connection.h"
#include "storage/sqlite/migrate.h"
#include "storage/sqlite/planner.h"
#include "storage/sqlite/reader_pool.h"
#include "storage/sqlite/transaction.h"

namespace rapport::storage::sqlite {

namespace {

constexpr std::size_t kWorksPerCommit = 128;
constexpr auto kQuiet = std::chrono::milliseconds(200);  // then what has waited for it is done

struct Job {
  const Work* work;
  std::promise<void> done;
  std::exception_ptr failure;
  std::vector<std::function<void()>> after_commit;
};

class SqliteDatabase final : public Database {
 public:
  SqliteDatabase(const std::string& path, const OpenOptions& options)
      : path_(path),
        writer_(path, OpenMode::ReadWrite, options.cache_bytes, options.durable),
        readers_(path, options),
        checkpointer_(path, writer_, [this] { readers_.release_snapshots(); }) {
    thread_ = std::thread([this] { write_loop(); });
  }

  ~SqliteDatabase() override {
    {
      std::lock_guard lock(queue_mutex_);
      stopping_ = true;
    }
    queue_filled_.notify_all();
    thread_.join();
  }

  void read(const Work& work) override {
    readers_.read([&](Connection& connection) {
      SqliteTransaction transaction(connection, planner_);
      work(transaction);
    });
  }

  bool try_read(const Work& work) override {
    return readers_.try_read([&](Connection& connection) {
      SqliteTransaction transaction(connection, planner_);
      work(transaction);
    });
  }

  void write(const Work& work) override {
    Job job{&work, {}, nullptr, {}};
    auto done = job.done.get_future();
    {
      std::lock_guard lock(queue_mutex_);
      queue_.push_back(&job);
    }
    queue_filled_.notify_one();
    base::Waiting waiting;
    done.get();
  }

  // In its turn among the writers, so that it need not fight them for the lock; readers begin anew
  // after it, and see what it made.
  std::vector<std::string> migrate(const std::vector<const Table*>& tables) override {
    std::vector<std::string> made;
    write([&](Transaction& transaction) {
      transaction.savepoint([&] { made = migrate_tables(writer_, tables); });
    });
    return made;
  }

  // Asked of the writer: its version is moved by the commits of other connections only.
  bool changed_elsewhere() override {
    std::int64_t version = 0;
    write([&](Transaction&) { version = writer_.integer({"PRAGMA data_version", {}}); });
    return seen_version_.exchange(version) != version;
  }

  std::string check() override {
    Connection connection(path_, OpenMode::ReadOnly, 64 << 20, true);
    auto cursor = connection.prepare("PRAGMA integrity_check");
    return cursor.step() ? std::string(cursor.text(0)) : "no answer";
  }

  void copy_to(const std::string& path) override {
    Connection connection(path_, OpenMode::ReadWrite, 64 << 20, true);
    sqlite3_limit(connection.handle(), SQLITE_LIMIT_ATTACHED, 1);  // the copy is attached
    connection.run({"VACUUM INTO ?", {Cell(path)}});
  }

  std::string_view engine() const override { return "sqlite"; }

 private:
  void write_loop() {
    while (true) {
      std::vector<Job*> batch;
      {
        std::unique_lock lock(queue_mutex_);
        auto is_called = [this] { return stopping_ || !queue_.empty(); };
        if (backlog_.is_empty()) queue_filled_.wait(lock, is_called);
        else queue_filled_.wait_for(lock, kQuiet, is_called);
        if (stopping_ && queue_.empty()) return;
        while (!queue_.empty() && batch.size() < kWorksPerCommit) {
          batch.push_back(queue_.front());
          queue_.pop_front();
        }
      }
      commit_together(batch);
    }
  }

  // Whether the transaction is good for the others: false when the work failed after it wrote.
  bool run_plainly(Job& job) {
    const auto before = sqlite3_total_changes64(writer_.handle());
    try {
      SqliteTransaction transaction(writer_, planner_, backlog_);
      (*job.work)(transaction);
      job.after_commit = transaction.take_commit_actions();
      return true;
    } catch (const std::exception&) {
      job.failure = std::current_exception();
      require_transaction();
      return sqlite3_total_changes64(writer_.handle()) == before;
    }
  }

  // A full or failing disk makes SQLite roll all back by itself. What came after would be written
  // statement by statement, so the whole batch fails instead, with the error at hand.
  void require_transaction() {
    if (sqlite3_get_autocommit(writer_.handle())) throw;
  }

  void run_in_savepoint(Job& job) {
    job.failure = nullptr;
    job.after_commit.clear();
    try {
      SqliteTransaction transaction(writer_, planner_, backlog_);
      transaction.savepoint([&] { (*job.work)(transaction); });
      job.after_commit = transaction.take_commit_actions();
    } catch (const std::exception&) {
      job.failure = std::current_exception();
      require_transaction();
    }
  }

  // A savepoint each would cost every work something, for the sake of the few that fail. So the
  // works run without; only when one fails after it wrote, all is rolled back and each runs again
  // in a savepoint.
  void run_all(std::vector<Job*>& batch) {
    writer_.run({"BEGIN IMMEDIATE", {}});
    bool good = true;
    for (auto* job : batch) good = good && run_plainly(*job);
    if (good) return;
    writer_.run({"ROLLBACK", {}});
    writer_.run({"BEGIN IMMEDIATE", {}});
    if (batch.size() > 1)
      for (auto* job : batch) run_in_savepoint(*job);
  }

  // A failed work leaves no trace. A failed commit fails all of the batch.
  void commit_together(std::vector<Job*>& batch) {
    try {
      run_all(batch);
      if (batch.empty() || backlog_.is_due()) backlog_.index(writer_);
      writer_.run({"COMMIT", {}});
      readers_.note_commit();
      checkpointer_.note_commit();
    } catch (const std::exception&) {
      auto failure = std::current_exception();
      if (!sqlite3_get_autocommit(writer_.handle())) writer_.run({"ROLLBACK", {}});
      if (batch.empty()) base::log(base::LogLevel::Error, "the substring index was not written");
      for (auto* job : batch)
        if (!job->failure) job->failure = failure;
    }
    std::vector<std::function<void()>> actions;
    for (auto* job : batch)
      if (!job->failure)
        for (auto& action : job->after_commit) actions.push_back(std::move(action));
    for (auto& action : actions) action();
    for (auto* job : batch) finish(*job);
  }

  static void finish(Job& job) {
    auto done = std::move(job.done);  // the job dies with its waiting thread
    if (job.failure)
      done.set_exception(job.failure);
    else
      done.set_value();
  }

  std::string path_;
  Planner planner_;
  Connection writer_;
  SubstringBacklog backlog_;
  ReaderPool readers_;
  Checkpointer checkpointer_;
  std::atomic<std::int64_t> seen_version_ = 0;
  std::mutex queue_mutex_;
  std::condition_variable queue_filled_;
  std::deque<Job*> queue_;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace

}  // namespace rapport::storage::sqlite

namespace rapport::storage {

std::unique_ptr<Database> open_database(const std::string& url, const OpenOptions& options) {
  if (url.starts_with("postgres://") || url.starts_with("postgresql://"))
    throw base::Error(base::ErrorKind::Unavailable, "engine_not_built", {}, "PostgreSQL");
  // Before the first connection: its counts of memory would cost all threads a common lock.
  static const int configured = sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
  (void)configured;
  return std::make_unique<sqlite::SqliteDatabase>(url, options);
}

}  // namespace rapport::storage
