#include "base/date.h"

#include <unicode/timezone.h>

#include <memory>

#include "base/error.h"

namespace rapport::base {

namespace {

constexpr Instant kSecond = 1'000'000;
constexpr Instant kDay = 86'400 * kSecond;

// Reads exactly `count` digits at `at`; -1 when something else stands there.
int digits_at(std::string_view text, std::size_t at, int count) {
  if (at + count > text.size()) return -1;
  int value = 0;
  for (int i = 0; i < count; ++i) {
    char c = text[at + i];
    if (c < '0' || c > '9') return -1;
    value = value * 10 + (c - '0');
  }
  return value;
}

void append_padded(std::string& out, int value, int width) {
  char buffer[10];
  for (int i = width; i-- > 0; value /= 10) buffer[i] = static_cast<char>('0' + value % 10);
  out.append(buffer, width);
}

bool is_leap(int year) { return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0); }

int days_in(int year, int month) {
  constexpr int kDays[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  return month == 2 && is_leap(year) ? 29 : kDays[month - 1];
}

// Time of day with an optional fraction: "14:30:00.25"; moves `at` behind it.
std::optional<Instant> parse_time(std::string_view text, std::size_t& at) {
  int hour = digits_at(text, at, 2), minute = digits_at(text, at + 3, 2),
      second = digits_at(text, at + 6, 2);
  if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 60 ||
      text[at + 2] != ':' || text[at + 5] != ':')
    return std::nullopt;
  Instant time = ((hour * 60 + minute) * 60 + second) * kSecond;
  at += 8;
  if (at == text.size() || text[at] != '.') return time;
  std::size_t first = ++at;
  for (Instant unit = kSecond / 10; digits_at(text, at, 1) >= 0; unit /= 10)
    time += unit * digits_at(text, at++, 1);
  if (at == first) return std::nullopt;
  return time;
}

// "Z" or "+05:00", which must end the text.
std::optional<Instant> parse_offset(std::string_view text) {
  if (text == "Z" || text == "z") return 0;
  if (text.size() != 6 || (text[0] != '+' && text[0] != '-') || text[3] != ':') return std::nullopt;
  int hours = digits_at(text, 1, 2), minutes = digits_at(text, 4, 2);
  if (hours < 0 || hours > 23 || minutes < 0 || minutes > 59) return std::nullopt;
  Instant offset = (hours * 60 + minutes) * 60 * kSecond;
  return text[0] == '-' ? -offset : offset;
}

// First day of the month that lies `months` after the month of `civil`.
Date month_start(CivilDate civil, int months) {
  int index = civil.year * 12 + civil.month - 1 + months;
  return to_date({index / 12, index % 12 + 1, 1});
}

Date monday_of(Date day) { return day - ((day + 3) % 7 + 7) % 7; }

// The period `step` units away from the one that holds today.
std::optional<DateRange> calendar_period(std::string_view unit, int step, Date today) {
  CivilDate civil = to_civil(today);
  if (unit == "week") {
    Date monday = monday_of(today) + 7 * step;
    return DateRange{monday, monday + 7};
  }
  if (unit == "month") return DateRange{month_start(civil, step), month_start(civil, step + 1)};
  if (unit == "quarter") {
    civil.month -= (civil.month - 1) % 3;
    return DateRange{month_start(civil, 3 * step), month_start(civil, 3 * step + 3)};
  }
  if (unit == "year")
    return DateRange{to_date({civil.year + step, 1, 1}), to_date({civil.year + step + 1, 1, 1})};
  return std::nullopt;
}

// "30_days" → 30; 0 for something else.
int day_count(std::string_view text) {
  constexpr std::string_view kTail = "_days";
  if (!text.ends_with(kTail)) return 0;
  text.remove_suffix(kTail.size());
  if (text.size() > 5) return 0;
  int count = digits_at(text, 0, static_cast<int>(text.size()));
  return count > 0 ? count : 0;
}

// The zone asked for last by this thread: making one costs ICU a walk through its tables.
icu::TimeZone* find_zone(std::string_view name) {
  static thread_local std::string last_name;
  static thread_local std::unique_ptr<icu::TimeZone> last_zone;
  if (last_zone && last_name == name) return last_zone.get();
  if (!is_time_zone(name)) return nullptr;
  last_name = name;
  last_zone.reset(icu::TimeZone::createTimeZone(icu::UnicodeString::fromUTF8(last_name)));
  return last_zone.get();
}

}  // namespace

// Source: H. Hinnant, "chrono-Compatible Low-Level Date Algorithms", days_from_civil.
Date to_date(CivilDate civil) {
  int year = civil.month <= 2 ? civil.year - 1 : civil.year;
  int era = (year >= 0 ? year : year - 399) / 400;
  int year_of_era = year - era * 400;
  int day_of_year = (153 * (civil.month + (civil.month > 2 ? -3 : 9)) + 2) / 5 + civil.day - 1;
  int day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
  return era * 146097 + day_of_era - 719468;
}

// Source: the same, civil_from_days.
CivilDate to_civil(Date date) {
  int shifted = date + 719468;
  int era = (shifted >= 0 ? shifted : shifted - 146096) / 146097;
  int day_of_era = shifted - era * 146097;
  int year_of_era =
      (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
  int day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
  int month_from_march = (5 * day_of_year + 2) / 153;
  int day = day_of_year - (153 * month_from_march + 2) / 5 + 1;
  int month = month_from_march + (month_from_march < 10 ? 3 : -9);
  return {year_of_era + era * 400 + (month <= 2), month, day};
}

bool is_valid(CivilDate civil) {
  return civil.year >= 1 && civil.year <= 9999 && civil.month >= 1 && civil.month <= 12 &&
         civil.day >= 1 && civil.day <= days_in(civil.year, civil.month);
}

std::optional<Date> parse_date(std::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
  CivilDate civil{digits_at(text, 0, 4), digits_at(text, 5, 2), digits_at(text, 8, 2)};
  if (!is_valid(civil)) return std::nullopt;
  return to_date(civil);
}

void append_date(std::string& out, Date date) {
  CivilDate civil = to_civil(date);
  append_padded(out, civil.year, 4);
  out += '-';
  append_padded(out, civil.month, 2);
  out += '-';
  append_padded(out, civil.day, 2);
}

std::string format_date(Date date) {
  std::string out;
  append_date(out, date);
  return out;
}

std::optional<Instant> parse_instant(std::string_view text) {
  if (text.size() < 20 || (text[10] != 'T' && text[10] != 't' && text[10] != ' '))
    return std::nullopt;
  auto date = parse_date(text.substr(0, 10));
  std::size_t at = 11;
  auto time = parse_time(text, at);
  if (!date || !time) return std::nullopt;
  auto offset = parse_offset(text.substr(at));
  if (!offset) return std::nullopt;
  return *date * kDay + *time - *offset;
}

void append_instant(std::string& out, Instant instant) {
  Instant day = instant / kDay, rest = instant % kDay;
  if (rest < 0) --day, rest += kDay;
  int seconds = static_cast<int>(rest / kSecond), fraction = static_cast<int>(rest % kSecond);
  append_date(out, static_cast<Date>(day));
  out += 'T';
  append_padded(out, seconds / 3600, 2);
  out += ':';
  append_padded(out, seconds / 60 % 60, 2);
  out += ':';
  append_padded(out, seconds % 60, 2);
  if (fraction != 0) {
    out += '.';
    append_padded(out, fraction, 6);
  }
  out += 'Z';
}

std::string format_instant(Instant instant) {
  std::string out;
  append_instant(out, instant);
  return out;
}

std::optional<DateRange> named_period(std::string_view name, Date today) {
  if (name == "today") return DateRange{today, today + 1};
  if (name == "yesterday") return DateRange{today - 1, today};
  if (name == "tomorrow") return DateRange{today + 1, today + 2};
  if (name == "past" || name == "overdue") return DateRange{to_date({1, 1, 1}), today};
  if (name == "future") return DateRange{today + 1, to_date({10000, 1, 1})};
  std::size_t gap = name.find('_');
  if (gap == name.npos) return std::nullopt;
  std::string_view which = name.substr(0, gap), what = name.substr(gap + 1);
  int step = which == "this" ? 0 : which == "last" ? -1 : which == "next" ? 1 : 2;
  if (step == 2) return std::nullopt;
  if (int count = step == 0 ? 0 : day_count(what))
    return step < 0 ? DateRange{today - count + 1, today + 1} : DateRange{today, today + count};
  return calendar_period(what, step, today);
}

std::int64_t zone_offset_us(std::string_view zone, Instant at) {
  icu::TimeZone* found = find_zone(zone);
  if (!found) fail(ErrorKind::Invalid, "time_zone", {}, {{"zone", std::string(zone)}});
  std::int32_t raw = 0, summer = 0;
  UErrorCode status = U_ZERO_ERROR;
  found->getOffset(static_cast<double>(at / 1000), false, raw, summer, status);
  if (U_FAILURE(status)) throw Error(ErrorKind::Internal, "internal", {}, u_errorName(status));
  return static_cast<std::int64_t>(raw + summer) * 1000;
}

bool is_time_zone(std::string_view zone) {
  icu::UnicodeString canonical;
  UBool known = false;
  UErrorCode status = U_ZERO_ERROR;
  icu::StringPiece bytes(zone.data(), static_cast<int32_t>(zone.size()));
  icu::TimeZone::getCanonicalID(icu::UnicodeString::fromUTF8(bytes), canonical, known, status);
  return U_SUCCESS(status) && known;
}

}  // namespace rapport::base
