// DDL of PostgreSQL: creates missing tables, columns and indexes.
// Never drops anything but an index whose making was broken off.
#pragma once
#include "storage/postgres/connection.h"

namespace rapport::storage::postgres {

// Within a transaction: the table as it is, without its indexes.
void create_table(Connection& connection, const Table& table);

// The function and the extension that indexes and queries need.
void prepare_functions(Connection& connection);

// Within a transaction: what can be made at once. Names of what was made.
std::vector<std::string> migrate_tables(Connection& connection,
                                        const std::vector<const Table*>& tables);

// InTransaction: as fast as it goes, with the tables locked. WhileOthersWork: outside of one,
// while others read and write; the same when called again after it was broken off.
enum class IndexMaking { InTransaction, WhileOthersWork };
std::vector<std::string> make_indexes(Connection& connection,
                                      const std::vector<const Table*>& tables, IndexMaking how);

}  // namespace rapport::storage::postgres
