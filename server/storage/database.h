// Database: where companies live. One interface, two engines (sqlite/, postgres/). Work happens
// inside transactions: read() on a snapshot, write() with everything in it or nothing.
#pragma once
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/error.h"
#include "storage/query.h"

namespace rapport::storage {

using Row = CellSource;

// Called for each row; false ends the query.
using RowSink = std::function<bool(const Row&)>;

// A row that a unique index refused.
struct UniqueViolation : std::runtime_error {
  UniqueViolation(std::string table, std::string column)
      : std::runtime_error("not unique: " + table + "." + column),
        table(std::move(table)),
        column(std::move(column)) {}
  std::string table, column;
};

// A query made ready by an engine; what is in it is the engine's own. Threads: safe.
struct PreparedQuery {
  virtual ~PreparedQuery() = default;
};
using PreparedQueryPtr = std::shared_ptr<const PreparedQuery>;

// Threads: belongs to the function it was given to.
class Transaction {
 public:
  virtual ~Transaction() = default;
  virtual void select(const Query& query, const RowSink& sink) = 0;
  // For a query that is asked often and found by a unique column: its text is made once.
  virtual PreparedQueryPtr prepare(const Query& query) = 0;
  // `query` is one of this database; `parameters` take their places by Condition::parameter.
  virtual void select(const PreparedQuery& query, const std::vector<Cell>& parameters,
                      const RowSink& sink) = 0;
  // The row number of the new row (0 for tables with a key of their own). Throws: UniqueViolation.
  virtual std::int64_t insert(const Insert& insert) = 0;
  // How many rows. Throws: UniqueViolation.
  virtual std::int64_t update(const Update& update) = 0;
  virtual std::int64_t remove(const Delete& remove) = 0;
  // Runs `work`; when it throws, what it wrote is undone, the transaction goes on, and the
  // exception continues.
  virtual void savepoint(const std::function<void()>& work) = 0;
  // How many rows satisfy the query, counted up to `at_most`.
  virtual std::int64_t count(const Query& query, std::int64_t at_most) = 0;
  // True when writing is allowed.
  virtual bool is_write() const = 0;
  // Runs after the commit, on the committing thread; never after a roll-back. Must not throw.
  virtual void on_commit(std::function<void()> action) = 0;
};

using Work = std::function<void(Transaction&)>;

// What is heard of the other processes at the same database: a text that one of them told, or an
// empty one when it has committed, or may have.
using Hear = std::function<void(std::string_view told)>;

constexpr std::size_t kMostTold = 7'000;

// How far a database is checked. On SQLite Pages takes a minute for six gigabytes, and Everything
// many: there each row is looked up in each of its indexes.
enum class CheckDepth { Pages, Everything };

// Threads: safe. Lifetime: outlives its transactions.
class Database {
 public:
  virtual ~Database() = default;
  // The work runs a second time when the server it was asked of went away before it got a row.
  virtual void read(const Work& work) = 0;
  // The same for a work that asks one query, and so needs no snapshot for several.
  virtual void read_one(const Work& work) { read(work); }
  // For such a work where nothing may be waited for, unless it can be put aside meanwhile
  // (base/waiting.h): false, and what it has done is worth nothing, when that cannot be.
  virtual bool try_read_one(const Work& work) = 0;
  // Returns when the work is on disk. Works of several threads may share one commit; each is whole
  // or absent. The work may run a second time when the engine asks for it (serialisation failure).
  virtual void write(const Work& work) = 0;
  // Creates what is missing of these tables, columns and indexes; never drops. Returns names of
  // what it made. Readers are not held up; writers wait. Throws: Error{Invalid,
  // "column_of_another_type"}. Cost: a column some milliseconds, whatever the rows; an index a
  // second for a million rows.
  virtual std::vector<std::string> migrate(const std::vector<const Table*>& tables) = 0;
  // From now on it is called, on a thread of the engine's own; null: no more, and no call is
  // running when this returns. SQLite, made for one server, never calls it.
  virtual void on_others(Hear) {}
  // Tells the others that are there now. Lost to who is not, as to everybody when the database is
  // out of reach. Limits: kMostTold bytes.
  virtual void tell_others(const std::string&) {}
  // "ok", or what an integrity check found.
  virtual std::string check(CheckDepth depth) = 0;
  // A consistent copy of the database into a new file, while others write.
  virtual void copy_to(const std::string& path) = 0;
  virtual std::string_view engine() const = 0;
};

struct OpenOptions {
  int readers = 4;
  std::int64_t cache_bytes = 24ll * 1024 * 1024;         // of the writer
  std::int64_t reader_cache_bytes = 96ll * 1024 * 1024;  // of all readers together
  bool durable = true;  // false: for what can be built anew (the search index)
  std::vector<std::string> replicas = {};  // of PostgreSQL, which reads may be asked of
};

// "postgres://…" or the path of an SQLite file, which is created when absent. Throws:
// Error{Unavailable}.
std::unique_ptr<Database> open_database(const std::string& url, const OpenOptions& options);

}  // namespace rapport::storage
