// Devices: browsers that a person has signed in from before, each by a cookie of its own. A known
// one is not stopped by the guesses of others, and a sign-in from one that is not known is told.
// A device is no proof of anything: the password is still asked for.
#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "storage/database.h"

namespace rapport::access {

inline constexpr std::int64_t kDeviceForgottenUs = 400 * std::int64_t{86'400'000'000};

const storage::Table& devices_table();

// Removes those not used for kDeviceForgottenUs. For the hourly job.
void remove_old_devices(storage::Transaction& transaction, base::Instant now);
// Of a person whose password was changed by somebody else: all are strangers again.
void forget_devices(storage::Transaction& transaction, const base::Id& user);

// Threads: safe.
class Devices {
 public:
  Devices(storage::Database& database, base::Clock& clock, base::Random& random)
      : database_(database), clock_(clock), random_(random) {}

  // The name under which a cookie's device counts for the person; empty when it is not theirs.
  // Cost: a read of one row for every text, so that the time tells nothing.
  std::string find(const base::Id& user, std::string_view token);

  // The person has signed in: a known device stays known, a stranger becomes one. The token for the
  // cookie; empty when the browser has it already.
  std::string remember(const base::Id& user, std::string_view token);

 private:
  storage::Database& database_;
  base::Clock& clock_;
  base::Random& random_;
};

}  // namespace rapport::access
