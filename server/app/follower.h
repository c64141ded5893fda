// Follower: one thread behind the commits. Woken by them, and looking by itself for those of other
// processes, it brings live listeners, the search index, the directory and the model up to date.
#pragma once
#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

#include "app/company.h"

namespace rapport::app {

class Follower {
 public:
  struct Task {
    // A bounded piece of work; true when more is waiting.
    std::function<bool()> work;
    // Done at once after a quiet time; while commits keep coming, no oftener than this, because
    // much at a time costs less than a little often.
    std::chrono::milliseconds rest{0};
    // Also without any commit; zero: never.
    std::chrono::milliseconds every{0};
    // After each piece it rests so many times as long as that took: 3 leaves it a quarter of a
    // processor at most.
    int rests = 0;
  };

  Follower(Company& company, std::vector<Task> tasks);
  ~Follower();
  // Threads: safe; returns at once.
  void wake();

 private:
  struct Entry {
    Task task;
    bool is_wanted = true;  // at first: what an earlier process left
    std::int64_t worked_us = 0;
    std::int64_t due_us = 0;  // not before, by the monotonic clock
  };
  void run();
  void work();
  std::chrono::microseconds until_due() const;
  bool look_elsewhere();
  bool look_at_model();

  Company& company_;
  std::vector<Entry> entries_;
  std::mutex mutex_;
  std::condition_variable woken_;
  bool pending_ = false, stopping_ = false;
  std::int64_t seen_ = 0;  // the last log entry looked at
  std::int64_t model_due_us_ = 0;
  std::thread thread_;
};

}  // namespace rapport::app
