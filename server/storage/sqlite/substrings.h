// The substring index of a table: an FTS5 table of pieces of one to three letters, whole and marked
// with the row's scope, so that "contains" within a team costs what it would in a table of the
// team's size. Finds candidates; the condition itself decides.
#pragma once
#include "storage/sqlite/connection.h"

namespace rapport::storage::sqlite {

std::string substring_table(const Table& table);
std::string create_substring_table_sql(const Table& table);

struct SubstringRow {
  std::int64_t rid = 0;
  Cell text, scope;
};
void add_substrings(Connection& connection, const Table& table, const SubstringRow& row);
// Those of all rows beyond that number; the last of them, or 0.
std::int64_t enter_substrings(Connection& connection, const Table& table, std::int64_t after);
void forget_substrings(Connection& connection, const Table& table, const SubstringRow& row);

// Whether the column's substring index can serve this test.
bool is_substring_test(const Table& table, const Condition& part);

// Row numbers of candidates for all substring tests among the parts, narrowed by a part that bounds
// the scope, and of all rows that wait for the index. Empty text: the parts have no such test.
Statement substring_candidates(const Table& table, const std::vector<const Condition*>& parts);

}  // namespace rapport::storage::sqlite
