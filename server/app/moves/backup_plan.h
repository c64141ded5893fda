// BackupPlan: backups that the server makes by itself, each day, and how long they are kept.
// Not here: the job's clock and its turns (app/caretaker.h).
#pragma once
#include <functional>
#include <optional>

#include "app/arguments.h"
#include "app/company.h"
#include "backup/format/lock.h"
#include "backup/moments/keeper.h"
#include "backup/retention.h"

namespace rapport::app {

struct BackupPlan {
  std::filesystem::path folder;
  backup::Lock lock;
  int minute_of_day = 150;  // by the company's time zone
  backup::Keep keep;
  std::int64_t moments_us = 0;  // how far one can go back to any moment (SQLite); 0: not at all

  std::filesystem::path moments() const { return folder / "moments"; }
};

// What --backup-folder and its like say; nothing without that one. Throws: UsageError, and
// std::runtime_error for a folder or a key that cannot be used.
std::optional<BackupPlan> backup_plan(const Arguments& arguments);
std::vector<OptionDef> backup_plan_options();

// Keeps what is needed to go back to any moment; nothing when the plan does not say so. `files`:
// outlives it.
std::unique_ptr<backup::MomentsKeeper> keep_moments(Company& company, files::FileStore& files,
                                                    const CompanyOptions& options,
                                                    const BackupPlan& plan);

// Seconds since the last one was made; infinity when there is none, or the folder cannot be read.
double backup_age_seconds(const BackupPlan& plan);

// Makes one, reads it back, and removes those that it supersedes; tells the log and the audit, of
// a failure too. `goes_on` is asked all the time; false: given up, and nothing told.
// Throws: std::exception: none was made.
void make_planned_backup(Company& company, const CompanyOptions& options, const BackupPlan& plan,
                         const std::function<bool()>& goes_on);

}  // namespace rapport::app
