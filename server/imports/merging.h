// Changes of a row against the record that is there: parts of fields are joined with what it has,
// and what does not differ is left out.
#pragma once
#include "imports/columns/row_plan.h"
#include "records/record.h"

namespace rapport::imports {

// The changes that are left are those that change something.
void merge_into(const records::Record& existing, PreparedRow& row);

// A list of phones or e-mails with those of a file: known ones stay, the first one is replaced by
// the file's first, one of a kind by the file's one of that kind, the others are added.
base::json::array merged_points(const base::json::array& existing,
                                const std::vector<Point>& points);

}  // namespace rapport::imports
