#include "audit/alarms.h"

#include <algorithm>

#include "audit/settings.h"

namespace rapport::audit {

using base::Id;
using base::Instant;
using storage::Expression;
using storage::Test;

namespace {

constexpr Instant kMinuteUs = 60'000'000ll, kHourUs = 60 * kMinuteUs;
// Clocks of several machines, and works that wait for their commit, differ by less than this.
constexpr Instant kDisorderUs = 10 * kMinuteUs;

struct Watch {
  std::string_view kind, act, alarm;
  std::int64_t Settings::*limit;
};

constexpr std::array<Watch, Tally::kCounted> kWatches = {{
    {kView, kOpened, "mass_opening", &Settings::opened_per_hour},
    {kView, kListed, "mass_listing", &Settings::listed_per_hour},
    {kExport, kExported, "mass_export", &Settings::exported_per_hour},
}};

// Calls for each act of a kind that is above its limit and has no alarm yet.
template <class Found>
void find_alarms(storage::Transaction& transaction, const Id& person, std::string_view kind,
                 Instant now, Tally& tally, Found&& found) {
  const auto settings = read_settings(transaction);
  tally.follow(transaction, person, now);
  for (std::size_t i = 0; i < kWatches.size(); ++i) {
    const auto limit = settings.*kWatches[i].limit;
    if (kWatches[i].kind == kind && limit > 0 && tally.sum(i) > limit && !tally.has_alarm(i))
      found(kWatches[i], tally.sum(i), limit);
  }
}

}  // namespace

void Tally::forget(Instant before) {
  while (!minutes_.empty() && minutes_.front().begin < before) minutes_.pop_front();
  for (auto& alarm : alarms_)
    if (alarm < before) alarm = 0;
}

void Tally::follow(storage::Transaction& transaction, const Id& person, Instant now) {
  const auto from = now - kHourUs;
  if (next_row_ == 0)
    next_row_ = first_row_since(transaction, audit_log_table(), from - kDisorderUs);
  storage::Query query;
  query.table = &audit_log_table();
  for (const char* column : {"rid", "at", "kind", "act", "count"})
    query.columns.push_back(Expression{0, column});
  query.where = storage::all_of({storage::compare("actor", Test::Equal, person),
                                 storage::compare("rid", Test::GreaterEqual, next_row_)});
  query.order = {{Expression{0, "rid"}, false}};
  transaction.select(query, [&](const storage::Row& row) {
    next_row_ = row.integer(0) + 1;
    const auto at = row.integer(1);
    if (at < from) return true;
    for (std::size_t i = 0; i < kWatches.size(); ++i) {
      if (row.text(2) == kAlarm && row.text(3) == kWatches[i].alarm) alarms_[i] = at;
      if (row.text(2) != kWatches[i].kind || row.text(3) != kWatches[i].act) continue;
      if (minutes_.empty() || at >= minutes_.back().begin + kMinuteUs) minutes_.push_back({at});
      minutes_.back().records[i] += row.integer(4);
    }
    return true;
  });
  forget(from);
}

std::int64_t Tally::sum(std::size_t act) const {
  std::int64_t sum = 0;
  for (const auto& minute : minutes_) sum += minute.records[act];
  return sum;
}

bool is_alarming(storage::Transaction& transaction, const Id& person, std::string_view kind,
                 Instant now, Tally& tally) {
  bool is = false;
  find_alarms(transaction, person, kind, now, tally, [&](auto&&...) { is = true; });
  return is;
}

void look_for_alarms(storage::Transaction& transaction, const Id& person, std::string_view kind,
                     Instant now, const OnAlarm& on_alarm, Tally& tally) {
  find_alarms(transaction, person, kind, now, tally,
              [&](const Watch& watch, std::int64_t count, std::int64_t limit) {
                Entry entry{now, kAlarm, watch.alarm, person};
                entry.count = count;
                entry.details = "{\"limit\":" + std::to_string(limit) + "}";
                append(transaction, entry);
                on_alarm(transaction, {person, watch.alarm, count, limit});
              });
}

}  // namespace rapport::audit
