#include "access/second_factor/totp.h"

#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <array>

#include "access/secrets.h"
#include "base/error.h"

namespace rapport::access::totp {

namespace {

constexpr std::uint32_t kModulus = 1'000'000;
constexpr std::int64_t kSteps[] = {0, -1, 1};

std::string percent_encoded(std::string_view text) {
  constexpr std::string_view kPlain =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";
  constexpr std::string_view kHex = "0123456789ABCDEF";
  std::string out;
  for (char each : text) {
    if (kPlain.find(each) != std::string_view::npos) {
      out += each;
      continue;
    }
    auto byte = static_cast<unsigned char>(each);
    out += {'%', kHex[byte >> 4], kHex[byte & 15]};
  }
  return out;
}

}  // namespace

std::int64_t step_of(base::Instant now) { return now / kStepUs; }

std::string code_of(std::string_view secret, std::int64_t step) {
  std::array<unsigned char, 8> counter{};
  for (int i = 7; i >= 0; --i, step >>= 8) counter[i] = static_cast<unsigned char>(step & 0xff);
  unsigned char digest[EVP_MAX_MD_SIZE];
  unsigned size = 0;
  if (!HMAC(EVP_sha1(), secret.data(), static_cast<int>(secret.size()), counter.data(),
            counter.size(), digest, &size))
    throw base::Error(base::ErrorKind::Internal, "internal", {}, "HMAC-SHA-1 failed");
  const auto* part = digest + (digest[size - 1] & 15);
  std::uint32_t number = (part[0] & 0x7fu) << 24 | part[1] << 16 | part[2] << 8 | part[3];
  auto text = std::to_string(number % kModulus);
  return std::string(kDigits - text.size(), '0') + text;
}

std::optional<std::int64_t> matching_step(std::string_view secret, std::string_view code,
                                          base::Instant now, std::int64_t last_step) {
  std::string digits;
  for (char each : code)
    if (each != ' ') digits += each;
  std::optional<std::int64_t> found;
  for (auto offset : kSteps) {
    auto step = step_of(now) + offset;
    if (equal_secrets(code_of(secret, step), digits) && step > last_step && !found) found = step;
  }
  return found;
}

std::string base32(std::string_view bytes) {
  constexpr std::string_view kLetters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  std::string out;
  std::uint32_t bits = 0;
  int count = 0;
  for (char each : bytes) {
    bits = bits << 8 | static_cast<unsigned char>(each);
    for (count += 8; count >= 5; count -= 5) out += kLetters[bits >> (count - 5) & 31];
  }
  if (count > 0) out += kLetters[bits << (5 - count) & 31];
  return out;
}

std::string uri(std::string_view secret, std::string_view issuer, std::string_view account) {
  auto name = percent_encoded(issuer);
  return "otpauth://totp/" + name + ":" + percent_encoded(account) + "?secret=" + base32(secret) +
         "&issuer=" + name;
}

}  // namespace rapport::access::totp
