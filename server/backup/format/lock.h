// Lock: what a backup is locked with, so that who finds it cannot read it: a passphrase, a key out
// of a file, or nothing when that was asked for in so many words.
#pragma once
#include <sodium.h>

#include <array>
#include <cstdint>
#include <filesystem>
#include <string>

#include "base/clock.h"

namespace rapport::backup {

enum class LockKind : std::uint8_t { Open = 0, Passphrase = 1, KeyFile = 2 };

struct Lock {
  LockKind kind = LockKind::Open;
  std::string secret;  // the passphrase, or 32 bytes
};

inline constexpr std::size_t kLeastPassphraseChars = 12;

// Throws: std::runtime_error: the file cannot be read, or is not 64 hexadecimal digits.
Lock lock_of_key_file(const std::filesystem::path& file);
// The first line of a file. Throws: std::runtime_error: it is too short.
Lock lock_of_passphrase_file(const std::filesystem::path& file);

// What stands in the open at the beginning of a backup, 64 bytes: which lock it has, and what is
// needed to make its key.
struct Head {
  static constexpr std::size_t kBytes = 64;
  static constexpr std::size_t kSaltBytes = crypto_pwhash_SALTBYTES;
  static constexpr std::size_t kStreamBytes = crypto_secretstream_xchacha20poly1305_HEADERBYTES;

  LockKind kind = LockKind::Open;
  std::uint32_t operations = 0;  // of argon2id
  std::uint64_t memory_bytes = 0;
  std::array<unsigned char, kSaltBytes> salt{};
  std::array<unsigned char, kStreamBytes> stream{};

  std::string bytes() const;
  // Throws: Unusable: it is no backup, or one of a newer kind, or asks for more than is sane.
  static Head parse(std::string_view bytes);
};

Head new_head(LockKind kind, base::Random& random);

using StreamKey = std::array<unsigned char, crypto_secretstream_xchacha20poly1305_KEYBYTES>;

// Source: argon2id (RFC 9106) of a passphrase; keyed BLAKE2b of the salt with a key out of a file.
// The key of an open backup is known to everybody: it tells mistakes, and keeps nothing secret.
// Throws: Unusable: the lock is of another kind. Cost: half a second for a passphrase.
StreamKey key_of(const Head& head, const Lock& lock);

}  // namespace rapport::backup
