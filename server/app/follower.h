// Follower: one thread behind the commits. Woken by them, and looking by itself for those of other
// processes, it brings the search index, live listeners and the directory up to date.
#pragma once
#include <atomic>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

#include "app/company.h"

namespace rapport::app {

class Follower {
 public:
  // Each task does a bounded piece of work and says whether more is waiting.
  using Task = std::function<bool()>;

  Follower(Company& company, std::vector<Task> tasks);
  ~Follower();
  // Threads: safe; returns at once.
  void wake();

 private:
  void run();
  bool look_elsewhere();

  Company& company_;
  std::vector<Task> tasks_;
  std::mutex mutex_;
  std::condition_variable woken_;
  bool pending_ = false, stopping_ = false;
  std::int64_t seen_ = 0;  // the last log entry looked at
  std::thread thread_;
};

}  // namespace rapport::app
