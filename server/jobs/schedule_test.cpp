#include "jobs/schedule.h"

#include <gtest/gtest.h>

#include "base/date.h"
#include "jobs/test_database.h"

namespace rapport::jobs {
namespace {

using storage::Transaction;
using testing::kSecondUs;

base::Instant at(const char* text) { return *base::parse_instant(text); }

TEST(NextTime, OnceADayByTheClockOfTheZone) {
  Periodic nightly{.name = "n", .kind = "k", .minute_of_day = 150, .time_zone = "Europe/Berlin"};
  auto next = [&](const char* now) { return base::format_instant(next_time(nightly, at(now))); };
  EXPECT_EQ(next("2026-01-10T00:00:00Z"), "2026-01-10T01:30:00Z");
  EXPECT_EQ(next("2026-01-10T01:30:00Z"), "2026-01-11T01:30:00Z");
  EXPECT_EQ(next("2026-07-10T00:00:00Z"), "2026-07-10T00:30:00Z");
  EXPECT_EQ(next("2026-07-10T23:00:00Z"), "2026-07-11T00:30:00Z");
  nightly.time_zone = "Asia/Tashkent";
  EXPECT_EQ(next("2026-01-10T20:00:00Z"), "2026-01-10T21:30:00Z");
}

class Scheduled : public ::testing::Test {
 protected:
  int jobs() {
    return static_cast<int>(
        db.write([&](Transaction& t) { return db.queue.list(t, "sweep", {}, 100); }).size());
  }
  std::optional<base::Instant> tick(Schedule& schedule) {
    return db.write([&](Transaction& t) { return schedule.tick(t); });
  }
  testing::TestDatabase db;
};

TEST_F(Scheduled, RunsWhenDueAndSurvivesARestart) {
  Periodic hourly{.name = "sweep", .kind = "sweep", .every_us = 3600 * kSecondUs};
  auto begin = db.clock.now();
  {
    Schedule schedule(db.clock, db.queue);
    schedule.add(hourly);
    EXPECT_EQ(tick(schedule), begin + 3600 * kSecondUs);
    EXPECT_EQ(jobs(), 0);
  }
  Schedule schedule(db.clock, db.queue);
  schedule.add(hourly);
  db.clock.advance(1800 * kSecondUs);
  EXPECT_EQ(tick(schedule), begin + 3600 * kSecondUs);
  EXPECT_EQ(jobs(), 0);
  db.clock.advance(1800 * kSecondUs);
  EXPECT_EQ(tick(schedule), begin + 7200 * kSecondUs);
  EXPECT_EQ(jobs(), 1);
  tick(schedule);
  EXPECT_EQ(jobs(), 1);
}

TEST_F(Scheduled, WhatWasMissedIsMadeUpForOnce) {
  Schedule schedule(db.clock, db.queue);
  schedule.add({.name = "sweep", .kind = "sweep", .every_us = 60 * kSecondUs});
  tick(schedule);
  db.clock.advance(100'000 * kSecondUs);
  tick(schedule);
  EXPECT_EQ(jobs(), 1);
  // The last one is still waiting: there is no use in a second.
  db.clock.advance(60 * kSecondUs);
  tick(schedule);
  EXPECT_EQ(jobs(), 1);
}

TEST_F(Scheduled, ANameIsThereOnce) {
  Schedule schedule(db.clock, db.queue);
  schedule.add({.name = "sweep", .kind = "sweep", .every_us = 1});
  EXPECT_THROW(schedule.add({.name = "sweep", .kind = "other", .every_us = 1}), std::logic_error);
}

}  // namespace
}  // namespace rapport::jobs
