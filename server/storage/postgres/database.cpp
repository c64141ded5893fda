#include "storage/postgres/database.h"

#include <chrono>
#include <thread>

#include "base/clock.h"
#include "base/waiting.h"
#include "storage/group_commit.h"
#include "storage/postgres/migrate.h"
#include "storage/postgres/neighbours.h"
#include "storage/postgres/pipeline.h"
#include "storage/postgres/replicas.h"
#include "storage/postgres/transaction.h"

namespace rapport::storage::postgres {

namespace {

constexpr std::int64_t kReadDeadlineMs = 20'000;
// Sessions for threads that put works aside; more such threads than these do with fewer.
constexpr int kPipelines = 2;

// One transaction writes at a time, of all nodes: so the rows of the change log come in the order
// of their commits, and nobody who follows it by its numbers misses one (decision 0022).
constexpr std::string_view kBegin = "BEGIN;SELECT pg_advisory_xact_lock(8241996103481171572)";

// Who waits to change a table holds up all that come after him to use it, and who reads a table in
// a long transaction, as a backup does, holds up him. So he gives up soon, and comes again.
constexpr const char* kSoon = ";SET LOCAL lock_timeout='5s'";

class PostgresSteps final : public CommitSteps {
 public:
  // `replicas`: told where each commit stands in the log.
  PostgresSteps(const SessionOptions& session, const std::string& node, Replicas& replicas)
      : writer_(session), commit_(Neighbours::of_commit(node) + ";COMMIT"), replicas_(replicas) {}

  void begin() override {
    writer_.begin(std::string(kBegin));
  }
  void commit() override {
    writer_.execute(commit_);
    replicas_.follow_to(writer_);
  }
  void roll_back() noexcept override {
    if (writer_.is_in_transaction()) writer_.try_execute("ROLLBACK");
  }
  CommitActions run(const Work& work) override {
    PostgresTransaction transaction(writer_, &written_);
    work(transaction);
    return transaction.take_commit_actions();
  }
  CommitActions run_in_savepoint(const Work& work) override {
    PostgresTransaction transaction(writer_, &written_);
    transaction.savepoint([&] { work(transaction); });
    return transaction.take_commit_actions();
  }
  std::int64_t written() override { return writer_.is_spoilt() ? ++written_ : written_; }
  bool is_open() override { return writer_.is_in_transaction(); }

 private:
  Connection writer_;
  std::string commit_;
  Replicas& replicas_;
  std::int64_t written_ = 0;
};

// Of several nodes that start at once, one makes the tables. Asked for again and again: an index
// that is made while others write waits for whoever merely waits for a lock.
void wait_for_turn(Connection& connection) {
  while (connection.integer({"SELECT pg_try_advisory_lock(8241996103481171573)::int", {}, {}}) == 0)
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
}

SessionOptions session_options(const std::string& url, bool durable, bool reads_only) {
  return {url, durable, reads_only, reads_only ? kReadDeadlineMs : 0};
}

class PostgresDatabase final : public Database {
 public:
  PostgresDatabase(const std::string& url, const OpenOptions& options)
      : session_(session_options(url, options.durable, false)),
        node_(base::system_random().hex(8)),
        readers_(session_options(url, true, true), options.readers + kPipelines),
        replicas_(session_options(url, true, true), options.replicas, options.readers),
        neighbours_(session_, node_, replicas_),
        steps_(session_, node_, replicas_),
        commits_(steps_) {}

  void read(const Work& work) override {
    base::Waiting waiting;  // most of the time it is the server that works
    const auto use = [&](Connection& connection) {
      struct End {
        Connection& connection;
        ~End() { connection.try_execute("COMMIT"); }
      } end{connection};
      PostgresTransaction transaction(connection, nullptr);
      work(transaction);
    };
    if (replicas_.lend(use)) return;
    const auto session = readers_.borrow();
    session->begin(std::string(kBeginReading));
    use(*session);
  }

  // A statement by itself, without the two that a transaction costs.
  void read_one(const Work& work) override {
    if (replicas_.any()) return read(work);
    base::Waiting waiting;
    const auto session = readers_.borrow();
    session->ask_alone([&] {
      PostgresTransaction transaction(*session, nullptr);
      work(transaction);
    });
  }

  // Every answer of the server is waited for: so only where the work can be put aside.
  bool try_read_one(const Work& work) override {
    if (!base::puts_aside || replicas_.any()) return false;
    auto& pipeline = pipelines_.of_this_thread();
    if (!pipeline.is_ready()) return false;
    try {
      PipelinedRead transaction(pipeline);
      work(transaction);
      return true;
    } catch (const Unanswered&) {
      return false;
    }
  }

  void write(const Work& work) override { commits_.write(work); }

  std::vector<std::string> migrate(const std::vector<const Table*>& tables) override {
    Connection connection(session_);
    wait_for_turn(connection);
    connection.execute(std::string(kBegin) + kSoon);
    auto made = migrate_tables(connection, tables);
    connection.execute("COMMIT");
    auto indexes = make_indexes(connection, tables, IndexMaking::WhileOthersWork);
    made.insert(made.end(), indexes.begin(), indexes.end());
    return made;
  }

  void on_others(Hear hear) override { neighbours_.on_told(std::move(hear)); }
  void tell_others(const std::string& text) override { neighbours_.tell(text); }

  // Each page that is read is checked by the server, where it keeps checksums.
  std::string check(CheckDepth) override {
    std::string found = "ok";
    Connection connection(session_);
    std::vector<std::string> tables;
    connection.select({"SELECT quote_ident(tablename) FROM pg_tables WHERE "
                       "schemaname=current_schema()",
                       {},
                       {}},
                      [&](const Row& row) {
                        tables.emplace_back(row.text(0));
                        return true;
                      });
    try {
      for (const auto& table : tables)
        connection.integer({"SELECT count(t::text) FROM " + table + " t", {}, {}});
    } catch (const base::Error& error) {
      found = error.detail;
    }
    return found;
  }

  void copy_to(const std::string&) override {
    base::fail(base::ErrorKind::Unavailable, "copied_by_the_server");
  }

  std::string_view engine() const override { return "postgres"; }

 private:
  SessionOptions session_;
  std::string node_;
  SessionPool readers_;
  Pipelines pipelines_{readers_};
  Replicas replicas_;
  Neighbours neighbours_;
  PostgresSteps steps_;
  GroupCommit commits_;  // last: it writes until it ends
};

}  // namespace

std::unique_ptr<Database> open(const std::string& url, const OpenOptions& options) {
  return std::make_unique<PostgresDatabase>(url, options);
}

}  // namespace rapport::storage::postgres
