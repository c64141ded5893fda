// Rows in the binary form of COPY, in which PostgreSQL takes and gives many at once.
// Source: PostgreSQL documentation, COPY, "Binary Format".
#pragma once
#include "storage/bulk/bulk.h"
#include "storage/postgres/connection.h"

namespace rapport::storage::postgres {

// Gives the sink all rows of the table. Throws: what the sink throws; then the rows left are read
// and forgotten.
void copy_out(Connection& connection, const Table& table, const RowSink& sink);

// Sends rows to a table, some 64 kB at a time. What is not ended is undone with its transaction.
class CopyIn {
 public:
  CopyIn(Connection& connection, const Table& table);
  void add(const Row& row);
  // Throws: Error, UniqueViolation: the server would not have the rows.
  void end();

 private:
  void send();

  Connection& connection_;
  std::vector<schema::ColumnDef> columns_;
  std::string bytes_;
};

}  // namespace rapport::storage::postgres
