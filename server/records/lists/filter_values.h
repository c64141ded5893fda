// The values of a filter: JSON → cells of the field's column, and periods → ranges.
// Not here: the shape of conditions (filter.h).
#pragma once
#include "base/date.h"
#include "base/json.h"
#include "records/paths.h"

namespace rapport::records {

// One value for a comparison with the field's column. Words "me" and "my_teams" stand for the
// actor. Throws: Error{Malformed} naming `place`.
schema::Cell parse_filter_value(const Context& context, const ResolvedField& resolved,
                                const base::json::value& value, const std::string& place);

// Half-open range in the unit of the field (days, or microseconds in the actor's time zone) of a
// day or named period.
struct TimeRange {
  std::int64_t from, until;
};
std::optional<TimeRange> parse_period(const Context& context, const ResolvedField& resolved,
                                      const base::json::value& value);

}  // namespace rapport::records
