#include "access/secrets.h"

#include <sodium.h>

#include <algorithm>

#include "base/error.h"

namespace rapport::access {

namespace {

constexpr std::string_view kAlphabet =
    "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

std::string hex(const unsigned char* bytes, std::size_t size) {
  std::string out(size * 2 + 1, '\0');
  sodium_bin2hex(out.data(), out.size(), bytes, size);
  out.pop_back();
  return out;
}

const unsigned char* bytes_of(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

bool consists_of(std::string_view text, std::string_view alphabet) {
  return text.find_first_not_of(alphabet) == std::string_view::npos;
}

}  // namespace

void require_sodium() {
  static const bool ready = sodium_init() >= 0;
  if (!ready) throw base::Error(base::ErrorKind::Internal, "internal", {}, "sodium_init failed");
}

std::string new_token(base::Random& random) { return random.hex(kTokenBytes); }

std::string new_api_key(base::Random& random) {
  // Bytes beyond the last whole multiple of 62 are thrown away: the rest are fair.
  constexpr unsigned kFair = 256 / kAlphabet.size() * kAlphabet.size();
  std::string key(kApiKeyPrefix);
  while (key.size() < kApiKeyPrefix.size() + kApiKeyRandomChars) {
    unsigned char byte = 0;
    random.fill(&byte, 1);
    if (byte < kFair) key += kAlphabet[byte % kAlphabet.size()];
  }
  return key;
}

bool looks_like_token(std::string_view text) {
  return text.size() == kTokenBytes * 2 && consists_of(text, "0123456789abcdef");
}

bool looks_like_api_key(std::string_view text) {
  return text.size() == kApiKeyPrefix.size() + kApiKeyRandomChars &&
         text.starts_with(kApiKeyPrefix) &&
         consists_of(text.substr(kApiKeyPrefix.size()), kAlphabet);
}

std::string hash_of_secret(std::string_view secret) {
  unsigned char digest[crypto_hash_sha256_BYTES];
  crypto_hash_sha256(digest, bytes_of(secret), secret.size());
  return hex(digest, sizeof digest);
}

std::string csrf_of(std::string_view token) {
  constexpr std::string_view kPurpose = "csrf";
  unsigned char digest[crypto_auth_hmacsha256_BYTES];
  crypto_auth_hmacsha256_state state;
  crypto_auth_hmacsha256_init(&state, bytes_of(token), token.size());
  crypto_auth_hmacsha256_update(&state, bytes_of(kPurpose), kPurpose.size());
  crypto_auth_hmacsha256_final(&state, digest);
  return hex(digest, sizeof digest);
}

bool equal_secrets(std::string_view a, std::string_view b) {
  return a.size() == b.size() && sodium_memcmp(a.data(), b.data(), a.size()) == 0;
}

}  // namespace rapport::access
