// One-time codes from a secret and the clock, as authenticator programs show them. Pure functions.
// Not here: whose secret, and whether a code was used already (second_factor.h).
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/clock.h"

namespace rapport::access::totp {

inline constexpr std::size_t kSecretBytes = 20;
inline constexpr int kDigits = 6;
inline constexpr std::int64_t kStepUs = 30'000'000;

// The number of the half minute that an instant lies in.
std::int64_t step_of(base::Instant now);

// Six digits. Source: RFC 6238 with HMAC-SHA-1, the only kind that all programs know.
std::string code_of(std::string_view secret, std::int64_t step);

// The step whose code this is: that of now, the one before or the one after, because clocks differ;
// of steps after `last_step` only. Nothing when it is no such code. Spaces in it do not matter.
std::optional<std::int64_t> matching_step(std::string_view secret, std::string_view code,
                                          base::Instant now, std::int64_t last_step);

// Source: RFC 4648, section 6, without padding.
std::string base32(std::string_view bytes);

// What a QR code tells an authenticator program: otpauth://totp/ISSUER:ACCOUNT?secret=…
std::string uri(std::string_view secret, std::string_view issuer, std::string_view account);

}  // namespace rapport::access::totp
