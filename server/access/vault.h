// Vault: secrets that must be read again (a TOTP secret, a password for the directory) are sealed
// with a key that lies in a file beside the database and never in it. Who has a copy of the
// database alone cannot open them. Why so: docs/decisions/0023.
// Not here: what need only be recognised, which is kept as a hash (secrets.h, credentials.h).
#pragma once
#include <array>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include "base/clock.h"

namespace rapport::access {

// Threads: safe.
class Vault {
 public:
  static constexpr std::size_t kKeyBytes = 32;

  // Reads the key of a file, 64 hexadecimal digits, and makes the file when it is not there, for
  // its owner alone. Throws: Error{Unavailable, "secret_key"} when it is neither.
  Vault(const std::filesystem::path& file, base::Random& random);
  ~Vault();
  Vault(const Vault&) = delete;
  Vault& operator=(const Vault&) = delete;

  // Text that opens again only for the same purpose, such as "totp" and whose it is.
  // Source: XChaCha20-Poly1305 (draft-irtf-cfrg-xchacha-03), the purpose as additional data.
  std::string seal(std::string_view purpose, std::string_view secret) const;
  // Nothing when it was sealed with another key or for another purpose, or was changed.
  std::optional<std::string> open(std::string_view purpose, std::string_view sealed) const;

  // What is kept of a secret too short to stand guesses against a plain hash: keyed BLAKE2b.
  std::string hash(std::string_view purpose, std::string_view secret) const;

 private:
  base::Random& random_;
  std::array<unsigned char, kKeyBytes> key_{};
};

}  // namespace rapport::access
