#include "backup/format/lock.h"

#include <endian.h>

#include <cstring>
#include <fstream>

#include "access/secrets.h"
#include "backup/format/block.h"
#include "base/text.h"

namespace rapport::backup {

namespace {

constexpr std::string_view kMagic = "RAPPORTB";
constexpr char kVersion = 1;
constexpr std::size_t kKeyBytes = 32;
constexpr std::string_view kPurpose = "rapport backup";
constexpr unsigned char kOpenKey[kKeyBytes] = {};
// What a stranger's file may make us spend.
constexpr std::uint32_t kMostOperations = 16;
constexpr std::uint64_t kMostMemoryBytes = 1ULL << 30;

std::string first_line(const std::filesystem::path& file) {
  std::ifstream in(file);
  std::string line;
  if (!in || !std::getline(in, line)) throw std::runtime_error(file.string() + " cannot be read");
  while (line.ends_with('\r')) line.pop_back();
  return line;
}

const unsigned char* bytes_of(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

}  // namespace

Lock lock_of_key_file(const std::filesystem::path& file) {
  auto digits = first_line(file);
  Lock lock{LockKind::KeyFile, std::string(kKeyBytes, '\0')};
  std::size_t size = 0;
  if (digits.size() != 2 * kKeyBytes ||
      sodium_hex2bin(reinterpret_cast<unsigned char*>(lock.secret.data()), kKeyBytes,
                     digits.data(), digits.size(), nullptr, &size, nullptr) != 0 ||
      size != kKeyBytes)
    throw std::runtime_error(file.string() +
                             " is not a key: 64 hexadecimal digits, as openssl rand -hex 32 makes");
  return lock;
}

Lock lock_of_passphrase_file(const std::filesystem::path& file) {
  auto passphrase = first_line(file);
  if (base::length_of(passphrase) < kLeastPassphraseChars)
    throw std::runtime_error("the passphrase is too short: at least " +
                             std::to_string(kLeastPassphraseChars) + " characters");
  return {LockKind::Passphrase, passphrase};
}

Head new_head(LockKind kind, base::Random& random) {
  Head head;
  head.kind = kind;
  if (kind == LockKind::Passphrase) {
    head.operations = crypto_pwhash_OPSLIMIT_MODERATE;
    head.memory_bytes = crypto_pwhash_MEMLIMIT_MODERATE;
  }
  random.fill(head.salt.data(), head.salt.size());
  return head;
}

std::string Head::bytes() const {
  std::string out(kMagic);
  out += {kVersion, static_cast<char>(kind), 0, 0};
  auto operations_le = htole32(operations);
  auto memory_le = htole64(memory_bytes);
  out.append(reinterpret_cast<const char*>(&operations_le), sizeof operations_le);
  out.append(reinterpret_cast<const char*>(&memory_le), sizeof memory_le);
  out.append(reinterpret_cast<const char*>(salt.data()), salt.size());
  out.append(reinterpret_cast<const char*>(stream.data()), stream.size());
  return out;
}

Head Head::parse(std::string_view bytes) {
  if (bytes.size() != kBytes || !bytes.starts_with(kMagic))
    throw Unusable("it is not a backup of Rapport");
  if (bytes[8] != kVersion) throw Unusable("it was made by a newer Rapport: use that one");
  Head head;
  head.kind = static_cast<LockKind>(bytes[9]);
  std::memcpy(&head.operations, bytes.data() + 12, 4);
  std::memcpy(&head.memory_bytes, bytes.data() + 16, 8);
  head.operations = le32toh(head.operations);
  head.memory_bytes = le64toh(head.memory_bytes);
  std::memcpy(head.salt.data(), bytes.data() + 24, kSaltBytes);
  std::memcpy(head.stream.data(), bytes.data() + 24 + kSaltBytes, kStreamBytes);
  if (head.kind > LockKind::KeyFile || head.operations > kMostOperations ||
      head.memory_bytes > kMostMemoryBytes)
    throw Unusable("it is damaged at its very beginning");
  return head;
}

StreamKey key_of(const Head& head, const Lock& lock) {
  access::require_sodium();
  if (head.kind != lock.kind) {
    if (head.kind == LockKind::Open) throw Unusable("it is not locked: say --plain, without a key");
    throw Unusable(head.kind == LockKind::Passphrase
                       ? "it is locked with a passphrase: say --passphrase-file"
                       : "it is locked with a key file: say --key-file");
  }
  StreamKey key;
  if (head.kind == LockKind::Passphrase) {
    if (crypto_pwhash(key.data(), key.size(), lock.secret.data(), lock.secret.size(),
                      head.salt.data(), head.operations, head.memory_bytes,
                      crypto_pwhash_ALG_ARGON2ID13) != 0)
      throw Unusable("the passphrase's key cannot be computed: too little memory");
    return key;
  }
  crypto_generichash_state state;
  const auto* secret = head.kind == LockKind::KeyFile ? bytes_of(lock.secret) : kOpenKey;
  crypto_generichash_init(&state, secret, kKeyBytes, key.size());
  crypto_generichash_update(&state, bytes_of(kPurpose), kPurpose.size());
  crypto_generichash_update(&state, head.salt.data(), head.salt.size());
  crypto_generichash_final(&state, key.data(), key.size());
  return key;
}

}  // namespace rapport::backup
