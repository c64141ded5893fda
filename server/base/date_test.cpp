#include "base/date.h"

#include <gtest/gtest.h>

#include "base/error.h"

namespace rapport::base {
namespace {

constexpr std::int64_t kHour = 3'600'000'000;

std::string period(std::string_view name, const char* today) {
  auto range = named_period(name, *parse_date(today));
  return range ? format_date(range->from) + " " + format_date(range->until) : "none";
}

TEST(Date, CountsDays) {
  EXPECT_EQ(to_date({1970, 1, 1}), 0);
  EXPECT_EQ(to_date({1969, 12, 31}), -1);
  EXPECT_EQ(to_date({2000, 2, 29}), 11016);
  for (Date date = to_date({1, 1, 1}); date < to_date({2101, 1, 1}); ++date) {
    CivilDate civil = to_civil(date);
    ASSERT_TRUE(is_valid(civil)) << date;
    ASSERT_EQ(to_date(civil), date);
  }
}

TEST(Date, ParsesAndPrints) {
  for (const char* text : {"2026-11-22", "0001-01-01", "9999-12-31", "2024-02-29"})
    EXPECT_EQ(format_date(*parse_date(text)), text);
  for (const char* text :
       {"2026-11-31", "2023-02-29", "1900-02-29", "2026-13-01", "2026-00-10", "2026-1-02",
        "26-11-2022", "2026-11-22T", "2026/11/22", "", "0000-01-01"})
    EXPECT_FALSE(parse_date(text)) << text;
}

TEST(Instant, ParsesOffsetsAndPrintsUtc) {
  auto utc = [](const char* text) { return format_instant(*parse_instant(text)); };
  EXPECT_EQ(utc("2026-11-22T09:30:00Z"), "2026-11-22T09:30:00Z");
  EXPECT_EQ(utc("2026-11-22T14:30:00.25+05:00"), "2026-11-22T09:30:00.250000Z");
  EXPECT_EQ(utc("2026-11-22t02:00:00-03:30"), "2026-11-22T05:30:00Z");
  EXPECT_EQ(utc("2026-01-01 00:00:00+05:00"), "2025-12-31T19:00:00Z");
  EXPECT_EQ(utc("1969-12-31T23:59:59.999999Z"), "1969-12-31T23:59:59.999999Z");
  EXPECT_EQ(utc("2026-11-22T09:30:00.1234567Z"), "2026-11-22T09:30:00.123456Z");
  EXPECT_EQ(utc("2016-12-31T23:59:60Z"), "2017-01-01T00:00:00Z") << "a leap second";
}

TEST(Instant, RefusesTheRest) {
  for (const char* text :
       {"", "2026-11-22", "2026-11-22T09:30Z", "2026-11-22T09:30:00", "2026-11-22T24:00:00Z",
        "2026-11-22T09:60:00Z", "2026-11-22T09:30:61Z", "2026-11-22T09:30:00.Z",
        "2026-02-30T09:30:00Z", "2026-11-22T09:30:00+5:00", "2026-11-22T09:30:00+0500",
        "2026-11-22T09:30:00Zx", "2026-11-22T09-30-00Z", "2026-11-22T09:30:00+24:00"})
    EXPECT_FALSE(parse_instant(text)) << text;
}

TEST(NamedPeriod, KnowsDays) {
  EXPECT_EQ(period("today", "2026-11-22"), "2026-11-22 2026-11-23");
  EXPECT_EQ(period("yesterday", "2026-11-22"), "2026-11-21 2026-11-22");
  EXPECT_EQ(period("tomorrow", "2026-11-30"), "2026-12-01 2026-12-02");
  EXPECT_EQ(period("last_30_days", "2026-11-22"), "2026-10-24 2026-11-23");
  EXPECT_EQ(period("next_7_days", "2026-11-22"), "2026-11-22 2026-11-29");
  EXPECT_EQ(period("past", "2026-11-22"), "0001-01-01 2026-11-22");
  EXPECT_EQ(period("overdue", "2026-11-22"), "0001-01-01 2026-11-22");
  EXPECT_EQ(period("future", "2026-11-22").substr(0, 10), "2026-11-23");
}

TEST(NamedPeriod, KnowsTheCalendar) {
  EXPECT_EQ(period("this_week", "2026-11-22"), "2026-11-16 2026-11-23") << "a Sunday";
  EXPECT_EQ(period("this_week", "2026-11-23"), "2026-11-23 2026-11-30");
  EXPECT_EQ(period("last_week", "2026-11-22"), "2026-11-09 2026-11-16");
  EXPECT_EQ(period("this_week", "1969-12-30"), "1969-12-29 1970-01-05");
  EXPECT_EQ(period("this_month", "2026-11-22"), "2026-11-01 2026-12-01");
  EXPECT_EQ(period("last_month", "2026-01-31"), "2025-12-01 2026-01-01");
  EXPECT_EQ(period("next_month", "2026-12-31"), "2027-01-01 2027-02-01");
  EXPECT_EQ(period("this_quarter", "2026-11-22"), "2026-10-01 2027-01-01");
  EXPECT_EQ(period("last_quarter", "2026-02-01"), "2025-10-01 2026-01-01");
  EXPECT_EQ(period("next_quarter", "2026-11-22"), "2027-01-01 2027-04-01");
  EXPECT_EQ(period("this_year", "2026-11-22"), "2026-01-01 2027-01-01");
  EXPECT_EQ(period("last_year", "2026-11-22"), "2025-01-01 2026-01-01");
}

TEST(NamedPeriod, RefusesOtherWords) {
  for (const char* name :
       {"", "week", "this_", "this_decade", "last__days", "last_0_days", "last_-5_days",
        "this_7_days", "last_1234567_days", "some_week", "_days"})
    EXPECT_EQ(period(name, "2026-11-22"), "none") << name;
}

TEST(TimeZone, KnowsOffsetsWithSummerTime) {
  Instant winter = *parse_instant("2026-01-15T12:00:00Z");
  Instant summer = *parse_instant("2026-07-15T12:00:00Z");
  EXPECT_EQ(zone_offset_us("Asia/Tashkent", winter), 5 * kHour);
  EXPECT_EQ(zone_offset_us("Europe/Moscow", summer), 3 * kHour);
  EXPECT_EQ(zone_offset_us("Europe/Berlin", winter), 1 * kHour);
  EXPECT_EQ(zone_offset_us("Europe/Berlin", summer), 2 * kHour);
  EXPECT_EQ(zone_offset_us("America/St_Johns", winter), -7 * kHour / 2);
  EXPECT_EQ(zone_offset_us("UTC", summer), 0);
}

TEST(TimeZone, RefusesUnknownOnes) {
  EXPECT_TRUE(is_time_zone("Asia/Samarkand"));
  for (const char* zone : {"", "Mars/Olympus", "GMT+5", "Asia/Tashkent "})
    EXPECT_FALSE(is_time_zone(zone)) << zone;
  EXPECT_THROW(zone_offset_us("Mars/Olympus", 0), Error);
}

}  // namespace
}  // namespace rapport::base
