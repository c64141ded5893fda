#include "storage/postgres/session_pool.h"

#include <utility>

namespace rapport::storage::postgres {

SessionPool::SessionPool(const SessionOptions& options, int size) {
  for (int i = 0; i < size; ++i) idle_.push_back(std::make_unique<Connection>(options));
}

SessionPool::SessionPtr SessionPool::take() {
  std::unique_lock lock(mutex_);
  given_back_.wait(lock, [this] { return !idle_.empty(); });
  auto session = std::move(idle_.back());
  idle_.pop_back();
  return session;
}

SessionPool::SessionPtr SessionPool::take_idle() {
  std::lock_guard lock(mutex_);
  if (idle_.empty()) return nullptr;
  auto session = std::move(idle_.back());
  idle_.pop_back();
  return session;
}

void SessionPool::give_back(SessionPtr session) {
  {
    std::lock_guard lock(mutex_);
    idle_.push_back(std::move(session));
  }
  given_back_.notify_one();
}

}  // namespace rapport::storage::postgres
