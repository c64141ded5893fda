// GroupCommit: one thread that writes. Works that wait are committed together, because a durable
// commit costs more than everything in it; each is whole or absent all the same.
// Not here: how an engine begins, runs and commits (its Steps).
#pragma once
#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

#include "storage/database.h"

namespace rapport::storage {

using CommitActions = std::vector<std::function<void()>>;

// What an engine does, always on the writing thread.
class CommitSteps {
 public:
  virtual ~CommitSteps() = default;
  virtual void begin() = 0;
  // Throws when it is not certain that all is on disk.
  virtual void commit() = 0;
  // May be called when there is nothing to roll back.
  virtual void roll_back() noexcept = 0;
  // Runs the work within the transaction and gives what it wants done after the commit; whatever it
  // throws passes through.
  virtual CommitActions run(const Work& work) = 0;
  virtual CommitActions run_in_savepoint(const Work& work) = 0;
  // Grows with whatever a roll-back would have to undo.
  virtual std::int64_t written() = 0;
  // False when the engine has given the transaction up by itself.
  virtual bool is_open() = 0;
  // Something is to be done in a commit of its own when it has been quiet for a while.
  virtual bool has_rest() { return false; }
  virtual void do_rest() {}
};

// Threads: safe. Lifetime: the steps outlive it; works that wait are done before it ends.
class GroupCommit {
 public:
  explicit GroupCommit(CommitSteps& steps);
  ~GroupCommit();
  GroupCommit(const GroupCommit&) = delete;

  // Returns when the work is on disk. Throws: what the work throws, or why it could not be stored.
  void write(const Work& work);

 private:
  struct Job;
  void loop();
  bool run_plainly(Job& job);
  void run_in_savepoint(Job& job);
  void run_all(std::vector<Job*>& batch);
  void commit_together(std::vector<Job*>& batch);

  CommitSteps& steps_;
  std::mutex mutex_;
  std::condition_variable filled_;
  std::deque<Job*> queue_;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace rapport::storage
