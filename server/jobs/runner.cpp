#include "jobs/runner.h"

#include <algorithm>
#include <chrono>
#include <stdexcept>

#include "base/error.h"
#include "base/log.h"

namespace rapport::jobs {

using base::Error;
using base::ErrorKind;
using storage::Transaction;

namespace {

constexpr std::int64_t kProgressEveryUs = 500'000;
constexpr std::int64_t kLeastWaitUs = 10'000;
constexpr const char* kForgetKind = "forget_finished_jobs";

// Trying again would change nothing.
bool is_final(ErrorKind kind) {
  return kind == ErrorKind::Invalid || kind == ErrorKind::Malformed ||
         kind == ErrorKind::NotFound || kind == ErrorKind::Forbidden;
}

}  // namespace

storage::Database& JobRun::database() const { return runner_.database_; }

bool JobRun::go_on(const std::string& progress) {
  interrupted_ = interrupted_ || runner_.is_stopping();
  if (beat_ != Beat::GoOn || interrupted_) return false;
  auto now = runner_.clock_.monotonic_us();
  if (saved_at_us_ != 0 && now - saved_at_us_ < kProgressEveryUs) return true;
  saved_at_us_ = now;
  runner_.database_.write([&](Transaction& transaction) {
    beat_ = runner_.queue_.heartbeat(transaction, job_, runner_.options_.lease_us, progress);
  });
  return beat_ == Beat::GoOn;
}

void JobRun::finish(const std::function<std::string(Transaction&)>& work) {
  runner_.database_.write([&](Transaction& transaction) {
    auto result = work(transaction);
    runner_.queue_.finish(transaction, job_, result);
  });
  finished_ = true;
}

Runner::Runner(storage::Database& database, JobQueue& queue, Schedule& schedule,
               base::Clock& clock, const RunnerOptions& options)
    : database_(database), queue_(queue), schedule_(schedule), clock_(clock), options_(options) {
  queue_.on_new([this] { wake(); });
  handle(kForgetKind, [this](JobRun& run) {
    run.finish([&](Transaction& transaction) {
      queue_.forget_finished(transaction, clock_.now() - options_.keep_finished_us);
      return std::string();
    });
  });
  schedule_.add({.name = kForgetKind, .kind = kForgetKind, .every_us = 24ll * 3'600'000'000});
}

Runner::~Runner() { stop(); }

void Runner::handle(std::string kind, Handler handler) {
  if (!handlers_.emplace(kind, std::move(handler)).second)
    throw std::logic_error("two handlers of the job " + kind);
  kinds_.push_back(std::move(kind));
}

void Runner::start() {
  for (int i = 0; i < options_.threads; ++i) threads_.emplace_back([this] { work_loop(); });
  threads_.emplace_back([this] { keep_loop(); });
}

void Runner::stop() {
  {
    std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  woken_.notify_all();
  for (auto& thread : threads_) thread.join();
  threads_.clear();
}

void Runner::wake() {
  {
    std::lock_guard lock(mutex_);
    ++wakes_;
  }
  woken_.notify_all();
}

bool Runner::is_stopping() {
  std::lock_guard lock(mutex_);
  return stopping_;
}

bool Runner::run_one() {
  std::optional<Job> job;
  database_.write([&](Transaction& transaction) {
    job = queue_.claim(transaction, kinds_, options_.lease_us);
  });
  if (!job) return false;
  run(std::move(*job));
  return true;
}

// The one place where a handler's exceptions end.
void Runner::run(Job job) {
  std::list<Job>::iterator place;
  {
    std::lock_guard lock(mutex_);
    place = running_.insert(running_.end(), job);
  }
  JobRun run(*this, std::move(job));
  try {
    handlers_.at(run.job_.kind)(run);
    settle(run);
  } catch (const Error& error) {
    auto retry = is_final(error.kind) ? JobQueue::Retry::Never : JobQueue::Retry::Later;
    fail(run, error.code, retry, error.what());
  } catch (const std::exception& error) {
    fail(run, "internal", JobQueue::Retry::Later, error.what());
  } catch (...) {
    fail(run, "internal", JobQueue::Retry::Later, "not a std::exception");
  }
  std::lock_guard lock(mutex_);
  running_.erase(place);
}

// What a handler that has returned leaves to be written down.
void Runner::settle(JobRun& run) {
  if (run.finished_ || run.beat_ == Beat::Lost) return;
  using LetGo = JobQueue::LetGo;
  database_.write([&](Transaction& transaction) {
    if (run.beat_ == Beat::Cancel) queue_.let_go(transaction, run.job_, LetGo::Cancelled);
    else if (run.interrupted_) queue_.let_go(transaction, run.job_, LetGo::Untaken);
    else queue_.finish(transaction, run.job_, {});
  });
}

void Runner::fail(const JobRun& run, const std::string& code, JobQueue::Retry retry,
                  const std::string& detail) {
  base::log(base::LogLevel::Error, "a job failed",
            {{"kind", run.job_.kind}, {"job", run.job_.id.text()}, {"error", detail}});
  if (run.finished_) return;
  try {
    database_.write([&](Transaction& transaction) {
      queue_.fail(transaction, run.job_, code, retry);
    });
  } catch (const std::exception& error) {
    // Its lease will end, and it will be taken up again.
    base::log(base::LogLevel::Error, "the failure of a job was not written down",
              {{"kind", run.job_.kind}, {"error", error.what()}});
  }
}

// How long there is nothing to do.
std::int64_t Runner::wait_us() {
  std::optional<base::Instant> due;
  database_.read([&](Transaction& transaction) { due = queue_.next_due(transaction, kinds_); });
  if (!due) return options_.look_every_us;
  return std::clamp(*due - clock_.now(), std::int64_t{0}, options_.look_every_us);
}

void Runner::work_loop() {
  std::uint64_t seen = 0;
  while (!is_stopping()) {
    {
      std::lock_guard lock(mutex_);
      seen = wakes_;
    }
    std::int64_t wait = options_.look_every_us;
    try {
      wait = wait_us();
      if (wait == 0 && run_one()) continue;
      wait = std::max(wait, kLeastWaitUs);
    } catch (const std::exception& error) {
      base::log(base::LogLevel::Error, "jobs cannot be read", {{"error", error.what()}});
    }
    std::unique_lock lock(mutex_);
    woken_.wait_for(lock, std::chrono::microseconds(wait),
                    [&] { return stopping_ || wakes_ != seen; });
  }
}

void Runner::prolong_leases() {
  std::vector<Job> running;
  {
    std::lock_guard lock(mutex_);
    running.assign(running_.begin(), running_.end());
  }
  if (running.empty()) return;
  database_.write([&](Transaction& transaction) {
    for (const auto& job : running) queue_.heartbeat(transaction, job, options_.lease_us);
  });
}

// Leases of what runs here, and the schedule.
void Runner::keep_loop() {
  while (!is_stopping()) {
    std::int64_t wait = std::min(options_.lease_us / 3, options_.look_every_us);
    try {
      prolong_leases();
      std::optional<base::Instant> next;
      database_.read([&](Transaction& transaction) { next = schedule_.next(transaction); });
      if (next && *next <= clock_.now())
        database_.write([&](Transaction& transaction) { next = schedule_.tick(transaction); });
      if (next) wait = std::clamp(*next - clock_.now(), kLeastWaitUs, wait);
    } catch (const std::exception& error) {
      base::log(base::LogLevel::Error, "the schedule cannot be read", {{"error", error.what()}});
    }
    std::unique_lock lock(mutex_);
    woken_.wait_for(lock, std::chrono::microseconds(wait), [&] { return stopping_; });
  }
}

}  // namespace rapport::jobs
