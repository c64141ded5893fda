// Facts: what a backup says of itself, as small JSON objects, read without trust.
// Throws: Unusable wherever one is not as it must be.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>

#include "base/json.h"

namespace rapport::backup {

[[noreturn]] void refuse();

base::json::object object_of(std::string_view text);
const base::json::value& member_of(const base::json::object& object, std::string_view name);
// Not below zero.
std::int64_t number_of(const base::json::object& object, std::string_view name);
std::string text_of(const base::json::value& value);
std::string text_of(const base::json::object& object, std::string_view name);
const base::json::array& list_of(const base::json::object& object, std::string_view name);

}  // namespace rapport::backup
