// Schedule: jobs that come again and again. When one is due is kept in the database, so that a
// restart neither loses nor repeats it; what was missed while nothing ran is made up for once.
#pragma once
#include <string>
#include <vector>

#include "jobs/queue.h"

namespace rapport::jobs {

struct Periodic {
  std::string name;  // unique; also the key of its job
  std::string kind;
  std::string payload = "{}";
  std::int64_t every_us = 0;  // or else once a day:
  int minute_of_day = 0;      // 150: at 02:30
  std::string time_zone = "UTC";
};

// name (key), next_at.
const storage::Table& schedule_table();

class Schedule {
 public:
  Schedule(base::Clock& clock, JobQueue& queue) : clock_(clock), queue_(queue) {}

  // Throws: std::logic_error for a name that is there already. To be called before the runner
  // starts.
  void add(Periodic periodic);
  // Enqueues what is due. Returns when the next one is; nothing when there is none.
  std::optional<base::Instant> tick(storage::Transaction& transaction);
  // What tick() would return, without writing.
  std::optional<base::Instant> next(storage::Transaction& transaction);

 private:
  base::Clock& clock_;
  JobQueue& queue_;
  std::vector<Periodic> all_;
};

// The first moment after `now` at which it is due.
base::Instant next_time(const Periodic& periodic, base::Instant now);

// Tables of this folder, for the migration.
std::vector<const storage::Table*> job_tables();

}  // namespace rapport::jobs
