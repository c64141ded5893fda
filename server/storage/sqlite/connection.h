// Connection: one handle of SQLite with its prepared statements, and the functions SQL needs from
// us (fold). Threads: one at a time.
#pragma once
#include <sqlite3.h>

#include <functional>
#include <list>
#include <string>
#include <unordered_map>

#include "storage/database.h"
#include "storage/sql/writer.h"

namespace rapport::storage::sqlite {

const Dialect& dialect();

// A prepared statement on loan: bound, stepped, and given back clean.
class Cursor final : public Row {
 public:
  enum class Ownership { Cached, Own };  // Own: finalised with the cursor
  Cursor(sqlite3* handle, sqlite3_stmt* statement, Ownership ownership)
      : handle_(handle), statement_(statement), ownership_(ownership) {}
  ~Cursor() override;
  Cursor(const Cursor&) = delete;
  Cursor& operator=(const Cursor&) = delete;

  void bind(const std::vector<Cell>& values);
  // True when there is a row. Throws: UniqueViolation, Error.
  bool step();

  bool is_null(int column) const override;
  std::int64_t integer(int column) const override;
  std::string_view text(int column) const override;
  base::Id id(int column) const override;

 private:
  sqlite3* handle_;
  sqlite3_stmt* statement_;
  Ownership ownership_;
};

enum class OpenMode { ReadWrite, ReadOnly };

class Connection {
 public:
  Connection(const std::string& path, OpenMode mode, std::int64_t cache_bytes, bool durable);
  ~Connection();
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  Cursor prepare(const std::string& sql);
  void execute(const std::string& sql);
  // Runs to the end; the number of changed rows.
  std::int64_t run(const Statement& statement);
  std::int64_t integer(const Statement& statement);  // first column of the first row; 0 without one
  // "ok", or what is wrong in the file; `indexes`: also whether they have what their tables have.
  std::string check(bool indexes);
  void end_read() noexcept;  // commits, which for a reader is only letting go
  sqlite3* handle() { return handle_; }
  // Called when a statement under a deadline has run for some milliseconds; again every few.
  void set_on_long(std::function<void()> on_long) { on_long_ = std::move(on_long); }
  // A statement that runs longer than this is broken off with Error{Unavailable, "too_slow"}.
  void set_deadline_ms(std::int64_t milliseconds);
  // False when the work was broken off because it took more instructions of SQLite's machine.
  // Only after set_deadline_ms().
  bool run_within(std::int64_t instructions, const std::function<void()>& work);

 private:
  sqlite3_stmt* compile(const std::string& sql);
  struct Cached {
    sqlite3_stmt* statement;
    std::list<std::string>::iterator position;
  };
  static int check_limits(void* connection);
  static constexpr std::int64_t kNoLimit = -1;
  sqlite3* handle_ = nullptr;
  std::function<void()> on_long_;
  std::int64_t deadline_us_ = INT64_MAX;
  std::int64_t steps_left_ = kNoLimit;
  std::unordered_map<std::string, Cached> cache_;
  std::list<std::string> recency_;
};

}  // namespace rapport::storage::sqlite
