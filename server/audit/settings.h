// Settings of the audit: how long it is kept, and how much a person takes in an hour before the
// administrators are told.
#pragma once
#include <cstdint>

#include "base/json.h"
#include "storage/database.h"

namespace rapport::audit {

// 0: no limit.
struct Settings {
  std::int64_t keep_days = 365;
  std::int64_t opened_per_hour = 500;      // records opened one by one
  std::int64_t listed_per_hour = 100'000;  // records shown in lists
  std::int64_t exported_per_hour = 5'000;
  bool operator==(const Settings&) const = default;
};

inline constexpr std::int64_t kKeepDaysLeast = 30, kKeepDaysMost = 3'650;
inline constexpr std::int64_t kLimitMost = 1'000'000'000;

Settings read_settings(storage::Transaction& transaction);
void write_settings(storage::Transaction& transaction, const Settings& settings);

// {"keep_days":365,…}
std::string settings_json(const Settings& settings);
// Those that are named in the body; others stay. Throws: Error{Invalid} "unknown_field",
// "not_an_integer", "out_of_range".
Settings parse_settings(const base::json::value& body, Settings settings);

}  // namespace rapport::audit
