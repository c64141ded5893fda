// Sources of a query: what it takes of the tables it joins, and whether an index alone can give it.
// Not here: their SQL (sql.h).
#pragma once
#include <map>
#include <set>
#include <string>
#include <vector>

#include "storage/query.h"

namespace rapport::storage {

// The joins that conditions and order speak of, and those that these hang on.
std::vector<Source> joins_of_order(const Query& query);

// By the number of the source.
using ColumnsUsed = std::map<int, std::set<std::string>>;
ColumnsUsed columns_used(const Query& query);

// The index of the joined table that begins with the column joined by and holds all columns used:
// the row itself need not be read. Null when there is none.
const Index* covering_index(const Source& source, const ColumnsUsed& used);

}  // namespace rapport::storage
