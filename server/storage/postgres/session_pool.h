// SessionPool: the sessions that read, on loan; opened when they are needed first, for each costs
// the server a process. One that was lost is given out all the same, and connects anew when a
// transaction begins.
#pragma once
#include <condition_variable>
#include <memory>
#include <mutex>
#include <vector>

#include "storage/postgres/connection.h"

namespace rapport::storage::postgres {

// Threads: safe; but a work that reads within another could wait for ever. Lifetime: outlives what
// is on loan.
class SessionPool {
 public:
  struct GiveBack {
    SessionPool* pool = nullptr;
    void operator()(Connection* session) const { pool->give_back(session); }
  };
  using Loan = std::unique_ptr<Connection, GiveBack>;

  // `opened`: how many of them at once. Throws: Error{Unavailable}.
  SessionPool(SessionOptions options, int size, int opened = 1);

  // Waits until one is free. Throws: Error{Unavailable}: one more could not be opened.
  Loan borrow();
  // Without waiting for others; null: none is. Throws: as borrow().
  Loan borrow_idle();

 private:
  Loan take(std::unique_lock<std::mutex>& lock);
  void give_back(Connection* session);

  const SessionOptions options_;
  std::mutex mutex_;
  int unopened_;
  std::condition_variable given_back_;
  std::vector<std::unique_ptr<Connection>> idle_;
};

}  // namespace rapport::storage::postgres
