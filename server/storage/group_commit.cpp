#include "storage/group_commit.h"

#include <future>
#include <utility>

#include "base/log.h"
#include "base/waiting.h"

namespace rapport::storage {

namespace {

constexpr std::size_t kWorksPerCommit = 128;
constexpr auto kQuiet = std::chrono::milliseconds(200);  // then what has waited for it is done

}  // namespace

struct GroupCommit::Job {
  const Work* work;
  std::promise<void> done;
  std::exception_ptr failure;
  CommitActions after_commit;

  void finish() {
    auto told = std::move(done);  // the job dies with its waiting thread
    if (failure)
      told.set_exception(failure);
    else
      told.set_value();
  }
};

GroupCommit::GroupCommit(CommitSteps& steps) : steps_(steps), thread_([this] { loop(); }) {}

GroupCommit::~GroupCommit() {
  {
    std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  filled_.notify_all();
  thread_.join();
}

void GroupCommit::write(const Work& work) {
  Job job{&work, {}, nullptr, {}};
  auto done = job.done.get_future();
  {
    std::lock_guard lock(mutex_);
    queue_.push_back(&job);
  }
  filled_.notify_one();
  base::Waiting waiting;
  done.get();
}

void GroupCommit::loop() {
  while (true) {
    std::vector<Job*> batch;
    {
      std::unique_lock lock(mutex_);
      auto is_called = [this] { return stopping_ || !queue_.empty(); };
      if (steps_.has_rest()) filled_.wait_for(lock, kQuiet, is_called);
      else filled_.wait(lock, is_called);
      if (stopping_ && queue_.empty()) return;
      while (!queue_.empty() && batch.size() < kWorksPerCommit) {
        batch.push_back(queue_.front());
        queue_.pop_front();
      }
    }
    commit_together(batch);
  }
}

// Whether the transaction is good for the others: false when the work failed after it wrote. When
// the engine has given up all of it (a full disk), what came after would be written statement by
// statement: so the whole batch fails instead, with the error at hand.
bool GroupCommit::run_plainly(Job& job) {
  const auto before = steps_.written();
  try {
    job.after_commit = steps_.run(*job.work);
    return true;
  } catch (const std::exception&) {
    job.failure = std::current_exception();
    if (!steps_.is_open()) throw;
    return steps_.written() == before;
  }
}

void GroupCommit::run_in_savepoint(Job& job) {
  job.failure = nullptr;
  job.after_commit.clear();
  try {
    job.after_commit = steps_.run_in_savepoint(*job.work);
  } catch (const std::exception&) {
    job.failure = std::current_exception();
    if (!steps_.is_open()) throw;
  }
}

// A savepoint each would cost every work something, for the sake of the few that fail. So the works
// run without; only when one fails after it wrote, all is rolled back and each runs again in a
// savepoint.
void GroupCommit::run_all(std::vector<Job*>& batch) {
  steps_.begin();
  bool good = true;
  for (auto* job : batch) good = good && run_plainly(*job);
  if (good) return;
  steps_.roll_back();
  steps_.begin();
  if (batch.size() > 1)
    for (auto* job : batch) run_in_savepoint(*job);
}

// A failed work leaves no trace. A failed commit fails all of the batch.
void GroupCommit::commit_together(std::vector<Job*>& batch) {
  try {
    run_all(batch);
    if (batch.empty()) steps_.do_rest();
    steps_.commit();
  } catch (const std::exception&) {
    auto failure = std::current_exception();
    steps_.roll_back();
    if (batch.empty()) base::log(base::LogLevel::Error, "what was left to write was not written");
    for (auto* job : batch)
      if (!job->failure) job->failure = failure;
  }
  CommitActions actions;
  for (auto* job : batch)
    if (!job->failure)
      for (auto& action : job->after_commit) actions.push_back(std::move(action));
  for (auto& action : actions) action();
  for (auto* job : batch) job->finish();
}

}  // namespace rapport::storage
