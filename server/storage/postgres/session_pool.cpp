#include "storage/postgres/session_pool.h"

#include <utility>

namespace rapport::storage::postgres {

SessionPool::SessionPool(SessionOptions options, int size, int opened)
    : options_(std::move(options)), unopened_(size - opened) {
  for (int i = 0; i < opened; ++i) idle_.push_back(std::make_unique<Connection>(options_));
}

SessionPool::Loan SessionPool::borrow() {
  std::unique_lock lock(mutex_);
  given_back_.wait(lock, [this] { return !idle_.empty() || unopened_ > 0; });
  return take(lock);
}

SessionPool::Loan SessionPool::borrow_idle() {
  std::unique_lock lock(mutex_);
  return idle_.empty() && unopened_ == 0 ? Loan() : take(lock);
}

SessionPool::Loan SessionPool::take(std::unique_lock<std::mutex>& lock) {
  if (!idle_.empty()) {
    Loan loan(idle_.back().release(), GiveBack{this});
    idle_.pop_back();
    return loan;
  }
  --unopened_;
  lock.unlock();
  try {
    return Loan(std::make_unique<Connection>(options_).release(), GiveBack{this});
  } catch (const base::Error&) {
    {
      std::lock_guard again(mutex_);
      ++unopened_;
    }
    given_back_.notify_one();
    throw;
  }
}

void SessionPool::give_back(Connection* session) {
  {
    std::lock_guard lock(mutex_);
    idle_.emplace_back(session);
  }
  given_back_.notify_one();
}

}  // namespace rapport::storage::postgres
