// Pipeline: one session of PostgreSQL for the short questions of one thread, whose works are put
// aside until theirs is answered (base/waiting.h). What is asked in the same turn of the thread
// goes to the server together, and its answers come together (docs/decisions/0042).
// Source: https://www.postgresql.org/docs/15/libpq-pipeline-mode.html.
#pragma once
#include <deque>
#include <memory>
#include <mutex>
#include <stdexcept>
#include <thread>
#include <unordered_map>

#include "base/waiting.h"
#include "storage/postgres/session_pool.h"
#include "storage/postgres/transaction.h"

namespace rapport::storage::postgres {

// The question has not been answered, because of it or of another: it is to be asked elsewhere.
struct Unanswered : std::runtime_error {
  using std::runtime_error::runtime_error;
};

// Threads: lives on one. Lifetime: within the pool's.
class Pipeline {
 public:
  explicit Pipeline(SessionPool& pool) : pool_(pool) {}

  // Whether there is a session; takes one that is free.
  bool is_ready();
  Connection& session() { return *session_; }
  // To be called where a work can be put aside. Throws: Unanswered.
  void select(const Statement& statement, const RowSink& sink);

 private:
  struct Question {
    base::PutsAside& asker;
    Result result;  // its rows
    bool is_over = false;
  };
  // One command's end, in the order they were sent. `question`: whose answer it is; none: it is
  // what had to be done first. Of a mark both have no result.
  struct Awaited {
    Question* question = nullptr;
    bool is_mark = false;
  };

  void send(const Statement& statement, Question& question);
  void mark();
  void take_in();
  void take_in(Result result);
  void end(Question& question, Result result) noexcept;
  void give_up();
  void pass_on();

  // The session's socket once more: who waits for it is told of its end also when the session has
  // closed its own.
  class Socket {
   public:
    explicit Socket(int socket);
    ~Socket();
    Socket(const Socket&) = delete;
    int number() const { return number_; }

   private:
    int number_;
  };

  SessionPool& pool_;
  SessionPool::Loan session_;
  std::shared_ptr<const Socket> socket_;
  std::deque<Awaited> awaited_;
  std::deque<Question*> open_;  // that are not over, in the order they were asked
  bool is_marking_ = false;     // somebody sends a mark at the end of this turn
  bool is_reading_ = false;     // somebody waits for the session
};

// As a transaction that reads, of one statement or several that need no snapshot together.
class PipelinedRead final : public PostgresTransaction {
 public:
  explicit PipelinedRead(Pipeline& pipeline)
      : PostgresTransaction(pipeline.session(), nullptr), pipeline_(pipeline) {}

 private:
  void ask(const Statement& statement, const RowSink& sink) override {
    pipeline_.select(statement, sink);
  }

  Pipeline& pipeline_;
};

// One for each thread that asks. Threads: safe.
class Pipelines {
 public:
  explicit Pipelines(SessionPool& pool) : pool_(pool) {}
  Pipeline& of_this_thread();

 private:
  SessionPool& pool_;
  std::mutex mutex_;
  std::unordered_map<std::thread::id, Pipeline> pipelines_;
};

}  // namespace rapport::storage::postgres
