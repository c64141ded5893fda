#include "storage/sqlite/connection.h"

#include "base/clock.h"
#include "base/date.h"
#include "base/text.h"
#include "storage/sqlite/wal_file.h"

namespace rapport::storage::sqlite {

using base::Error;
using base::ErrorKind;

namespace {

constexpr std::size_t kStatementCacheSize = 400;
constexpr int kBusyTimeoutMs = 30'000;

// Called for each row that is sorted or filtered by a text. The text is asked for as a blob, which
// SQLite need not copy to put a zero behind it.
void fold_function(sqlite3_context* context, int, sqlite3_value** arguments) {
  auto* value = arguments[0];
  if (sqlite3_value_type(value) != SQLITE_TEXT) sqlite3_value_text(value);  // a number becomes one
  const auto* bytes = static_cast<const char*>(sqlite3_value_blob(value));
  if (!bytes) return sqlite3_result_value(context, value);  // null or empty
  std::string_view text(bytes, static_cast<std::size_t>(sqlite3_value_bytes(value)));
  std::string folded;
  if (!base::is_folded_ascii(text)) text = folded = base::fold(text);
  sqlite3_result_text(context, text.data(), static_cast<int>(text.size()), SQLITE_TRANSIENT);
}

[[noreturn]] void throw_error(sqlite3* handle) {
  std::string message = sqlite3_errmsg(handle);
  int code = sqlite3_extended_errcode(handle);
  constexpr std::string_view kUnique = "UNIQUE constraint failed: ";
  if (message.starts_with(kUnique)) {
    auto place = message.substr(kUnique.size());
    auto dot = place.find('.');
    auto column = place.substr(dot + 1);
    throw UniqueViolation(place.substr(0, dot), column.substr(0, column.find(',')));
  }
  if (code == SQLITE_INTERRUPT) throw Error(ErrorKind::Unavailable, "too_slow", {}, message);
  if ((code & 0xff) == SQLITE_FULL || (code & 0xff) == SQLITE_IOERR)
    throw Error(ErrorKind::Unavailable, "storage_failed", {}, message);
  throw Error(ErrorKind::Internal, "internal", {},
              "sqlite " + std::to_string(code) + ": " + message);
}

std::string contains_sql(const std::string& haystack, const std::string& needle) {
  return "instr(" + haystack + "," + needle + ")>0";
}

std::string starts_sql(const std::string& haystack, const std::string& needle) {
  return "instr(" + haystack + "," + needle + ")=1";
}

// The last n bytes of the haystack, n being the needle's length, compared as bytes.
std::string ends_sql(const std::string& haystack, const std::string& needle) {
  return "rapport_ends(" + haystack + "," + needle + ")";
}

void ends_function(sqlite3_context* context, int, sqlite3_value** arguments) {
  const auto* haystack = reinterpret_cast<const char*>(sqlite3_value_text(arguments[0]));
  const auto* needle = reinterpret_cast<const char*>(sqlite3_value_text(arguments[1]));
  if (!haystack || !needle) return sqlite3_result_null(context);
  sqlite3_result_int(context, std::string_view(haystack).ends_with(needle));
}

std::string id_sql(const base::Id& id) {
  std::string text = id.text();
  std::erase(text, '-');
  return "x'" + text + "'";
}

std::string local_time_sql(const std::string& instant, const std::string& zone_literal) {
  return "rapport_local_time(" + instant + "," + zone_literal + ")";
}

void local_time_function(sqlite3_context* context, int, sqlite3_value** arguments) {
  const auto* zone = reinterpret_cast<const char*>(sqlite3_value_text(arguments[1]));
  if (sqlite3_value_type(arguments[0]) == SQLITE_NULL || !zone) return sqlite3_result_null(context);
  auto instant = sqlite3_value_int64(arguments[0]);
  try {
    sqlite3_result_int64(context, instant + base::zone_offset_us(zone, instant));
  } catch (const std::exception& error) {
    sqlite3_result_error(context, error.what(), -1);
  }
}

std::string period_sql(Transform transform, const std::string& inner, bool is_instant) {
  std::string seconds = is_instant ? "(" + inner + "/1000000)" : "(" + inner + "*86400)";
  auto format = [&](const char* pattern) {
    return "strftime('" + std::string(pattern) + "'," + seconds + ",'unixepoch')";
  };
  switch (transform) {
    case Transform::Day:
      return format("%Y-%m-%d");
    case Transform::Week:  // the Monday
      return "date(" + seconds + ",'unixepoch','-6 days','weekday 1')";
    case Transform::Month:
      return format("%Y-%m");
    case Transform::Quarter:
      return format("%Y") + "||'-Q'||((" + format("%m") + "+2)/3)";
    default:
      return format("%Y");
  }
}

}  // namespace

const Dialect& dialect() {
  static const Dialect table{"?",    "rapport_fold", "IS NOT",     "IS",       "",
                             "",     period_sql,     contains_sql, starts_sql, ends_sql,
                             id_sql, "json_each(?)", local_time_sql, " INDEXED BY ",
                             "+",    true};
  return table;
}

Cursor::~Cursor() {
  if (ownership_ == Ownership::Own) {
    sqlite3_finalize(statement_);
    return;
  }
  sqlite3_reset(statement_);
  sqlite3_clear_bindings(statement_);
}

void Cursor::bind(const std::vector<Cell>& values) {
  int at = 0;
  for (const auto& value : values) {
    ++at;
    if (const auto* number = std::get_if<std::int64_t>(&value))
      sqlite3_bind_int64(statement_, at, *number);
    else if (const auto* text = std::get_if<std::string>(&value))
      sqlite3_bind_text(statement_, at, text->data(), static_cast<int>(text->size()),
                        SQLITE_STATIC);
    else if (const auto* id = std::get_if<base::Id>(&value))
      sqlite3_bind_blob(statement_, at, id->bytes.data(), 16, SQLITE_STATIC);
    else
      sqlite3_bind_null(statement_, at);
  }
}

bool Cursor::step() {
  int code = sqlite3_step(statement_);
  if (code == SQLITE_ROW) return true;
  if (code == SQLITE_DONE) return false;
  throw_error(handle_);
}

bool Cursor::is_null(int column) const {
  return sqlite3_column_type(statement_, column) == SQLITE_NULL;
}

std::int64_t Cursor::integer(int column) const {
  return sqlite3_column_int64(statement_, column);
}

std::string_view Cursor::text(int column) const {
  const auto* begin = reinterpret_cast<const char*>(sqlite3_column_text(statement_, column));
  return {begin ? begin : "", static_cast<std::size_t>(sqlite3_column_bytes(statement_, column))};
}

base::Id Cursor::id(int column) const {
  base::Id id;
  const void* raw = sqlite3_column_blob(statement_, column);
  if (raw && sqlite3_column_bytes(statement_, column) == 16) std::memcpy(id.bytes.data(), raw, 16);
  return id;
}

Connection::Connection(const std::string& path, OpenMode mode, std::int64_t cache_bytes,
                       bool durable) {
  int flags = SQLITE_OPEN_NOMUTEX |
              (mode == OpenMode::ReadWrite ? SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE
                                           : SQLITE_OPEN_READWRITE);
  bool gathers = durable && mode == OpenMode::ReadWrite;
  if (sqlite3_open_v2(path.c_str(), &handle_, flags, gathers ? wal_gathering_vfs() : nullptr) !=
      SQLITE_OK) {
    std::string message = handle_ ? sqlite3_errmsg(handle_) : "out of memory";
    sqlite3_close(handle_);
    throw Error(ErrorKind::Unavailable, "database_unavailable", {}, path + ": " + message);
  }
  if (gathers) forget_what_is_rolled_back(handle_);
  sqlite3_extended_result_codes(handle_, 1);
  sqlite3_busy_timeout(handle_, kBusyTimeoutMs);
  sqlite3_create_function(handle_, "rapport_fold", 1, SQLITE_UTF8 | SQLITE_DETERMINISTIC, nullptr,
                          fold_function, nullptr, nullptr);
  sqlite3_create_function(handle_, "rapport_ends", 2, SQLITE_UTF8 | SQLITE_DETERMINISTIC, nullptr,
                          ends_function, nullptr, nullptr);
  sqlite3_create_function(handle_, "rapport_local_time", 2, SQLITE_UTF8 | SQLITE_DETERMINISTIC,
                          nullptr, local_time_function, nullptr, nullptr);
  sqlite3_db_config(handle_, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
  sqlite3_db_config(handle_, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr);
  sqlite3_limit(handle_, SQLITE_LIMIT_ATTACHED, 0);
  execute("PRAGMA page_size=4096");
  execute("PRAGMA journal_mode=WAL");
  execute(durable ? "PRAGMA synchronous=FULL" : "PRAGMA synchronous=NORMAL");
  execute("PRAGMA cache_size=-" + std::to_string(cache_bytes / 1024));
  execute("PRAGMA journal_size_limit=134217728");
  execute("PRAGMA temp_store=MEMORY");
  // Debian's SQLite overwrites each page that becomes free, which writes much of what the text
  // indexes merge a second time. FAST overwrites what is removed within pages that are written
  // anyway.
  execute("PRAGMA secure_delete=FAST");
  if (mode == OpenMode::ReadOnly) execute("PRAGMA query_only=1");
}

Connection::~Connection() {
  for (auto& [sql, cached] : cache_) sqlite3_finalize(cached.statement);
  sqlite3_close(handle_);
}

sqlite3_stmt* Connection::compile(const std::string& sql) {
  sqlite3_stmt* statement = nullptr;
  if (sqlite3_prepare_v3(handle_, sql.data(), static_cast<int>(sql.size()),
                         SQLITE_PREPARE_PERSISTENT, &statement, nullptr) == SQLITE_OK)
    return statement;
  std::string message = sqlite3_errmsg(handle_);
  throw Error(ErrorKind::Internal, "internal", {}, message + " in " + sql);
}

Cursor Connection::prepare(const std::string& sql) {
  using Ownership = Cursor::Ownership;
  if (auto it = cache_.find(sql); it != cache_.end()) {
    recency_.splice(recency_.begin(), recency_, it->second.position);
    // While it is being read (a query inside another's rows) it is not free: a twin serves.
    if (!sqlite3_stmt_busy(it->second.statement))
      return Cursor(handle_, it->second.statement, Ownership::Cached);
    return Cursor(handle_, compile(sql), Ownership::Own);
  }
  auto* statement = compile(sql);
  recency_.push_front(sql);
  cache_[sql] = {statement, recency_.begin()};
  if (cache_.size() > kStatementCacheSize) {
    auto oldest = cache_.find(recency_.back());
    if (!sqlite3_stmt_busy(oldest->second.statement)) {
      sqlite3_finalize(oldest->second.statement);
      cache_.erase(oldest);
      recency_.pop_back();
    }
  }
  return Cursor(handle_, statement, Ownership::Cached);
}

void Connection::execute(const std::string& sql) {
  char* message = nullptr;
  int code = sqlite3_exec(handle_, sql.c_str(), nullptr, nullptr, &message);
  std::string text = message ? message : "";
  sqlite3_free(message);
  if (code == SQLITE_OK) return;
  throw Error((code & 0xff) == SQLITE_FULL || (code & 0xff) == SQLITE_IOERR ? ErrorKind::Unavailable
                                                                            : ErrorKind::Internal,
              "storage_failed", {}, text + " in " + sql.substr(0, 200));
}

std::int64_t Connection::run(const Statement& statement) {
  Cursor cursor = prepare(statement.text);
  cursor.bind(statement.values);
  while (cursor.step()) {
  }
  return sqlite3_changes64(handle_);
}

std::int64_t Connection::integer(const Statement& statement) {
  Cursor cursor = prepare(statement.text);
  cursor.bind(statement.values);
  return cursor.step() ? cursor.integer(0) : 0;
}

// Not watched: who watches may want the lock under which the snapshot is let go.
std::string Connection::check(bool indexes) {
  auto cursor = prepare(indexes ? "PRAGMA integrity_check" : "PRAGMA quick_check");
  return cursor.step() ? std::string(cursor.text(0)) : "no answer";
}

void Connection::end_read() noexcept {
  sqlite3_progress_handler(handle_, 0, nullptr, nullptr);
  try {
    run({"COMMIT", {}});
  } catch (const std::exception&) {
    sqlite3_exec(handle_, "ROLLBACK", nullptr, nullptr, nullptr);
  }
}

namespace {
constexpr int kInstructionsBetweenChecks = 50'000;
}  // namespace

// Called by SQLite while a statement runs; other than 0 breaks it off.
int Connection::check_limits(void* connection) {
  auto& self = *static_cast<Connection*>(connection);
  if (self.on_long_) self.on_long_();
  if (self.steps_left_ > 0 && --self.steps_left_ == 0) return 1;
  return base::system_clock().monotonic_us() > self.deadline_us_ ? 1 : 0;
}

void Connection::set_deadline_ms(std::int64_t milliseconds) {
  deadline_us_ = base::system_clock().monotonic_us() + milliseconds * 1000;
  sqlite3_progress_handler(handle_, kInstructionsBetweenChecks, check_limits, this);
}

bool Connection::run_within(std::int64_t instructions, const std::function<void()>& work) {
  bool limited = instructions < INT64_MAX;
  steps_left_ = limited ? instructions / kInstructionsBetweenChecks : kNoLimit;
  try {
    work();
  } catch (const Error& error) {
    bool spent = steps_left_ == 0 && error.code == "too_slow";
    steps_left_ = kNoLimit;
    if (!spent) throw;
    return false;
  }
  steps_left_ = kNoLimit;
  return true;
}

}  // namespace rapport::storage::sqlite
