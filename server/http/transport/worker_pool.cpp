#include "http/transport/worker_pool.h"

#include <utility>

namespace rapport::http::transport {

WorkerPool::WorkerPool(std::size_t thread_count, std::size_t queue_limit)
    : queue_limit_(queue_limit) {
  for (std::size_t i = 0; i < thread_count; ++i) threads_.emplace_back(&WorkerPool::work, this);
}

WorkerPool::~WorkerPool() { stop(); }

bool WorkerPool::post(std::unique_ptr<Job>& job, Urgency urgency) {
  {
    const std::lock_guard lock(mutex_);
    if (stopping_) return false;
    if (urgency == Urgency::New && queue_.size() >= queue_limit_) return false;
    queue_.push_back(std::move(job));
  }
  wake_.notify_one();
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

void WorkerPool::work() {
  std::unique_lock lock(mutex_);
  while (true) {
    while (queue_.empty() && !stopping_) wake_.wait(lock);
    if (queue_.empty()) return;
    auto job = std::move(queue_.front());
    queue_.pop_front();
    lock.unlock();
    job->run();
    job.reset();
    lock.lock();
  }
}

}  // namespace rapport::http::transport
