#include "backup/retention.h"

#include <algorithm>
#include <optional>
#include <set>

#include "backup/output_file.h"
#include "base/date.h"

namespace rapport::backup {

using base::Date;
using base::Instant;

namespace fs = std::filesystem;

namespace {

constexpr std::int64_t kSecondUs = 1'000'000, kDayUs = 86'400 * kSecondUs;
constexpr std::string_view kAfter = ".backup", kPartial = ".partial";
constexpr Date kMonday = 4;  // 1970-01-05

Date day_of(Instant instant, std::string_view zone) {
  auto local = instant + base::zone_offset_us(zone, instant);
  return static_cast<Date>((local - (local % kDayUs + kDayUs) % kDayUs) / kDayUs);
}

Date week_of(Date day) { return day - ((day - kMonday) % 7 + 7) % 7; }

Date month_of(Date day) {
  auto civil = base::to_civil(day);
  return base::to_date({civil.year, civil.month, 1});
}

std::string_view beginning_of(Shelf shelf) {
  return shelf == Shelf::Planned ? "rapport-" : "before-upgrade-";
}

// Of "rapport-20261126T023000Z.backup"; nothing when it is no name of that shelf.
std::optional<Instant> moment_of(std::string_view name, Shelf shelf) {
  const auto before = beginning_of(shelf);
  if (!name.starts_with(before) || !name.ends_with(kAfter)) return std::nullopt;
  auto text = name.substr(before.size(), name.size() - before.size() - kAfter.size());
  if (text.size() != 16) return std::nullopt;
  auto part = [&](std::size_t at, std::size_t size) { return std::string(text.substr(at, size)); };
  auto moment = base::parse_instant(part(0, 4) + "-" + part(4, 2) + "-" + part(6, 5) + ":" +
                                    part(11, 2) + ":" + part(13, 3));
  return moment && shelf_name(*moment, shelf) == name ? moment : std::nullopt;
}

// Those of these moments, and what killed ones of the shelf have left.
std::vector<std::string> remove(const fs::path& folder, Shelf shelf,
                                const std::vector<Instant>& moments) {
  std::vector<std::string> removed;
  for (auto moment : moments) {
    removed.push_back(shelf_name(moment, shelf));
    fs::remove(folder / removed.back());
  }
  for (const auto& entry : fs::directory_iterator(folder)) {
    auto name = entry.path().filename().string();
    if (name.ends_with(kPartial) &&
        moment_of(std::string_view(name).substr(0, name.size() - kPartial.size()), shelf))
      remove_left_over(entry.path());
  }
  return removed;
}

}  // namespace

// From the newest on: the first one met of a day is its last.
std::vector<Instant> superseded(std::vector<Instant> made, const Keep& keep,
                                std::string_view zone) {
  std::sort(made.rbegin(), made.rend());
  std::set<Date> days, weeks, months;
  std::vector<Instant> gone;
  for (std::size_t i = 0; i < made.size(); ++i) {
    auto keeps = [](std::set<Date>& seen, Date period, int most) {
      return static_cast<int>(seen.size()) < most && seen.insert(period).second;
    };
    const Date day = day_of(made[i], zone);
    const bool by_day = keeps(days, day, keep.days);
    const bool by_week = keeps(weeks, week_of(day), keep.weeks);
    const bool by_month = keeps(months, month_of(day), keep.months);
    if (i > 0 && !by_day && !by_week && !by_month) gone.push_back(made[i]);
  }
  std::reverse(gone.begin(), gone.end());
  return gone;
}

std::string shelf_name(Instant made, Shelf shelf) {
  std::string text;
  for (char c : base::format_instant(made - made % kSecondUs))
    if (c != '-' && c != ':') text += c;
  return std::string(beginning_of(shelf)) + text + std::string(kAfter);
}

std::vector<Instant> on_shelf(const fs::path& folder, Shelf shelf) {
  std::vector<Instant> made;
  for (const auto& entry : fs::directory_iterator(folder))
    if (auto moment = moment_of(entry.path().filename().string(), shelf);
        moment && entry.is_regular_file() && !entry.is_symlink())
      made.push_back(*moment);
  std::sort(made.begin(), made.end());
  return made;
}

std::vector<std::string> tidy_shelf(const fs::path& folder, const Keep& keep,
                                    std::string_view zone) {
  return remove(folder, Shelf::Planned,
                superseded(on_shelf(folder, Shelf::Planned), keep, zone));
}

std::vector<std::string> keep_last(const fs::path& folder, Shelf shelf, std::size_t count) {
  auto made = on_shelf(folder, shelf);
  made.resize(made.size() - std::min(made.size(), count));
  return remove(folder, shelf, made);
}

}  // namespace rapport::backup
