#include "backup/retention.h"

#include <gtest/gtest.h>

#include <fstream>

#include "base/date.h"

namespace rapport::backup {
namespace {

namespace fs = std::filesystem;

base::Instant at(const std::string& text) { return *base::parse_instant(text); }

std::vector<std::string> days_kept(const std::vector<base::Instant>& made, const Keep& keep,
                                   std::string_view zone = "UTC") {
  auto gone = superseded(made, keep, zone);
  std::vector<std::string> kept;
  for (auto moment : made)
    if (std::find(gone.begin(), gone.end(), moment) == gone.end())
      kept.push_back(base::format_instant(moment).substr(0, 10));
  return kept;
}

TEST(Retention, KeepsTheLastOfDaysWeeksAndMonths) {
  std::vector<base::Instant> made;
  for (base::Date day = base::to_date({2026, 1, 1}); day <= base::to_date({2026, 11, 26}); ++day)
    made.push_back(at(base::format_date(day) + "T02:30:00Z"));
  EXPECT_EQ(days_kept(made, {3, 2, 3}),
            (std::vector<std::string>{"2026-09-30", "2026-10-31", "2026-11-22", "2026-11-24",
                                      "2026-11-25", "2026-11-26"}));
  EXPECT_EQ(days_kept(made, {0, 0, 0}), (std::vector<std::string>{"2026-11-26"}));
  EXPECT_EQ(superseded({}, {}, "UTC").size(), 0U);
  // One day after another, with tidying each day, comes to the same as all at once.
  std::vector<base::Instant> shelf;
  for (auto moment : made) {
    shelf.push_back(moment);
    for (auto gone : superseded(shelf, {}, "UTC"))
      shelf.erase(std::find(shelf.begin(), shelf.end(), gone));
  }
  EXPECT_EQ(days_kept(shelf, {}), days_kept(made, {}));
}

TEST(Retention, GoesByTheDaysOfTheCompany) {
  std::vector<base::Instant> made{at("2026-11-25T18:00:00Z"), at("2026-11-25T20:00:00Z")};
  EXPECT_EQ(superseded(made, {2, 0, 0}, "UTC").size(), 1U);
  EXPECT_EQ(superseded(made, {2, 0, 0}, "Asia/Tashkent").size(), 0U);
}

TEST(Retention, TouchesNothingElse) {
  auto folder = fs::temp_directory_path() / ("rapport-shelf-" + base::system_random().hex(8));
  fs::create_directories(folder / shelf_name(at("2026-01-01T00:00:00Z")));
  std::vector<std::string> others{"rapport.backup", "rapport-20261126.backup", "letter.txt",
                                  "rapport-20261326T023000Z.backup", "mine.partial",
                                  "rapport-20261126T023000Z.backup.old"};
  for (const auto& name : others) std::ofstream(folder / name) << "x";
  for (const char* day : {"2026-11-24", "2026-11-25", "2026-11-26"})
    std::ofstream(folder / shelf_name(at(std::string(day) + "T02:30:00Z"))) << "x";
  std::ofstream(folder / (shelf_name(at("2026-11-23T02:30:00Z")) + ".partial")) << "x";
  EXPECT_EQ(on_shelf(folder).size(), 3U);
  EXPECT_EQ(tidy_shelf(folder, {1, 0, 0}, "UTC"),
            (std::vector<std::string>{"rapport-20261124T023000Z.backup",
                                      "rapport-20261125T023000Z.backup"}));
  for (const auto& name : others) EXPECT_TRUE(fs::exists(folder / name)) << name;
  EXPECT_EQ(std::distance(fs::directory_iterator(folder), {}),
            static_cast<std::ptrdiff_t>(others.size() + 2));
  fs::remove_all(folder);
}

}  // namespace
}  // namespace rapport::backup
