// DDL of the embedded engine: creates missing tables, columns and indexes.
// Never drops anything.
#pragma once
#include "storage/sqlite/connection.h"

namespace rapport::storage::sqlite {

// CREATE TABLE of the table as it is, without its indexes.
std::string create_table_sql(const Table& table);

std::vector<std::string> migrate_tables(Connection& connection,
                                        const std::vector<const Table*>& tables);

}  // namespace rapport::storage::sqlite
