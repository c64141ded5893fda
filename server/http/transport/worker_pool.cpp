#include "http/transport/worker_pool.h"

#include <utility>

#include "base/clock.h"
#include "base/waiting.h"

namespace rapport::http::transport {
namespace {

std::int64_t now_us() { return base::system_clock().monotonic_us(); }

}  // namespace

// Its members are under the pool's lock.
class WorkerPool::Worker final : public base::WaitListener {
 public:
  explicit Worker(WorkerPool& pool) : pool_(pool) {}

  void count() {
    began_us_ = now_us();
    counts_ = true;
    ++pool_.working_;
  }
  void uncount() {
    if (std::exchange(counts_, false)) --pool_.working_;
  }
  bool is_long(std::int64_t now) const {
    return counts_ && std::chrono::microseconds(now - began_us_) >= pool_.options_.long_work;
  }

  void wait_begins() override {
    const std::lock_guard lock(pool_.mutex_);
    uncount();
    pool_.pass_on();
  }
  // What has begun goes on at once, even when for a moment more work than there are processors.
  void wait_ends() override {
    const std::lock_guard lock(pool_.mutex_);
    count();
  }

 private:
  WorkerPool& pool_;
  std::int64_t began_us_ = 0;
  bool counts_ = false;
};

WorkerPool::WorkerPool(const WorkerPoolOptions& options) : options_(options) {
  for (std::size_t i = 0; i < options_.thread_count; ++i) {
    workers_.push_back(std::make_unique<Worker>(*this));
    threads_.emplace_back([this, &worker = *workers_.back()] { work(worker); });
  }
}

WorkerPool::~WorkerPool() { stop(); }

bool WorkerPool::post(std::unique_ptr<Job>& job, Urgency urgency) {
  const std::lock_guard lock(mutex_);
  if (stopping_) return false;
  if (urgency == Urgency::New && queue_.size() >= options_.queue_limit) return false;
  queue_.push_back(std::move(job));
  pass_on();
  return true;
}

void WorkerPool::stop() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_all();
  for (auto& thread : threads_) {
    if (thread.joinable()) thread.join();
  }
}

// While something is queued, somebody is awake who takes it, or who watches for those that take
// long. Called with the lock, whenever one of these may have changed.
void WorkerPool::pass_on() {
  if (!queue_.empty() && (working_ < options_.most_working || !is_watched_)) wake_.notify_one();
}

void WorkerPool::watch(std::unique_lock<std::mutex>& lock) {
  is_watched_ = true;
  wake_.wait_for(lock, options_.long_work);
  is_watched_ = false;
  const auto now = now_us();
  for (auto& worker : workers_) {
    if (worker->is_long(now)) worker->uncount();
  }
}

void WorkerPool::work(Worker& worker) {
  base::wait_listener = &worker;
  std::unique_lock lock(mutex_);
  while (true) {
    if (queue_.empty()) {
      if (stopping_) return;
      wake_.wait(lock);
    } else if (working_ >= options_.most_working && !stopping_) {
      is_watched_ ? wake_.wait(lock) : watch(lock);
    } else {
      worker.count();
      auto job = std::move(queue_.front());
      queue_.pop_front();
      pass_on();
      lock.unlock();
      job->run();
      job.reset();
      lock.lock();
      worker.uncount();
    }
  }
}

}  // namespace rapport::http::transport
