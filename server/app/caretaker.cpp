#include "app/caretaker.h"

#include "base/clock.h"
#include "base/error.h"
#include "base/log.h"

namespace rapport::app {

namespace {
constexpr const char* kTidyJob = "access.remove_expired";
constexpr const char* kDirectoryJob = "access.look_at_directory";
constexpr const char* kAuditJob = "audit.tidy";
constexpr const char* kBackupJob = "backup.make";
constexpr std::int64_t kMinuteUs = 60'000'000;
}  // namespace

Caretaker::Caretaker(storage::Database& database, Work work)
    : work_(std::move(work)),
      queue_(base::system_clock(), base::system_random()),
      schedule_(base::system_clock(), queue_) {
  schedule_.add({.name = kTidyJob, .kind = kTidyJob, .every_us = 60 * kMinuteUs});
  schedule_.add({.name = kAuditJob, .kind = kAuditJob, .every_us = 60 * kMinuteUs});
  schedule_.add({.name = kDirectoryJob, .kind = kDirectoryJob, .every_us = 5 * kMinuteUs});
  if (work_.make_backup)
    schedule_.add({.name = kBackupJob,
                   .kind = kBackupJob,
                   .minute_of_day = work_.backup_minute,
                   .time_zone = work_.time_zone});
  jobs::RunnerOptions options;
  options.threads = 2;  // a backup takes long, and the others go on
  runner_ = std::make_unique<jobs::Runner>(database, queue_, schedule_, base::system_clock(),
                                           options);
  runner_->handle(kTidyJob, [this](jobs::JobRun& job) {
    job.finish([&](storage::Transaction& transaction) {
      work_.remove_expired(transaction);
      return std::string();
    });
  });
  runner_->handle(kAuditJob, [this](jobs::JobRun&) { work_.tidy_audit(); });
  runner_->handle(kDirectoryJob, [this](jobs::JobRun&) {
    try {
      work_.look_at_directory();
    } catch (const base::Error& error) {
      // It is asked again in five minutes anyway; until then nobody is disabled.
      base::log(base::LogLevel::Warning, "the directory was not looked at",
                {{"error", error.what()}});
    }
  });
  if (work_.make_backup)
    runner_->handle(kBackupJob, [this](jobs::JobRun& job) {
      work_.make_backup([&job] { return job.go_on(); });
    });
  runner_->start();
}

Caretaker::~Caretaker() { stop(); }

void Caretaker::stop() { runner_->stop(); }

}  // namespace rapport::app
