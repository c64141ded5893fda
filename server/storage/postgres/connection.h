// Connection: one session of PostgreSQL with its prepared statements. Threads: one at a time.
// Not here: which transaction it is in, and who may use it next (transaction.h, session_pool.h).
#pragma once
#include <libpq-fe.h>

#include <deque>
#include <functional>
#include <list>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include "storage/database.h"
#include "storage/sql.h"

namespace rapport::storage::postgres {

struct ResultEnd {
  void operator()(PGresult* result) const { PQclear(result); }
};
using Result = std::unique_ptr<PGresult, ResultEnd>;

struct SessionOptions {
  std::string url;
  bool durable = true;
  bool reads_only = false;
  std::int64_t statement_ms = 0;  // a statement that runs longer is broken off; 0: none is
};

class Connection {
 public:
  // Throws: Error{Unavailable, "database_unavailable"}.
  explicit Connection(SessionOptions options);

  // Begins a transaction; connects anew when the session has been lost meanwhile.
  void begin(const std::string& sql);
  // Does it without a transaction; connects anew, and does it again, when the session has been lost
  // and nothing was given yet.
  void ask_alone(const std::function<void()>& work);
  // The same, but connects to nobody: false, when the session has been lost.
  bool try_alone(const std::function<void()>& work);
  // One or several statements without values.
  void execute(const std::string& sql);
  // The same, whatever comes of it.
  void try_execute(const std::string& sql) noexcept;
  // The number of changed rows. Throws: UniqueViolation, Error.
  std::int64_t run(const Statement& statement);
  // First column of the first row; 0 without one.
  std::int64_t integer(const Statement& statement);
  // Rows are given as they come in; another statement may be run from within the sink.
  void select(const Statement& statement, const RowSink& sink);
  // COPY, whose rows are then read off the handle, or sent. To be ended before anything else.
  void begin_copy(const std::string& sql);
  void send_copy(std::string_view bytes);
  // All rows are there, or sent. Throws: why the server would not have them.
  void end_copy();
  // Ends it however it stands; nothing is left on the wire.
  void forget_copy() noexcept;
  bool is_in_transaction() const;
  // How many sessions this has been so far.
  std::int64_t sessions() const { return sessions_; }
  // Whether a select has given anything since the last begin().
  bool has_given() const { return has_given_; }
  // A statement has failed: nothing more can be done in the transaction but to roll it back.
  bool is_spoilt() const { return PQtransactionStatus(handle_.get()) == PQTRANS_INERROR; }
  bool is_lost() const { return PQstatus(handle_.get()) != CONNECTION_OK; }
  PGconn* handle() { return handle_.get(); }

 private:
  struct SessionEnd {
    void operator()(PGconn* handle) const { PQfinish(handle); }
  };
  // A select whose rows are still coming in.
  struct Incoming {
    std::deque<Result> rows;
    bool ended = false;
  };

  void open_session();
  std::string prepared(const Statement& statement);
  void forget_oldest();
  void send(const Statement& statement);
  // Until an answer can be read without waiting, where something else can be done meanwhile.
  void let_it_come();
  Result next_result();
  void take_in(Incoming& incoming);
  void take_in_all();
  [[noreturn]] void fail(const PGresult* result);

  SessionOptions options_;
  std::unique_ptr<PGconn, SessionEnd> handle_;
  Incoming* incoming_ = nullptr;
  bool has_given_ = false;
  std::int64_t sessions_ = 0;
  struct Kept {
    std::string name;
    std::list<std::string>::iterator position;
  };
  std::unordered_map<std::string, Kept> kept_;  // by text and types of values
  std::list<std::string> recency_;
  std::int64_t names_given_ = 0;
};

}  // namespace rapport::storage::postgres
