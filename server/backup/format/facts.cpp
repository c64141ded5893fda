#include "backup/format/facts.h"

#include <utility>

#include "backup/format/block.h"
#include "base/error.h"

namespace rapport::backup {

namespace json = base::json;

void refuse() { throw Unusable("it is damaged: it says of itself what cannot be"); }

json::object object_of(std::string_view text) {
  try {
    auto value = base::parse_json(text);
    if (value.is_object()) return std::move(value.get_object());
  } catch (const base::Error&) {
    refuse();
  }
  refuse();
}

const json::value& member_of(const json::object& object, std::string_view name) {
  const auto* found = object.if_contains(name);
  if (!found) refuse();
  return *found;
}

std::int64_t number_of(const json::object& object, std::string_view name) {
  const auto& found = member_of(object, name);
  if (!found.is_int64() || found.get_int64() < 0) refuse();
  return found.get_int64();
}

std::string text_of(const json::value& value) {
  if (!value.is_string()) refuse();
  return std::string(value.get_string());
}

std::string text_of(const json::object& object, std::string_view name) {
  return text_of(member_of(object, name));
}

const json::array& list_of(const json::object& object, std::string_view name) {
  const auto& found = member_of(object, name);
  if (!found.is_array()) refuse();
  return found.get_array();
}

}  // namespace rapport::backup
