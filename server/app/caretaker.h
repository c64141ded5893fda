// Caretaker: what the program does for itself by the clock: what is over is removed, and who is
// gone from the company's directory is disabled.
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
