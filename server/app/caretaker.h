// Caretaker: what the program does for itself by the clock: what is over is removed, who is gone
// from the company's directory is disabled, and backups are made.
#pragma once
#include <functional>
#include <memory>

#include "jobs/runner.h"
#include "jobs/schedule.h"

namespace rapport::app {

class Caretaker {
 public:
  struct Work {
    std::function<void(storage::Transaction&)> remove_expired;  // each hour
    std::function<void()> look_at_directory;                    // each five minutes
    std::function<void()> tidy_audit;                           // each hour
    // Each day, and given up when what it is handed says so; may be empty.
    std::function<void(const std::function<bool()>&)> make_backup = {};
    int backup_minute = 0;                                      // of the day
    std::string time_zone = "UTC";
  };

  // Begins at once.
  Caretaker(storage::Database& database, Work work);
  ~Caretaker();
  void stop();

 private:
  Work work_;
  jobs::JobQueue queue_;
  jobs::Schedule schedule_;
  std::unique_ptr<jobs::Runner> runner_;
};

}  // namespace rapport::app
