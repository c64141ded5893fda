// Calendar: working hours around now, in which the people of the demo company do things.
// Not here: the order of deeds (story.h).
#pragma once
#include "base/date.h"
#include "crm/system/demo/dice.h"

namespace rapport::crm::demo {

inline constexpr base::Instant kMinuteUs = 60'000'000, kHourUs = 60 * kMinuteUs,
                               kDayUs = 24 * kHourUs;

class Calendar {
 public:
  Calendar(base::Instant now, std::string zone, Dice& dice)
      : now_(now), offset_us_(base::zone_offset_us(zone, now)), dice_(dice) {}

  base::Instant now() const { return now_; }
  base::Date today() const { return day_of(now_); }
  base::Date day_of(base::Instant at) const {
    return static_cast<base::Date>((at + offset_us_) / kDayUs);
  }

  // A quarter of an hour between 9 and 18 of a weekday about `days` from today; what is past is
  // past.
  base::Instant work_time(int days) {
    base::Date day = today() + days;
    int weekday = (day + 3) % 7;  // 0: Monday, as 1970-01-01 was a Thursday
    if (weekday > 4) day += days > 0 ? 7 - weekday : 4 - weekday;
    auto at = day * kDayUs + 9 * kHourUs + dice_.between(0, 35) * 15 * kMinuteUs - offset_us_;
    return days <= 0 ? earlier(at) : at;
  }

  // A working time between two past instants.
  base::Instant between(base::Instant from, base::Instant until) {
    auto days_from = static_cast<int>(day_of(from) - today()),
         days = static_cast<int>(day_of(until) - today());
    auto at = work_time(dice_.between(days_from, days < days_from ? days_from : days));
    return at < from ? from + 5 * kMinuteUs : earlier(at > until ? until : at);
  }

 private:
  base::Instant earlier(base::Instant at) {
    return at < now_ ? at : now_ - dice_.between(5, 240) * kMinuteUs;
  }

  base::Instant now_;
  std::int64_t offset_us_;
  Dice& dice_;
};

}  // namespace rapport::crm::demo
