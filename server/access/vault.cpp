#include "access/vault.h"

#include <fcntl.h>
#include <sodium.h>
#include <unistd.h>

#include <cerrno>
#include <vector>

#include "access/secrets.h"
#include "base/error.h"

namespace rapport::access {

namespace {

constexpr std::string_view kForm = "v1:";
constexpr std::size_t kNonceBytes = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES;
constexpr std::size_t kTagBytes = crypto_aead_xchacha20poly1305_ietf_ABYTES;
constexpr int kVariant = sodium_base64_VARIANT_URLSAFE_NO_PADDING;

const unsigned char* bytes_of(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

[[noreturn]] void refuse(const std::filesystem::path& file, const char* why) {
  throw base::Error(base::ErrorKind::Unavailable, "secret_key", {},
                    "the key of secrets in " + file.string() + " " + why);
}

// False: somebody else made it first.
bool make_file(const std::filesystem::path& file, const std::string& text) {
  int opened = ::open(file.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (opened < 0 && errno == EEXIST) return false;
  if (opened < 0) refuse(file, "cannot be made");
  bool written = ::write(opened, text.data(), text.size()) == static_cast<ssize_t>(text.size());
  written = ::fsync(opened) == 0 && written;
  ::close(opened);
  if (!written) {
    ::unlink(file.c_str());
    refuse(file, "cannot be written");
  }
  return true;
}

std::string read_file(const std::filesystem::path& file) {
  int opened = ::open(file.c_str(), O_RDONLY | O_CLOEXEC);
  if (opened < 0) refuse(file, "cannot be read");
  std::string text(2 * Vault::kKeyBytes + 2, '\0');
  auto size = ::read(opened, text.data(), text.size());
  ::close(opened);
  text.resize(size > 0 ? static_cast<std::size_t>(size) : 0);
  while (text.ends_with('\n') || text.ends_with('\r')) text.pop_back();
  return text;
}

}  // namespace

Vault::Vault(const std::filesystem::path& file, base::Random& random) : random_(random) {
  require_sodium();
  if (!std::filesystem::exists(file)) make_file(file, random.hex(kKeyBytes) + "\n");
  auto text = read_file(file);
  std::size_t size = 0;
  if (text.size() != 2 * kKeyBytes ||
      sodium_hex2bin(key_.data(), key_.size(), text.data(), text.size(), nullptr, &size,
                     nullptr) != 0 ||
      size != key_.size())
    refuse(file, "is not 64 hexadecimal digits");
}

Vault::~Vault() { sodium_memzero(key_.data(), key_.size()); }

std::string Vault::seal(std::string_view purpose, std::string_view secret) const {
  std::vector<unsigned char> bytes(kNonceBytes + secret.size() + kTagBytes);
  random_.fill(bytes.data(), kNonceBytes);
  crypto_aead_xchacha20poly1305_ietf_encrypt(bytes.data() + kNonceBytes, nullptr,
                                             bytes_of(secret), secret.size(), bytes_of(purpose),
                                             purpose.size(), nullptr, bytes.data(), key_.data());
  std::string text(sodium_base64_encoded_len(bytes.size(), kVariant), '\0');
  sodium_bin2base64(text.data(), text.size(), bytes.data(), bytes.size(), kVariant);
  text.pop_back();
  return std::string(kForm) + text;
}

std::optional<std::string> Vault::open(std::string_view purpose, std::string_view sealed) const {
  if (!sealed.starts_with(kForm)) return std::nullopt;
  sealed.remove_prefix(kForm.size());
  std::vector<unsigned char> bytes(sealed.size());
  std::size_t size = 0;
  if (sodium_base642bin(bytes.data(), bytes.size(), sealed.data(), sealed.size(), nullptr, &size,
                        nullptr, kVariant) != 0 ||
      size < kNonceBytes + kTagBytes)
    return std::nullopt;
  std::string secret(size - kNonceBytes - kTagBytes, '\0');
  if (crypto_aead_xchacha20poly1305_ietf_decrypt(
          reinterpret_cast<unsigned char*>(secret.data()), nullptr, nullptr,
          bytes.data() + kNonceBytes, size - kNonceBytes, bytes_of(purpose), purpose.size(),
          bytes.data(), key_.data()) != 0)
    return std::nullopt;
  return secret;
}

std::string Vault::hash(std::string_view purpose, std::string_view secret) const {
  unsigned char digest[32];
  crypto_generichash_state state;
  crypto_generichash_init(&state, key_.data(), key_.size(), sizeof digest);
  const unsigned char end = 0;  // so that purpose and secret cannot run into each other
  crypto_generichash_update(&state, bytes_of(purpose), purpose.size());
  crypto_generichash_update(&state, &end, 1);
  crypto_generichash_update(&state, bytes_of(secret), secret.size());
  crypto_generichash_final(&state, digest, sizeof digest);
  std::string text(sizeof digest * 2 + 1, '\0');
  sodium_bin2hex(text.data(), text.size(), digest, sizeof digest);
  text.pop_back();
  return text;
}

}  // namespace rapport::access
