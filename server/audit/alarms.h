// Alarms: a person who opens, lists or takes out more records within an hour than the settings
// allow is told of, once an hour for each of these. Nothing is refused.
#pragma once
#include <array>
#include <deque>
#include <functional>

#include "audit/audit_log.h"

namespace rapport::audit {

struct Alarm {
  base::Id person;
  std::string_view act;  // mass_opening, mass_listing, mass_export
  std::int64_t count = 0, limit = 0;
};

// Tells the administrators, in the transaction that has the alarm's own entry.
using OnAlarm = std::function<void(storage::Transaction&, const Alarm&)>;

// What one person did in the last hour of what is counted, and the alarms that were raised. Whoever
// asks again and again keeps it: the log is read on from where it was read to. Threads: one at a
// time.
class Tally {
 public:
  static constexpr std::size_t kCounted = 3;

  // Cost: the person's entries since the last time; of an hour, the first time.
  void follow(storage::Transaction& transaction, const base::Id& person, base::Instant now);
  std::int64_t sum(std::size_t act) const;
  bool has_alarm(std::size_t act) const { return alarms_[act] != 0; }

 private:
  struct Minute {
    base::Instant begin = 0;
    std::array<std::int64_t, kCounted> records{};
  };
  void forget(base::Instant before);

  std::int64_t next_row_ = 0;
  std::deque<Minute> minutes_;
  std::array<base::Instant, kCounted> alarms_{};  // 0: none in the hour
};

// Whether there would be an alarm: the same as below, without raising it.
bool is_alarming(storage::Transaction& transaction, const base::Id& person, std::string_view kind,
                 base::Instant now, Tally& tally);

// Looks at what a person did in the hour before `now`: with acts of the kind that is named alone.
void look_for_alarms(storage::Transaction& transaction, const base::Id& person,
                     std::string_view kind, base::Instant now, const OnAlarm& on_alarm,
                     Tally& tally);

}  // namespace rapport::audit
