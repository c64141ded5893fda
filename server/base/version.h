// The version of this program, as people, databases and backups name it.
// Not here: versions of records and of the model.
#pragma once
#include <array>
#include <charconv>
#include <optional>
#include <string_view>

#ifndef RAPPORT_VERSION
#define RAPPORT_VERSION "0.1.0"
#endif

namespace rapport::base {

inline constexpr const char* kVersion = RAPPORT_VERSION;

using Version = std::array<int, 3>;

// Of "0.1.0"; nothing when it is none.
inline std::optional<Version> parse_version(std::string_view text) {
  Version version{};
  const char* at = text.data();
  const char* end = at + text.size();
  for (std::size_t i = 0; i < version.size(); ++i) {
    auto read = std::from_chars(at, end, version[i]);
    if (read.ec != std::errc() || version[i] < 0) return std::nullopt;
    at = read.ptr;
    if (i + 1 < version.size() && (at == end || *at++ != '.')) return std::nullopt;
  }
  return at == end ? std::optional(version) : std::nullopt;
}

}  // namespace rapport::base
