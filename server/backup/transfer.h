// Transfer: all tables of one database into another, empty one, and the proof that they are the
// same there: as many rows, with the same digest.
#pragma once
#include <functional>
#include <string>
#include <vector>

#include "storage/bulk/bulk.h"
#include "storage/bulk/row_bytes.h"

namespace rapport::backup {

// Told now and then of what is being done: a table, "files", …; how much of it is done, and how
// much there is (0: not known).
using Progress = std::function<void(const std::string& what, std::int64_t done, std::int64_t all)>;

struct MovedTable {
  std::string name;
  storage::RowsDigest digest;
};

// Takes rows for a table of the loader, and knows afterwards whether they are all there.
class TableFiller {
 public:
  // Throws: std::runtime_error for names that ours never have.
  TableFiller(storage::Loader& loader, const storage::Table& table);
  void add(const storage::Row& row);
  const storage::RowsDigest& digest() const { return digest_; }
  // Reads it back. Throws: std::runtime_error: it is not what was put in.
  MovedTable finish(std::int64_t last_number);

 private:
  storage::Loader& loader_;
  const storage::Table& table_;
  std::vector<schema::ColumnDef> columns_;
  storage::RowsDigest digest_;
  std::string bytes_;
};

// Throws: what filling throws.
std::vector<MovedTable> transfer(storage::Snapshot& from, storage::Loader& to,
                                 const Progress& progress);

}  // namespace rapport::backup
