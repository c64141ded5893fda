// A page of what one owns or one's teams own: each of these lies in an index of its own, and their
// beginnings are merged; what was shared with one is sorted to them. Where that index has the order
// asked for, the cost is that of the page, however small one's part of the table.
#pragma once
#include <optional>

#include "storage/sql/writer.h"

namespace rapport::storage {

// Row numbers of the page, in its order, in the first column. Nothing when a condition or the order
// does not allow it. The query's only column is its row number.
std::optional<Statement> merged_walk(const Dialect& dialect, const Query& query);

// The same for an order that no index has: all entries of each alternative are sorted, out of an
// index that carries what the order and the conditions need, so that rows are read only of the
// alternatives without one.
std::optional<Statement> merged_sort(const Dialect& dialect, const Query& query);

// Whether one of the table's indexes, or its key, begins with the column.
bool leads_index(const Table& table, const std::string& column);

// An Exists whose rows are found by an index of their own, and lead to the query's rows by another:
// the records that are linked to one, or shared with somebody.
bool is_link_test(const Table& table, const Condition& part);

// The table's index that begins with these columns; null when there is none.
const Index* find_index(const Table& table, const std::vector<std::string>& first_columns);

// Whether an entry of the index tells if the condition holds.
bool is_settled_by(const Index& index, const Condition& part);

}  // namespace rapport::storage
