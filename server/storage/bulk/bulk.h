// Bulk: all of a database at once: out of one moment of one, into an empty other one, whichever
// engines they are of. What is moved is what is stored, by the engine's own catalogue, so that no
// table and no column can be forgotten, whatever model they were made by (decision 0032).
// Not here: where it is kept meanwhile (backup/).
#pragma once
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "storage/database.h"

namespace rapport::storage {

// Bytes of the database's file: where they stand in it, and they.
using ImageSink = std::function<void(std::int64_t offset, std::string_view bytes)>;

// What a database holds at one moment, whoever writes meanwhile. Threads: one at a time.
class Snapshot {
 public:
  virtual ~Snapshot() = default;
  virtual std::string_view engine() const = 0;
  // Names, columns and keys, in the order of names; indexes are not told.
  virtual const std::vector<Table>& tables() const = 0;
  // All rows in any order: the row number first where the table has no key of its own, then its
  // columns. Throws: Error{Invalid, "foreign_table"} for an id that is none.
  virtual void rows(const Table& table, const RowSink& sink) = 0;
  virtual std::int64_t count(const Table& table) = 0;
  // The last row number that was ever given; 0 for none, and for a table with a key of its own.
  virtual std::int64_t last_number(const Table& table) = 0;
  // The size of the database as a file; 0 for an engine that has none.
  virtual std::int64_t image_bytes() { return 0; }
  // That file, most of it in order, each place of it at least once.
  virtual void image(const ImageSink&) {}
};

// Throws: Error{Unavailable, "database_unavailable"}, Error{Invalid, "foreign_table"}: a table in
// it is none of ours.
std::unique_ptr<Snapshot> take_snapshot(const std::string& url);

// Fills an empty database. Nothing of it is there before commit(), nor after a failure: of an
// SQLite file only the file itself, for who began it to remove. Threads: one at a time.
class Loader {
 public:
  virtual ~Loader() = default;
  // Without indexes. Names must be is_plain_name().
  virtual void create(const Table& table) = 0;
  // Rows as Snapshot::rows() gives them, between begin() and end() of their table.
  virtual void begin(const Table& table) = 0;
  virtual void add(const Row& row) = 0;
  virtual void end() = 0;
  virtual void set_last_number(const Table& table, std::int64_t number) = 0;
  // What has been loaded, read back.
  virtual void rows(const Table& table, const RowSink& sink) = 0;
  // The database as it will be, to make its indexes by migrate() and to look at it. Lifetime:
  // within the loader's; gone before commit().
  virtual std::unique_ptr<Database> database() = 0;
  virtual void commit() = 0;
};

// Throws: Error{Unavailable}, Error{Invalid, "database_not_empty"}.
std::unique_ptr<Loader> begin_load(const std::string& url);

// Whether a text from outside may be the name of a table or a column: a letter or _, then letters,
// digits and _, at most 63.
bool is_plain_name(std::string_view name);

// The columns of a row as they come in bulk.
std::vector<schema::ColumnDef> bulk_columns(const Table& table);

bool is_postgres(std::string_view url);

}  // namespace rapport::storage
