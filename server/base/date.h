// Calendar dates and instants: parsing, printing, and named periods ("last_30_days").
// A date is a number of days and never passes through a time zone; an instant is UTC.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/clock.h"

namespace rapport::base {

// Days since 1970-01-01, proleptic Gregorian.
using Date = std::int32_t;

struct CivilDate {
  int year, month, day;
};

Date to_date(CivilDate civil);
CivilDate to_civil(Date date);
bool is_valid(CivilDate civil);

// "2026-11-22".
std::optional<Date> parse_date(std::string_view text);
std::string format_date(Date date);
void append_date(std::string& out, Date date);

// RFC 3339: "2026-11-22T09:30:00Z", "2026-11-22T14:30:00.25+05:00"; prints UTC, microseconds only
// when present.
std::optional<Instant> parse_instant(std::string_view text);
std::string format_instant(Instant instant);
void append_instant(std::string& out, Instant instant);

// Half-open range of days of a named period relative to `today`: today yesterday tomorrow,
// this_/last_/next_ + week month quarter year (weeks begin on Monday), last_N_days, next_N_days
// (both include today), past, future, overdue (= past). Nothing for another word.
struct DateRange {
  Date from, until;
};
std::optional<DateRange> named_period(std::string_view name, Date today);

// Offset of a named time zone (IANA) from UTC at an instant, in microseconds.
// Throws: Error{Invalid, "time_zone"} for an unknown zone.
std::int64_t zone_offset_us(std::string_view zone, Instant at);
bool is_time_zone(std::string_view zone);

}  // namespace rapport::base
