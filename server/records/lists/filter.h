// Filter: the condition language of the contract (API.md, "Filter") → a condition of a query, under
// the actor's rights.
#pragma once
#include "base/json.h"
#include "records/paths.h"

namespace rapport::records {

// `place` begins the names of places in errors: "filter". Throws: Error{Malformed} naming the wrong
// field, operator or value, Error{Forbidden} for a field the actor may not read.
storage::Condition parse_filter(PathResolver& paths, const base::json::value& filter,
                                const std::string& place);

// The words of a quick search in one entity's list: each must be in the title.
storage::Condition quick_search(const PathResolver& paths, std::string_view words);

}  // namespace rapport::records
