#include "jobs/runner.h"

#include <gtest/gtest.h>

#include <future>

#include "base/error.h"
#include "jobs/test_database.h"

namespace rapport::jobs {
namespace {

using storage::Transaction;
using testing::kSecondUs;

class Running : public ::testing::Test {
 protected:
  base::Id add(std::string kind) {
    return db.write([&](Transaction& t) { return db.queue.enqueue(t, {.kind = kind}); });
  }
  Job job(const base::Id& id) {
    return *db.write([&](Transaction& t) { return db.queue.find(t, id); });
  }
  testing::TestDatabase db;
  Schedule schedule{db.clock, db.queue};
};

TEST_F(Running, TheEffectAndTheEndAreOneTransaction) {
  Runner runner(*db.database, db.queue, schedule, db.clock);
  int tries = 0;
  runner.handle("count", [&](JobRun& run) {
    run.finish([&](Transaction& transaction) {
      db.queue.enqueue(transaction, {.kind = "effect"});
      if (++tries == 1) throw std::runtime_error("the disk is full");
      return std::string(R"({"ok":true})");
    });
  });
  auto id = add("count");
  EXPECT_TRUE(runner.run_one());
  EXPECT_EQ(job(id).state, JobState::Waiting);
  EXPECT_EQ(job(id).error, "internal");
  EXPECT_FALSE(runner.run_one());
  db.clock.advance(30 * kSecondUs);
  EXPECT_TRUE(runner.run_one());
  EXPECT_EQ(job(id).state, JobState::Done);
  EXPECT_EQ(job(id).result, R"({"ok":true})");
  auto effects = db.write([&](Transaction& t) { return db.queue.list(t, "effect", {}, 10); });
  EXPECT_EQ(effects.size(), 1u);
}

TEST_F(Running, WhatAHandlerThrowsEndsHere) {
  Runner runner(*db.database, db.queue, schedule, db.clock);
  runner.handle("invalid", [](JobRun&) { base::fail(base::ErrorKind::Invalid, "required"); });
  runner.handle("away", [](JobRun&) { base::fail(base::ErrorKind::Unavailable, "unavailable"); });
  runner.handle("odd", [](JobRun&) { throw 5; });
  runner.handle("plain", [](JobRun&) {});
  auto invalid = add("invalid"), away = add("away"), odd = add("odd"), plain = add("plain");
  while (runner.run_one()) {
  }
  EXPECT_EQ(job(invalid).state, JobState::Failed);
  EXPECT_EQ(job(invalid).error, "required");
  EXPECT_EQ(job(away).state, JobState::Waiting);
  EXPECT_EQ(job(away).error, "unavailable");
  EXPECT_EQ(job(odd).state, JobState::Waiting);
  EXPECT_EQ(job(plain).state, JobState::Done);
}

TEST_F(Running, ACancelledJobIsToldAndMarked) {
  Runner runner(*db.database, db.queue, schedule, db.clock);
  int steps = 0;
  runner.handle("long", [&](JobRun& run) {
    while (run.go_on(R"({"steps":)" + std::to_string(steps) + "}")) {
      db.clock.advance(kSecondUs);
      if (++steps == 3)
        db.database->write([&](Transaction& t) { db.queue.cancel(t, run.job().id); });
      ASSERT_LT(steps, 10);
    }
  });
  auto id = add("long");
  runner.run_one();
  EXPECT_EQ(steps, 3);
  EXPECT_EQ(job(id).state, JobState::Cancelled);
  EXPECT_EQ(job(id).progress, R"({"steps":3})");
}

TEST_F(Running, ThreadsTakeNewJobsAtOnce) {
  Runner runner(*db.database, db.queue, schedule, db.clock);
  std::promise<void> done;
  runner.handle("quick", [&](JobRun&) { done.set_value(); });
  runner.start();
  auto id = add("quick");
  ASSERT_EQ(done.get_future().wait_for(std::chrono::seconds(4)), std::future_status::ready);
  runner.stop();
  EXPECT_EQ(job(id).state, JobState::Done);
}

TEST_F(Running, AStoppedServerGivesItsJobBack) {
  Runner runner(*db.database, db.queue, schedule, db.clock);
  std::promise<void> begun;
  bool told = false;
  runner.handle("long", [&](JobRun& run) {
    while (run.go_on()) {
      if (!told) begun.set_value();
      told = true;
      std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
  });
  runner.start();
  auto id = add("long");
  begun.get_future().wait();
  runner.stop();
  EXPECT_EQ(job(id).state, JobState::Waiting);
  EXPECT_EQ(job(id).attempts, 0);
}

TEST_F(Running, EachOfManyRunsOnce) {
  RunnerOptions options;
  options.threads = 4;
  Runner runner(*db.database, db.queue, schedule, db.clock, options);
  std::atomic<int> runs = 0;
  std::promise<void> all;
  runner.handle("one", [&](JobRun&) {
    if (++runs == 40) all.set_value();
  });
  for (int i = 0; i < 40; ++i) add("one");
  runner.start();
  EXPECT_EQ(all.get_future().wait_for(std::chrono::seconds(20)), std::future_status::ready);
  runner.stop();
  EXPECT_EQ(runs, 40);
}

}  // namespace
}  // namespace rapport::jobs
