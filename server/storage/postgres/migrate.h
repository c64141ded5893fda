// DDL of PostgreSQL: creates missing tables, columns and indexes.
// Never drops anything but an index whose making was broken off.
#pragma once
#include "storage/postgres/connection.h"

namespace rapport::storage::postgres {

// Within a transaction: what can be made at once. Names of what was made.
std::vector<std::string> migrate_tables(Connection& connection,
                                        const std::vector<const Table*>& tables);

// Outside of one: indexes on tables that have rows, while others read and write. The same when
// called again after it was broken off.
std::vector<std::string> make_indexes(Connection& connection,
                                      const std::vector<const Table*>& tables);

}  // namespace rapport::storage::postgres
