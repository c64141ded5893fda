#include "jobs/queue.h"

#include <gtest/gtest.h>

#include "base/error.h"
#include "jobs/test_database.h"

namespace rapport::jobs {
namespace {

using storage::Transaction;
using testing::kSecondUs;

constexpr std::int64_t kLeaseUs = 60 * kSecondUs;

class Queue : public ::testing::Test {
 protected:
  base::Id add(NewJob job) {
    return db.write([&](Transaction& t) { return db.queue.enqueue(t, job); });
  }
  base::Id add(std::string kind) { return add(NewJob{.kind = std::move(kind)}); }
  std::optional<Job> claim(std::vector<std::string> kinds = {"mail"}) {
    return db.write([&](Transaction& t) { return db.queue.claim(t, kinds, kLeaseUs); });
  }
  Job job(const base::Id& id) {
    return *db.write([&](Transaction& t) { return db.queue.find(t, id); });
  }
  bool finish(const Job& job, const std::string& result = {}) {
    return db.write([&](Transaction& t) {
      db.queue.finish(t, job, result);
      return true;
    });
  }
  bool fail(const Job& job, JobQueue::Retry retry = JobQueue::Retry::Later) {
    return db.write([&](Transaction& t) {
      db.queue.fail(t, job, "no_answer", retry);
      return true;
    });
  }
  testing::TestDatabase db;
};

TEST_F(Queue, AJobIsTakenOnceAndFinished) {
  auto id = add(NewJob{.kind = "mail", .payload = R"({"to":1})"});
  EXPECT_EQ(job(id).state, JobState::Waiting);
  auto taken = claim();
  ASSERT_TRUE(taken);
  EXPECT_EQ(taken->id, id);
  EXPECT_EQ(taken->payload, R"({"to":1})");
  EXPECT_FALSE(claim());
  finish(*taken, R"({"sent":2})");
  EXPECT_EQ(job(id).state, JobState::Done);
  EXPECT_EQ(job(id).result, R"({"sent":2})");
  db.clock.advance(1000 * kSecondUs);
  EXPECT_FALSE(claim());
}

TEST_F(Queue, OnlyKindsThatAreAskedForAndDue) {
  add("report");
  EXPECT_FALSE(claim());
  add(NewJob{.kind = "mail", .run_at = db.clock.now() + 10 * kSecondUs});
  EXPECT_FALSE(claim());
  db.clock.advance(10 * kSecondUs);
  EXPECT_TRUE(claim());
}

TEST_F(Queue, TheOneDueLongestComesFirst) {
  auto later = add(NewJob{.kind = "mail", .run_at = db.clock.now() + 2 * kSecondUs});
  auto sooner = add(NewJob{.kind = "mail", .run_at = db.clock.now() + 1 * kSecondUs});
  db.clock.advance(5 * kSecondUs);
  EXPECT_EQ(claim()->id, sooner);
  EXPECT_EQ(claim()->id, later);
}

TEST_F(Queue, WhatADeadProcessLeftIsTakenUpAgain) {
  auto id = add("mail");
  auto dead = claim();
  db.clock.advance(kLeaseUs - kSecondUs);
  EXPECT_FALSE(claim());
  db.clock.advance(2 * kSecondUs);
  auto second = claim();
  ASSERT_TRUE(second);
  EXPECT_EQ(second->id, id);
  EXPECT_EQ(second->attempts, 2);
  // The dead one was only slow: what it writes now is refused.
  EXPECT_THROW(finish(*dead), base::Error);
  EXPECT_EQ(db.write([&](Transaction& t) { return db.queue.heartbeat(t, *dead, kLeaseUs); }),
            Beat::Lost);
  finish(*second);
  EXPECT_EQ(job(id).state, JobState::Done);
}

TEST_F(Queue, AHeartbeatProlongsTheLease) {
  auto id = add("mail");
  auto taken = claim();
  db.clock.advance(50 * kSecondUs);
  EXPECT_EQ(db.write([&](Transaction& t) {
    return db.queue.heartbeat(t, *taken, kLeaseUs, R"({"done":5})");
  }),
            Beat::GoOn);
  EXPECT_EQ(job(id).progress, R"({"done":5})");
  db.clock.advance(50 * kSecondUs);
  EXPECT_FALSE(claim());
}

TEST_F(Queue, FailuresPauseLongerEachTimeAndEnd) {
  auto id = add(NewJob{.kind = "mail", .most_attempts = 3});
  fail(*claim());
  EXPECT_EQ(job(id).state, JobState::Waiting);
  EXPECT_EQ(job(id).error, "no_answer");
  db.clock.advance(29 * kSecondUs);
  EXPECT_FALSE(claim());
  db.clock.advance(kSecondUs);
  fail(*claim());
  db.clock.advance(119 * kSecondUs);
  EXPECT_FALSE(claim());
  db.clock.advance(kSecondUs);
  fail(*claim());
  EXPECT_EQ(job(id).state, JobState::Failed);
  EXPECT_EQ(job(id).attempts, 3);
}

TEST_F(Queue, AFinalFailureIsNotTriedAgain) {
  auto id = add("mail");
  fail(*claim(), JobQueue::Retry::Never);
  EXPECT_EQ(job(id).state, JobState::Failed);
}

TEST_F(Queue, AJobThatKillsItsProcessIsGivenUp) {
  auto id = add(NewJob{.kind = "mail", .most_attempts = 2});
  for (int i = 0; i < 2; ++i) {
    ASSERT_TRUE(claim());
    db.clock.advance(kLeaseUs);
  }
  EXPECT_FALSE(claim());
  EXPECT_EQ(job(id).state, JobState::Failed);
  EXPECT_EQ(job(id).error, "job_abandoned");
}

TEST_F(Queue, AKeyIsTakenUntilItsJobIsFinished) {
  NewJob keyed{.kind = "mail", .key = "daily"};
  auto first = add(keyed);
  EXPECT_EQ(add(keyed), first);
  EXPECT_NE(add(NewJob{.kind = "report", .key = "daily"}), first);
  auto taken = claim();
  EXPECT_EQ(add(keyed), first);
  finish(*taken);
  EXPECT_NE(add(keyed), first);
}

TEST_F(Queue, Cancelling) {
  auto cancel = [&](const base::Id& id) {
    return db.write([&](Transaction& t) { return db.queue.cancel(t, id); });
  };
  auto waiting = add("mail");
  EXPECT_TRUE(cancel(waiting));
  EXPECT_EQ(job(waiting).state, JobState::Cancelled);
  EXPECT_FALSE(cancel(waiting));
  EXPECT_FALSE(claim());
  auto running = add("mail");
  auto taken = claim();
  EXPECT_TRUE(cancel(running));
  EXPECT_EQ(job(running).state, JobState::Running);
  EXPECT_EQ(db.write([&](Transaction& t) { return db.queue.heartbeat(t, *taken, kLeaseUs); }),
            Beat::Cancel);
}

TEST_F(Queue, IsThereExactlyWhenItsTransactionIs) {
  EXPECT_THROW(db.database->write([&](Transaction& t) {
    db.queue.enqueue(t, {.kind = "mail"});
    throw std::runtime_error("undone");
  }),
               std::runtime_error);
  EXPECT_FALSE(claim());
}

TEST_F(Queue, TheNextDueAndTheList) {
  auto next = [&] {
    return db.write([&](Transaction& t) { return db.queue.next_due(t, {"mail"}); });
  };
  EXPECT_FALSE(next());
  auto at = db.clock.now() + 7 * kSecondUs;
  auto first = add(NewJob{.kind = "mail", .run_at = at});
  add("report");
  EXPECT_EQ(next(), at);
  auto person = base::new_id(1, base::system_random());
  auto second = add(NewJob{.kind = "mail", .created_by = person});
  auto list = [&](std::optional<base::Id> by) {
    return db.write([&](Transaction& t) { return db.queue.list(t, "mail", by, 10); });
  };
  ASSERT_EQ(list({}).size(), 2u);
  EXPECT_EQ(list({})[0].id, second);
  EXPECT_EQ(list({})[1].id, first);
  ASSERT_EQ(list(person).size(), 1u);
}

TEST_F(Queue, FinishedOnesAreForgotten) {
  auto id = add("mail");
  finish(*claim());
  auto waiting = add("mail");
  db.clock.advance(10 * kSecondUs);
  db.database->write([&](Transaction& t) { db.queue.forget_finished(t, db.clock.now()); });
  EXPECT_FALSE(db.write([&](Transaction& t) { return db.queue.find(t, id); }));
  EXPECT_EQ(job(waiting).state, JobState::Waiting);
}

}  // namespace
}  // namespace rapport::jobs
