// A fixed number of threads that run handlers, with a bounded queue in front.
// Not here: what they run, and the way back to the sockets (session.cpp).
#pragma once
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

class WorkerPool {
 public:
  WorkerPool(std::size_t thread_count, std::size_t queue_limit);
  ~WorkerPool();
  WorkerPool(const WorkerPool&) = delete;

  // Takes the job and leaves null behind, or leaves it alone and returns false when full or
  // stopped. Threads: safe.
  bool post(std::unique_ptr<Job>& job, Urgency urgency);
  // Finishes what is queued, then joins the threads..
  void stop();

 private:
  void work();

  const std::size_t queue_limit_;
  std::mutex mutex_;
  std::condition_variable wake_;
  std::deque<std::unique_ptr<Job>> queue_;
  bool stopping_ = false;
  std::vector<std::thread> threads_;
};

}  // namespace rapport::http::transport
