#include "files/s3/signature.h"

#include <fmt/format.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <ctime>
#include <memory>
#include <stdexcept>

#include "base/text.h"

namespace rapport::files::s3 {

namespace {

constexpr std::size_t kHashBytes = 32;
constexpr std::size_t kPiece = 256 * 1024;
constexpr std::string_view kAlgorithm = "AWS4-HMAC-SHA256";

std::string hex(std::string_view bytes) {
  std::string out;
  for (unsigned char byte : bytes) out += fmt::format("{:02x}", byte);
  return out;
}

class Sha256 {
 public:
  Sha256() {
    if (!state_ || EVP_DigestInit_ex(state_.get(), EVP_sha256(), nullptr) != 1)
      throw std::runtime_error("no SHA-256");
  }
  void add(std::string_view bytes) { EVP_DigestUpdate(state_.get(), bytes.data(), bytes.size()); }
  std::string end() {
    std::array<char, kHashBytes> digest{};
    EVP_DigestFinal_ex(state_.get(), reinterpret_cast<unsigned char*>(digest.data()), nullptr);
    return hex({digest.data(), digest.size()});
  }

 private:
  std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> state_{EVP_MD_CTX_new(),
                                                                 EVP_MD_CTX_free};
};

std::string hmac(std::string_view key, std::string_view text) {
  std::string out(kHashBytes, '\0');
  HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()),
       reinterpret_cast<const unsigned char*>(text.data()), text.size(),
       reinterpret_cast<unsigned char*>(out.data()), nullptr);
  return out;
}

std::string lower(std::string_view text) {
  std::string out(text);
  for (char& c : out)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return out;
}

// Runs of spaces count as one.
std::string trimmed(std::string_view value) {
  std::string out;
  for (char c : base::trim(value))
    if (c != ' ' || out.back() != ' ') out += c;
  return out;
}

Pairs sorted_headers(const Pairs& headers) {
  Pairs sorted;
  for (const auto& [name, value] : headers) sorted.emplace_back(lower(name), trimmed(value));
  std::sort(sorted.begin(), sorted.end());
  return sorted;
}

std::string names_of(const Pairs& sorted) {
  std::string names;
  for (const auto& [name, value] : sorted) {
    if (!names.empty()) names += ';';
    names += name;
  }
  return names;
}

}  // namespace

std::string encode(std::string_view text, Slash slash) {
  std::string out;
  for (unsigned char c : text) {
    bool is_plain = (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
                    c == '-' || c == '.' || c == '_' || c == '~' ||
                    (c == '/' && slash == Slash::Stays);
    if (is_plain) out += static_cast<char>(c);
    else out += fmt::format("%{:02X}", c);
  }
  return out;
}

std::string query_text(const Pairs& query) {
  Pairs sorted;
  for (const auto& [name, value] : query)
    sorted.emplace_back(encode(name, Slash::Encoded), encode(value, Slash::Encoded));
  std::sort(sorted.begin(), sorted.end());
  std::string out;
  for (const auto& [name, value] : sorted) {
    if (!out.empty()) out += '&';
    out += name + "=" + value;
  }
  return out;
}

std::string stamp_of(base::Instant now) {
  const std::time_t seconds = now / 1'000'000;
  std::tm parts{};
  gmtime_r(&seconds, &parts);
  char text[20];
  std::strftime(text, sizeof text, "%Y%m%dT%H%M%SZ", &parts);
  return text;
}

std::string hex_sha256(std::string_view bytes) {
  Sha256 hash;
  hash.add(bytes);
  return hash.end();
}

std::string hex_sha256(int descriptor, std::uint64_t offset, std::uint64_t size) {
  Sha256 hash;
  std::string piece(std::min<std::uint64_t>(size, kPiece), '\0');
  while (size > 0) {
    const auto wanted = std::min<std::uint64_t>(size, piece.size());
    const auto count = ::pread(descriptor, piece.data(), wanted, static_cast<off_t>(offset));
    if (count <= 0) throw std::runtime_error("a file that is to be kept cannot be read");
    hash.add({piece.data(), static_cast<std::size_t>(count)});
    offset += static_cast<std::uint64_t>(count);
    size -= static_cast<std::uint64_t>(count);
  }
  return hash.end();
}

std::string canonical_request(const Signed& request) {
  const auto headers = sorted_headers(request.headers);
  std::string out = request.method + "\n" + request.path + "\n" + query_text(request.query) + "\n";
  for (const auto& [name, value] : headers) out += name + ":" + value + "\n";
  return out + "\n" + names_of(headers) + "\n" + request.body_hash;
}

std::string authorization(const Signed& request, const Credentials& credentials,
                          std::string_view region, std::string_view stamp) {
  const std::string day(stamp.substr(0, 8));
  const auto scope = day + "/" + std::string(region) + "/s3/aws4_request";
  const auto to_sign = std::string(kAlgorithm) + "\n" + std::string(stamp) + "\n" + scope + "\n" +
                       hex_sha256(canonical_request(request));
  auto key = hmac("AWS4" + credentials.secret, day);
  for (std::string_view part : {region, std::string_view("s3"), std::string_view("aws4_request")})
    key = hmac(key, part);
  return std::string(kAlgorithm) + " Credential=" + credentials.key_id + "/" + scope +
         ",SignedHeaders=" + names_of(sorted_headers(request.headers)) +
         ",Signature=" + hex(hmac(key, to_sign));
}

}  // namespace rapport::files::s3
