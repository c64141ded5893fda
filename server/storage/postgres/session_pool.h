// SessionPool: the sessions that read, on loan. One that was lost is given out all the same, and
// connects anew when a transaction begins.
#pragma once
#include <condition_variable>
#include <mutex>
#include <vector>

#include "storage/postgres/connection.h"

namespace rapport::storage::postgres {

// Threads: safe; but a work that reads within another could wait for ever. Lifetime: outlives what
// is on loan.
class SessionPool {
 public:
  // Throws: Error{Unavailable}.
  SessionPool(const SessionOptions& options, int size);

  template <class Use>
  void lend(const Use& use) {
    Loan loan{*this, take()};
    use(*loan.session);
  }
  // Nothing, when none is free.
  template <class Use>
  void lend_idle(const Use& use) {
    auto session = take_idle();
    if (!session) return;
    Loan loan{*this, std::move(session)};
    use(*loan.session);
  }

 private:
  using SessionPtr = std::unique_ptr<Connection>;
  struct Loan {
    SessionPool& pool;
    SessionPtr session;
    ~Loan() { pool.give_back(std::move(session)); }
  };
  SessionPtr take();
  SessionPtr take_idle();
  void give_back(SessionPtr session);

  std::mutex mutex_;
  std::condition_variable given_back_;
  std::vector<SessionPtr> idle_;
};

}  // namespace rapport::storage::postgres
