#include "audit/alarms.h"

#include "audit/settings.h"

namespace rapport::audit {

namespace {

constexpr base::Instant kHourUs = 60 * 60'000'000ll;

struct Watch {
  std::string_view kind, act, alarm;
  std::int64_t Settings::* limit;
};

constexpr Watch kWatches[] = {
    {kView, kOpened, "mass_opening", &Settings::opened_per_hour},
    {kView, kListed, "mass_listing", &Settings::listed_per_hour},
    {kExport, kExported, "mass_export", &Settings::exported_per_hour},
};

}  // namespace

void look_for_alarms(storage::Transaction& transaction, const base::Id& person,
                     std::string_view kind, base::Instant now, const OnAlarm& on_alarm) {
  const auto settings = read_settings(transaction);
  for (const auto& watch : kWatches) {
    const auto limit = settings.*watch.limit;
    if (watch.kind != kind || limit == 0) continue;
    const auto count = counted(transaction, person, watch.kind, watch.act, now - kHourUs);
    if (count <= limit) continue;
    if (counted(transaction, person, kAlarm, watch.alarm, now - kHourUs) > 0) continue;
    Entry entry{now, kAlarm, watch.alarm, person};
    entry.count = count;
    entry.details = "{\"limit\":" + std::to_string(limit) + "}";
    append(transaction, entry);
    on_alarm(transaction, {person, watch.alarm, count, limit});
  }
}

}  // namespace rapport::audit
