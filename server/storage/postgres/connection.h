// Connection: one session of PostgreSQL with its prepared statements. Threads: one at a time.
// Not here: which transaction it is in, and who may use it next (transaction.h, session_pool.h).
#pragma once
#include <libpq-fe.h>

#include <deque>
#include <functional>
#include <list>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "storage/database.h"
#include "storage/sql/writer.h"

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

// Gives the rows of a result; false when the sink has had enough.
bool give_rows(const PGresult* result, const RowSink& sink);

class Connection {
 public:
  // Throws: Error{Unavailable, "database_unavailable"}.
  explicit Connection(SessionOptions options);

  // Begins a transaction; connects anew when the session has been lost meanwhile.
  void begin(const std::string& sql);
  // Does it without a transaction; connects anew, and does it again, when the session has been lost
  // and nothing was given yet.
  void ask_alone(const std::function<void()>& work);
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
  // From then on statements are sent by send_ahead() alone, and their answers read off the handle.
  // False: it is lost, or busy.
  bool begin_pipeline() noexcept;
  // Sends the statement and what has to be done before it; how many commands those are, whose
  // answers come first. Nothing: it is lost.
  std::optional<int> send_ahead(const Statement& statement);
  // The session ends; whoever begins a transaction connects anew.
  void end_session() noexcept { handle_.reset(); }
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

  struct Kept {
    std::string name;
    std::list<std::string>::iterator position;
  };
  // What a statement is known by, and the types of its values.
  struct Shape {
    explicit Shape(const Statement& statement);
    std::string key;
    std::vector<Oid> types;
  };

  void open_session();
  // The name that the session knows it by; none: it has not been prepared.
  const std::string* known(const Shape& shape);
  const std::string& give_name(Shape& shape);
  std::string prepared(const Statement& statement);
  // Planned for these very values: after some uses of a prepared statement the server takes one
  // plan for all of them.
  bool send_unprepared(const Statement& statement, const Shape& shape);
  // What makes room for another; none: there is room.
  std::optional<std::string> forget_oldest();
  void send(const Statement& statement);
  Result next_result();
  void take_in(Incoming& incoming);
  void take_in_all();
  [[noreturn]] void fail(const PGresult* result);

  SessionOptions options_;
  std::unique_ptr<PGconn, SessionEnd> handle_;
  Incoming* incoming_ = nullptr;
  bool has_given_ = false;
  std::int64_t sessions_ = 0;
  std::unordered_map<std::string, Kept> kept_;  // by text and types of values
  std::list<std::string> recency_;
  std::int64_t names_given_ = 0;
};

}  // namespace rapport::storage::postgres
