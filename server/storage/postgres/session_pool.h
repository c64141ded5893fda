// SessionPool: the sessions that read, on loan. One that was lost is given out all the same, and
// connects anew when a transaction begins.
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

  // Throws: Error{Unavailable}.
  SessionPool(const SessionOptions& options, int size);

  // Waits until one is free.
  Loan borrow();
  // Null: none is.
  Loan borrow_idle();

 private:
  Loan take();
  void give_back(Connection* session);

  std::mutex mutex_;
  std::condition_variable given_back_;
  std::vector<std::unique_ptr<Connection>> idle_;
};

}  // namespace rapport::storage::postgres
