// What an SQLite file holds, by its own catalogue: tables with their columns and keys, without what
// the engine keeps for itself.
#pragma once
#include "storage/sqlite/connection.h"

namespace rapport::storage::sqlite {

// Throws: Error{Invalid, "foreign_table"}: one of them is none of ours.
std::vector<Table> stored_tables(Connection& connection);

// SELECT of its bulk_columns().
std::string rows_sql(const Table& table);

// Gives the sink all its rows. Throws: Error{Invalid, "foreign_table"} for an id that is none.
void read_rows(Connection& connection, const Table& table, const RowSink& sink);

}  // namespace rapport::storage::sqlite
