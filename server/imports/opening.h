// Opening a table for an import: what the request says of the file, what is found out about it, how
// many rows it has, how it writes numbers and dates.
#pragma once
#include <filesystem>

#include "imports/columns/row_plan.h"
#include "imports/state.h"

namespace rapport::imports {

// What is asked of an import besides its file and entity.
struct Request {
  TableOptions options;
  ImportMap map;
  Duplicates duplicates = Duplicates::Automatic;
};

// {"map":{…},"options":{"sheet","delimiter","encoding","has_header"},"duplicates":"skip"}.
// Throws: Error{Invalid} naming the wrong places.
Request parse_request(const base::json::object& document);
TableOptions parse_options(const base::json::value* options);

// Exact for short tables, else by the length of the first rows.
std::int64_t estimate_rows(const std::filesystem::path& path, const TableOptions& options);

// What the map says, else what the file tells, if need be down to its last row; else the habit of
// the person's language.
Notation settle_notation(const std::filesystem::path& path, const Request& request,
                         const TableProfile& profile, const RowPlan& plan,
                         const records::Context& context);

}  // namespace rapport::imports
