// Grants: the filter of a territory or a sharing rule as a condition of the rows it gives, to be
// put into queries of any reader. Not here: whom it gives them (access/reach.h).
#pragma once
#include "base/json.h"
#include "records/model.h"

namespace rapport::records {

// As a condition of source 0 that nothing else in a query can be taken for. Fields are read past
// the rights of whom it is given to. Throws: as parse_filter, Error{Malformed} for an entity that
// is not there, and for "me" and "my_teams", which mean nothing here.
storage::Condition parse_grant(const Context& context, std::string_view entity,
                               const base::json::value& filter, const std::string& place);

}  // namespace rapport::records
