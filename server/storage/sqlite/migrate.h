// DDL of the embedded engine: creates missing tables, columns and indexes.
// Never drops anything.
#pragma once
#include "storage/sqlite/connection.h"

namespace rapport::storage::sqlite {

std::vector<std::string> migrate_tables(Connection& connection,
                                        const std::vector<const Table*>& tables);

}  // namespace rapport::storage::sqlite
