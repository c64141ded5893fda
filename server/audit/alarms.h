// Alarms: a person who opens, lists or takes out more records within an hour than the settings
// allow is told of, once an hour for each of these. Nothing is refused.
#pragma once
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

// Looks at what a person did in the hour before `now`: with acts of the kind that is named alone.
// Cost: reads the person's entries of that hour.
void look_for_alarms(storage::Transaction& transaction, const base::Id& person,
                     std::string_view kind, base::Instant now, const OnAlarm& on_alarm);

}  // namespace rapport::audit
