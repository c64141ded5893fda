// Secrets that the server hands out: tokens of sessions, API keys, and what is kept of them.
// What is kept is a SHA-256: who reads the database cannot act with what is found there.
// Not here: passwords (credentials.h), which people choose and which need a slow hash.
#pragma once
#include <string>
#include <string_view>

#include "base/clock.h"

namespace rapport::access {

inline constexpr std::size_t kTokenBytes = 32;
inline constexpr std::size_t kApiKeyRandomChars = 40;
inline constexpr std::string_view kApiKeyPrefix = "rk_";

// 256 random bits as 64 hexadecimal digits.
std::string new_token(base::Random& random);
// "rk_" and 40 letters and digits, each of the 62 equally likely.
std::string new_api_key(base::Random& random);

// Whether a text has the shape of what the two above make; nothing else is looked for.
bool looks_like_token(std::string_view text);
bool looks_like_api_key(std::string_view text);

// What is stored of a secret: its SHA-256 in hexadecimal.
std::string hash_of_secret(std::string_view secret);

// The token for header X-CSRF-Token that belongs to a session's token: HMAC-SHA256 of a constant.
// It need not be stored, and nothing of the session follows from it.
std::string csrf_of(std::string_view token);

// Compares in a time that tells nothing of where they differ.
bool equal_secrets(std::string_view a, std::string_view b);

// Makes libsodium ready, once. Throws: Error{Internal}.
void require_sodium();

}  // namespace rapport::access
