// ReaderPool: the connections that read, on loan. One that is given back keeps its snapshot until
// somebody commits, so that short queries in a row cost no locks of the log (decision 0012). Short
// works run one after another, no more at a time than there are processors; a long one stands aside
// and lets the others pass (decision 0013).
#pragma once
#include <atomic>
#include <condition_variable>
#include <deque>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "storage/sqlite/connection.h"

namespace rapport::storage::sqlite {

// Threads: safe; but a work that reads within another could wait for ever. Lifetime: outlives what
// is on loan.
class ReaderPool {
 public:
  // Throws: Error{Unavailable}.
  ReaderPool(const std::string& path, const OpenOptions& options);

  // Runs the work on a snapshot that holds everything committed before the call. Waits for a
  // connection; who has waited longest is next, so that of many no one waits much longer than the
  // others.
  template <class Work>
  void read(const Work& work) {
    run(borrow(), work);
  }
  // False, and nothing done, when no connection is free.
  template <class Work>
  bool try_read(const Work& work) {
    auto reader = borrow_if_idle();
    if (!reader) return false;
    run(std::move(reader), work);
    return true;
  }

  // To be called after each commit, before anybody is told of it.
  void note_commit();
  // Lets go of snapshots that nobody is reading: they hold up the log.
  void release_snapshots();

 private:
  struct Reader {
    Connection connection;
    int rank = 0;                  // the least is lent first, and has the most memory
    std::int64_t commits = -1;     // when its snapshot was taken; -1: it has none
    std::int64_t taken_at_us = 0;
    std::int64_t lent_at_us = 0;
    bool is_long = false;          // its work has taken long, and is not counted
  };
  using ReaderPtr = std::unique_ptr<Reader>;
  struct Waiter {
    std::condition_variable served;
    ReaderPtr reader;
  };
  // Gives the reader back, without its snapshot when the work failed.
  struct Loan {
    ReaderPool& pool;
    ReaderPtr reader;
    bool completed = false;
    ~Loan() { pool.give_back(std::move(reader), completed); }
  };

  template <class Work>
  void run(ReaderPtr reader, const Work& work) {
    Loan loan{*this, std::move(reader)};
    renew_snapshot(*loan.reader);
    work(loan.reader->connection);
    loan.completed = true;
  }
  ReaderPtr borrow();
  ReaderPtr borrow_if_idle();
  bool may_lend() const { return !idle_.empty() && short_works_ < most_short_works_; }
  ReaderPtr take_idle();
  void keep_idle(ReaderPtr reader);
  void serve_waiting();
  void stand_aside(Reader& reader);
  void give_back(ReaderPtr reader, bool keep_snapshot);
  void renew_snapshot(Reader& reader);
  static void end_snapshot(Reader& reader) noexcept;

  std::atomic<std::int64_t> commits_ = 0;
  const int most_short_works_;
  std::mutex mutex_;
  int short_works_ = 0;
  std::deque<Waiter*> waiting_;
  std::vector<ReaderPtr> idle_;  // the least rank last
};

}  // namespace rapport::storage::sqlite
