// JobQueue: work that outlives the request that asked for it, kept in the database. A job is taken
// on a lease; whoever takes it and dies leaves it to the next one. All of it happens in
// transactions of the caller, so that a job is there exactly when what it was made for is there.
// Not here: threads and handlers (runner.h), what is done every day (schedule.h).
#pragma once
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "storage/database.h"

namespace rapport::jobs {

enum class JobState { Waiting, Running, Done, Failed, Cancelled };
std::string_view name_of(JobState state);

struct NewJob {
  std::string kind;
  std::string payload = "{}";  // JSON, for the handler
  base::Id created_by;         // nil: the program itself
  base::Instant run_at = 0;    // 0: at once
  std::int64_t most_attempts = 5;
  std::string key;  // no two unfinished jobs of a kind have the same one; empty: any number
};

struct Job {
  base::Id id;
  std::string kind, payload;
  JobState state = JobState::Waiting;
  std::int64_t attempts = 0, most_attempts = 0;  // attempts: with the running one
  std::string progress, result;                  // JSON, or empty
  std::string error;                             // code of the message; empty: none
  base::Id created_by;
  base::Instant created_at = 0, due_at = 0, finished_at = 0;  // due_at, finished_at: 0 for none
  bool cancel_requested = false;
  std::int64_t row_number = 0;
  base::Id lease;  // of who runs it
};

enum class Beat { GoOn, Cancel, Lost };  // Lost: the lease ran out and somebody else has the job

// id kind job_key payload state due_at attempts most_attempts progress result error created_by
// created_at finished_at cancel_requested lease. due_at: when it may be taken, of a running one the
// end of its lease; null when it is finished.
const storage::Table& jobs_table();

// Threads: safe.
class JobQueue {
 public:
  JobQueue(base::Clock& clock, base::Random& random) : clock_(clock), random_(random) {}

  // Called after each commit that brought a job, on the committing thread. To be set before use.
  void on_new(std::function<void()> wake) { wake_ = std::move(wake); }

  // The id of the job; of the one that is there already when the key is taken.
  base::Id enqueue(storage::Transaction& transaction, const NewJob& job);
  // The job of these kinds that is due longest, now running on a lease. One that was left running
  // too often fails instead.
  std::optional<Job> claim(storage::Transaction& transaction, const std::vector<std::string>& kinds,
                           std::int64_t lease_us);
  // Prolongs the lease; keeps `progress` (JSON) when there is any.
  Beat heartbeat(storage::Transaction& transaction, const Job& job, std::int64_t lease_us,
                 const std::string& progress = {});
  // Done, with its result (JSON). In the transaction of the job's last effect that effect happens
  // exactly once. Throws: Error{Stale, "lease_lost"}.
  void finish(storage::Transaction& transaction, const Job& job, const std::string& result);
  enum class Retry { Later, Never };
  // Runs again after a pause that grows (30 s × 4 each time, at most 6 h), or never.
  void fail(storage::Transaction& transaction, const Job& job, const std::string& error,
            Retry retry);
  // Untaken: waits again as if it had not been taken. Cancelled: stopped as it was asked to.
  enum class LetGo { Untaken, Cancelled };
  void let_go(storage::Transaction& transaction, const Job& job, LetGo how);
  // A waiting job is cancelled, a running one is asked to stop. False when it is finished already.
  bool cancel(storage::Transaction& transaction, const base::Id& id);

  std::optional<Job> find(storage::Transaction& transaction, const base::Id& id);
  // The newest first.
  std::vector<Job> list(storage::Transaction& transaction, const std::string& kind,
                        const std::optional<base::Id>& created_by, std::size_t limit);
  // When the next job of these kinds may be taken; nothing when there is none.
  std::optional<base::Instant> next_due(storage::Transaction& transaction,
                                        const std::vector<std::string>& kinds);
  // Finished jobs of before that time.
  void forget_finished(storage::Transaction& transaction, base::Instant before);

 private:
  base::Clock& clock_;
  base::Random& random_;
  std::function<void()> wake_;
};

}  // namespace rapport::jobs
