#include "base/id.h"

namespace rapport::base {

namespace {
constexpr char kHex[] = "0123456789abcdef";

int hex_value(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

constexpr bool hyphen_at(int i) { return i == 8 || i == 13 || i == 18 || i == 23; }
}  // namespace

void Id::append_to(std::string& out) const {
  char buffer[36];
  int at = 0;
  for (auto byte : bytes) {
    if (hyphen_at(at)) buffer[at++] = '-';
    buffer[at++] = kHex[byte >> 4];
    buffer[at++] = kHex[byte & 15];
  }
  out.append(buffer, 36);
}

std::string Id::text() const {
  std::string out;
  append_to(out);
  return out;
}

std::optional<Id> Id::parse(std::string_view text) {
  if (text.size() != 36) return std::nullopt;
  Id id;
  int at = 0;
  for (auto& byte : id.bytes) {
    if (hyphen_at(at) && text[at++] != '-') return std::nullopt;
    int high = hex_value(text[at++]), low = hex_value(text[at++]);
    if (high < 0 || low < 0) return std::nullopt;
    byte = static_cast<std::uint8_t>(high << 4 | low);
  }
  return id;
}

std::optional<Id> Id::from_bytes(std::string_view raw) {
  if (raw.size() != 16) return std::nullopt;
  Id id;
  std::memcpy(id.bytes.data(), raw.data(), 16);
  return id;
}

}  // namespace rapport::base
