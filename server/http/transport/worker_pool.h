// Threads that run handlers, with a bounded queue in front. No more of them work at a time than
// there are processors: the others would only take turns, and all would end late (decision 0019).
// One that waits (base/waiting.h) does not count, nor does one whose work takes long.
// Not here: what they run, and the way back to the sockets (session.cpp).
#pragma once
#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <deque>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

namespace rapport::http::transport {

// A piece of work; destroyed after it ran. Must not throw.
class Job {
 public:
  virtual ~Job() = default;
  virtual void run() = 0;
};

// New work is refused when the queue is full; work begun before (the next piece of an answer, the
// next part of an upload) is always taken, there is at most one such job a connection.
enum class Urgency { New, Begun };

struct WorkerPoolOptions {
  std::size_t thread_count = 4;
  std::size_t most_working = 4;
  std::size_t queue_limit = 1'024;
  // Most works are done long before; one that goes on longer makes room for another.
  std::chrono::milliseconds long_work{10};
};

class WorkerPool {
 public:
  explicit WorkerPool(const WorkerPoolOptions& options);
  ~WorkerPool();
  WorkerPool(const WorkerPool&) = delete;

  // Takes the job and leaves null behind, or leaves it alone and returns false when full or
  // stopped. Threads: safe.
  bool post(std::unique_ptr<Job>& job, Urgency urgency);
  // Finishes what is queued, then joins the threads.
  void stop();

 private:
  class Worker;

  void work(Worker& worker);
  void watch(std::unique_lock<std::mutex>& lock);
  void pass_on();

  const WorkerPoolOptions options_;
  std::mutex mutex_;
  std::condition_variable wake_;
  std::deque<std::unique_ptr<Job>> queue_;
  std::size_t working_ = 0;  // of those that count
  bool is_watched_ = false;
  bool stopping_ = false;
  std::vector<std::unique_ptr<Worker>> workers_;
  std::vector<std::thread> threads_;
};

}  // namespace rapport::http::transport
