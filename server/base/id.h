// Id: a UUID, version 7 when made here (RFC 9562, section 5.7). Sorts by time of creation.
// New ones come from base/clock.h.
#pragma once
#include <array>
#include <compare>
#include <cstdint>
#include <cstring>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace rapport::base {

struct Id {
  std::array<std::uint8_t, 16> bytes{};

  auto operator<=>(const Id&) const = default;
  bool is_nil() const { return *this == Id{}; }

  // 36 characters, lower case, with hyphens.
  std::string text() const;
  void append_to(std::string& out) const;

  // Any UUID in the usual notation, upper or lower case; nothing when it is not one.
  static std::optional<Id> parse(std::string_view text);
  // The 16 raw bytes as a blob; nothing when the length differs.
  static std::optional<Id> from_bytes(std::string_view raw);
  std::string_view raw() const {
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
  }
};

}  // namespace rapport::base

template <>
struct std::hash<rapport::base::Id> {
  std::size_t operator()(const rapport::base::Id& id) const noexcept {
    std::size_t low, high;
    std::memcpy(&high, id.bytes.data(), 8);
    std::memcpy(&low, id.bytes.data() + 8, 8);
    return low ^ (high * 0x9E3779B97F4A7C15ULL);
  }
};
