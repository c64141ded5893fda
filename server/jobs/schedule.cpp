#include "jobs/schedule.h"

#include <algorithm>
#include <stdexcept>
#include <unordered_map>

#include "base/date.h"

namespace rapport::jobs {

using base::Instant;
using storage::Cell;
using storage::ColumnType;
using storage::Expression;
using storage::Query;
using storage::Row;
using storage::Test;

namespace {

constexpr std::int64_t kMinuteUs = 60'000'000;
constexpr std::int64_t kDayUs = 24 * 60 * kMinuteUs;

std::unordered_map<std::string, Instant> read_times(storage::Transaction& transaction) {
  Query query;
  query.table = &schedule_table();
  query.columns = {Expression{0, "name"}, Expression{0, "next_at"}};
  query.order_is_optional = true;
  std::unordered_map<std::string, Instant> times;
  transaction.select(query, [&](const Row& row) {
    times[std::string(row.text(0))] = row.integer(1);
    return true;
  });
  return times;
}

}  // namespace

const storage::Table& schedule_table() {
  static const storage::Table table{"job_schedule",
                                    {{"name", ColumnType::Text}, {"next_at", ColumnType::Integer}},
                                    {"name"},
                                    {},
                                    {}};
  return table;
}

std::vector<const storage::Table*> job_tables() { return {&jobs_table(), &schedule_table()}; }

Instant next_time(const Periodic& periodic, Instant now) {
  if (periodic.every_us > 0) return now + periodic.every_us;
  auto local = now + base::zone_offset_us(periodic.time_zone, now);
  auto day = local - ((local % kDayUs) + kDayUs) % kDayUs;
  for (;; day += kDayUs) {
    // The clock on the wall of that day; its offset may differ from today's.
    auto wall = day + periodic.minute_of_day * kMinuteUs;
    auto at = wall - base::zone_offset_us(periodic.time_zone, wall - (local - now));
    if (at > now) return at;
  }
}

void Schedule::add(Periodic periodic) {
  for (const auto& known : all_)
    if (known.name == periodic.name) throw std::logic_error("two schedules named " + known.name);
  all_.push_back(std::move(periodic));
}

std::optional<Instant> Schedule::next(storage::Transaction& transaction) {
  auto times = read_times(transaction);
  std::optional<Instant> soonest;
  for (const auto& periodic : all_) {
    auto it = times.find(periodic.name);
    auto at = it == times.end() ? clock_.now() : it->second;
    if (!soonest || at < *soonest) soonest = at;
  }
  return soonest;
}

// A new one begins with its first time to come, not at once.
std::optional<Instant> Schedule::tick(storage::Transaction& transaction) {
  auto times = read_times(transaction);
  auto now = clock_.now();
  std::optional<Instant> soonest;
  for (const auto& periodic : all_) {
    auto it = times.find(periodic.name);
    auto at = it == times.end() ? 0 : it->second;
    if (it == times.end() || at <= now) {
      if (it != times.end())
        queue_.enqueue(transaction, {.kind = periodic.kind,
                                     .payload = periodic.payload,
                                     .key = periodic.name});
      at = next_time(periodic, now);
      storage::Insert insert;
      insert.table = &schedule_table();
      insert.values = {{"name", periodic.name}, {"next_at", at}};
      insert.replace_conflict = true;
      transaction.insert(insert);
    }
    if (!soonest || at < *soonest) soonest = at;
  }
  return soonest;
}

}  // namespace rapport::jobs
