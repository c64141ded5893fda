// When a delivery that failed is tried again, and when a webhook counts as dead.
// Not here: what is a failure, and what is done then (deliveries.h, outcome.h).
#pragma once
#include <cstdint>
#include <optional>

#include "base/clock.h"

namespace rapport::webhooks {

// A hook that took nothing for so long is switched off.
inline constexpr std::int64_t kDeadAfterUs = 3ll * 24 * 3'600'000'000;
// No server is waited for longer, whatever its Retry-After says.
inline constexpr std::int64_t kLongestWaitUs = 24ll * 3'600'000'000;

// The pause after so many attempts, all failed: 5 s, 5 min, 30 min, 2, 5, 10, 14, 20, 24 hours,
// each up to a fifth more, so that what failed together does not come back together. Nothing when
// there is no other attempt; all of them together are longer than kDeadAfterUs.
std::optional<std::int64_t> pause_after(std::int64_t attempts, base::Random& random);

}  // namespace rapport::webhooks
