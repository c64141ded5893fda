#include "http/transport/worker_pool.h"

#include <gtest/gtest.h>

#include <atomic>
#include <functional>
#include <future>

#include "base/waiting.h"

namespace rapport::http::transport {
namespace {

using namespace std::chrono_literals;

class Run final : public Job {
 public:
  explicit Run(std::function<void()> work) : work_(std::move(work)) {}
  void run() override { work_(); }

 private:
  std::function<void()> work_;
};

bool post(WorkerPool& pool, std::function<void()> work, Urgency urgency = Urgency::New) {
  std::unique_ptr<Job> job = std::make_unique<Run>(std::move(work));
  return pool.post(job, urgency);
}

// A gate that works stand before; opened once.
struct Gate {
  std::promise<void> promise;
  std::shared_future<void> opened = promise.get_future().share();
  void open() { promise.set_value(); }
  void pass() const { opened.wait(); }
};

TEST(WorkerPoolTest, NoMoreWorkThanAreLet) {
  std::atomic<int> working{0}, most{0}, done{0};
  std::promise<void> all;
  WorkerPool pool({.thread_count = 16, .most_working = 2, .long_work = 1h});
  for (int i = 0; i < 300; ++i) {
    post(pool, [&] {
      const int now = ++working;
      int seen = most;
      while (now > seen && !most.compare_exchange_weak(seen, now)) {
      }
      std::this_thread::sleep_for(100us);
      --working;
      if (++done == 300) all.set_value();
    });
  }
  ASSERT_EQ(all.get_future().wait_for(30s), std::future_status::ready);
  EXPECT_EQ(most, 2);
}

TEST(WorkerPoolTest, OneThatWaitsLetsAnotherBegin) {
  WorkerPool pool({.thread_count = 4, .most_working = 1, .long_work = 1h});
  Gate gate;
  std::promise<void> second;
  post(pool, [&] {
    base::Waiting waiting;
    gate.pass();
  });
  post(pool, [&] { second.set_value(); });
  EXPECT_EQ(second.get_future().wait_for(5s), std::future_status::ready);
  gate.open();
  pool.stop();
}

TEST(WorkerPoolTest, LongOnesStandAside) {
  WorkerPool pool({.thread_count = 8, .most_working = 2});
  Gate gate;
  for (int i = 0; i < 4; ++i) post(pool, [&] { gate.pass(); });
  std::atomic<int> passed{0};
  std::promise<void> all;
  for (int i = 0; i < 20; ++i) {
    post(pool, [&] {
      if (++passed == 20) all.set_value();
    });
  }
  EXPECT_EQ(all.get_future().wait_for(10s), std::future_status::ready);
  gate.open();
  pool.stop();
}

TEST(WorkerPoolTest, StopFinishesWhatIsQueued) {
  std::atomic<int> done{0};
  WorkerPool pool({.thread_count = 8, .most_working = 1});
  for (int i = 0; i < 500; ++i) post(pool, [&] { ++done; });
  pool.stop();
  EXPECT_EQ(done, 500);
  EXPECT_FALSE(post(pool, [] {}));
}

TEST(WorkerPoolTest, NothingIsLeftInTheQueueWhateverTheOrder) {
  WorkerPool pool({.thread_count = 6, .most_working = 2});
  for (int round = 0; round < 200; ++round) {
    std::atomic<int> left{12};
    std::promise<void> all;
    for (int i = 0; i < 12; ++i) {
      post(pool, [&, i] {
        if (i % 3 == 0) {
          base::Waiting waiting;
          std::this_thread::sleep_for(50us);
        }
        if (--left == 0) all.set_value();
      });
    }
    ASSERT_EQ(all.get_future().wait_for(10s), std::future_status::ready) << round;
  }
}

TEST(WorkerPoolTest, RefusesNewWorkWhenFullButNotWhatHasBegun) {
  WorkerPool pool({.thread_count = 1, .most_working = 1, .queue_limit = 2});
  Gate gate;
  std::promise<void> begun;
  post(pool, [&] {
    begun.set_value();
    gate.pass();
  });
  begun.get_future().wait();
  EXPECT_TRUE(post(pool, [] {}));
  EXPECT_TRUE(post(pool, [] {}));
  EXPECT_FALSE(post(pool, [] {}));
  EXPECT_TRUE(post(pool, [] {}, Urgency::Begun));
  gate.open();
  pool.stop();
}

}  // namespace
}  // namespace rapport::http::transport
