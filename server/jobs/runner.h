// Runner: threads that take jobs of the queue and give them to their handlers. A job that a dead
// process left running is taken up again when its lease is over. The threads of jobs live here, and
// nowhere else; so does what is done about a handler that throws.
#pragma once
#include <condition_variable>
#include <functional>
#include <list>
#include <memory>
#include <mutex>
#include <thread>
#include <unordered_map>

#include "jobs/queue.h"
#include "jobs/schedule.h"

namespace rapport::jobs {

class Runner;

// One run of a job, in the hands of its handler.
class JobRun {
 public:
  const Job& job() const { return job_; }
  storage::Database& database() const;

  // To be called now and then: keeps the progress (JSON), at most twice a second. False when the
  // handler shall stop: the job was cancelled, is somebody else's now, or the server stops. What
  // is done so far stays; a job that is taken up again begins anew.
  bool go_on(const std::string& progress = {});
  // Done: the last effect and the end of the job in one transaction. `work` gives the result as
  // JSON and may run twice (storage::Database::write). Throws: Error{Stale, "lease_lost"}.
  void finish(const std::function<std::string(storage::Transaction&)>& work);

 private:
  friend class Runner;
  JobRun(Runner& runner, Job job) : runner_(runner), job_(std::move(job)) {}

  Runner& runner_;
  Job job_;
  bool finished_ = false;
  bool interrupted_ = false;  // told to stop because the server does
  std::int64_t saved_at_us_ = 0;
  Beat beat_ = Beat::GoOn;
};

// Does the work of a kind. To return without finish() is to be done without a result. An Error of
// kind Invalid, Malformed, NotFound or Forbidden fails the job for good; whatever else is thrown
// has it tried again later.
using Handler = std::function<void(JobRun&)>;

struct RunnerOptions {
  int threads = 2;
  std::int64_t lease_us = 60'000'000;
  std::int64_t look_every_us = 5'000'000;    // for jobs that other processes made
  std::int64_t keep_finished_us = 30ll * 24 * 3'600'000'000;
};

class Runner {
 public:
  Runner(storage::Database& database, JobQueue& queue, Schedule& schedule, base::Clock& clock,
         const RunnerOptions& options = {});
  ~Runner();

  // To be called before start().
  void handle(std::string kind, Handler handler);
  void start();
  // Returns when the handlers have; those that ask go_on() are told to stop.
  void stop();
  // Threads: safe; returns at once.
  void wake();
  // Takes one due job and runs it on this thread. False when none is due.
  bool run_one();

 private:
  friend class JobRun;
  void work_loop();
  void keep_loop();
  void run(Job job);
  void settle(JobRun& run);
  void fail(const JobRun& run, const std::string& code, JobQueue::Retry retry,
            const std::string& detail);
  void prolong_leases();
  std::int64_t wait_us();
  bool is_stopping();

  storage::Database& database_;
  JobQueue& queue_;
  Schedule& schedule_;
  base::Clock& clock_;
  RunnerOptions options_;
  std::unordered_map<std::string, Handler> handlers_;
  std::vector<std::string> kinds_;

  std::mutex mutex_;
  std::condition_variable woken_;
  std::uint64_t wakes_ = 0;
  bool stopping_ = false;
  std::list<Job> running_;
  std::vector<std::thread> threads_;
};

}  // namespace rapport::jobs
