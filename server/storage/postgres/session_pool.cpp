#include "storage/postgres/session_pool.h"

namespace rapport::storage::postgres {

SessionPool::SessionPool(const SessionOptions& options, int size) {
  for (int i = 0; i < size; ++i) idle_.push_back(std::make_unique<Connection>(options));
}

SessionPool::Loan SessionPool::borrow() {
  std::unique_lock lock(mutex_);
  given_back_.wait(lock, [this] { return !idle_.empty(); });
  return take();
}

SessionPool::Loan SessionPool::borrow_idle() {
  std::lock_guard lock(mutex_);
  return idle_.empty() ? Loan() : take();
}

SessionPool::Loan SessionPool::take() {
  Loan loan(idle_.back().release(), GiveBack{this});
  idle_.pop_back();
  return loan;
}

void SessionPool::give_back(Connection* session) {
  {
    std::lock_guard lock(mutex_);
    idle_.emplace_back(session);
  }
  given_back_.notify_one();
}

}  // namespace rapport::storage::postgres
