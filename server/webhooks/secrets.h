// Secrets of webhooks and the signatures they make, after Standard Webhooks: "whsec_" and 32 random
// bytes in base64; HMAC-SHA256 over id, time and body. Two secrets sign while one takes the place
// of the other.
// Source: https://github.com/standard-webhooks/standard-webhooks, spec/standard-webhooks.md.
#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "records/model.h"

namespace rapport::webhooks {

// How long the old secret signs beside the new one.
inline constexpr std::int64_t kRotationUs = 24ll * 3'600'000'000;

// hook (key), secret, old_secret, old_until, told_from: the number of the log entry after which the
// hook is told of changes. The secrets are kept as they are, for a signature cannot be made from a
// hash; so they are in no field that anybody reads, and are told once.
const storage::Table& hook_states_table();

struct HookState {
  std::string secret;
  std::string old_secret;       // empty: none
  base::Instant old_until = 0;  // when it ends
  std::int64_t told_from = 0;
};

std::optional<HookState> find_state(storage::Transaction& transaction, const base::Id& hook);

// A hook that has none gets its secret, and is told of what comes after this moment.
void begin_state(storage::Transaction& transaction, const records::Context& context,
                 const base::Id& hook);
// The same for one that had been off.
void tell_from_now(storage::Transaction& transaction, const base::Id& hook);
// The new secret, beside which the one of now signs for kRotationUs.
std::string rotate_secret(storage::Transaction& transaction, const records::Context& context,
                          const base::Id& hook);

// Of hooks that are gone for good.
void forget_states(storage::Transaction& transaction, const records::Model& model);

std::string new_secret(base::Random& random);

// "v1,BASE64" of one secret. `at_s`: seconds since 1970.
std::string signature(std::string_view secret, std::string_view id, std::int64_t at_s,
                      std::string_view body);
// The header webhook-signature: of each secret that is valid, with spaces between.
std::string signatures(const HookState& state, std::string_view id, base::Instant now,
                       std::string_view body);

}  // namespace rapport::webhooks
