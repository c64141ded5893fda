#include "schema/node.h"

#include <algorithm>

#include "base/error.h"
#include "base/text.h"

namespace rapport::schema {

namespace json = base::json;

namespace {

[[noreturn]] void throw_rejection(const std::string& file, const std::string& place,
                                  base::FieldError wrong, const std::string& what) {
  auto begin = file.rfind('/') + 1;  // npos + 1 is 0
  auto name = file.substr(begin, file.rfind('.') - begin);
  if (file.starts_with("layouts/")) name = "layouts." + name;
  wrong.field = place.empty() ? name : name + "." + place;
  throw base::Error(base::ErrorKind::Internal, "bad_schema", {std::move(wrong)},
                    file + ": " + (place.empty() ? "entity" : place) + ": " + what);
}

}  // namespace

void reject(const std::string& file, const std::string& place, const std::string& what) {
  throw_rejection(file, place, {"", "bad_definition", {{"problem", what}}}, what);
}

std::string nearest_of(std::string_view word, std::span<const std::string_view> known) {
  return std::string(*std::min_element(known.begin(), known.end(), [&](auto a, auto b) {
    return base::edit_distance(word, a, 20) < base::edit_distance(word, b, 20);
  }));
}

bool is_name(std::string_view text) {
  if (text.empty() || text.size() > 60 || text[0] < 'a' || text[0] > 'z') return false;
  return std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
  });
}

Node::Node(const json::value& value, const std::string& file, std::string path)
    : file_(file), path_(std::move(path)) {
  if (!value.is_object()) reject_here("", "must be an object");
  object_ = &value.get_object();
}

std::string Node::place_of(std::string_view key) const {
  if (key.empty()) return path_;
  return path_.empty() ? std::string(key) : path_ + "." + std::string(key);
}

void Node::reject_here(std::string_view key, const std::string& what) const {
  reject(file_, place_of(key), what);
}

void Node::check_keys(std::span<const std::string_view> known) const {
  for (const auto& [key, value] : *object_) {
    if (std::find(known.begin(), known.end(), std::string_view(key)) != known.end()) continue;
    std::string name(base::prefix_of(key, 60)), nearest = nearest_of(name, known);
    throw_rejection(file_, path_, {"", "unknown_property", {{"key", name}, {"nearest", nearest}}},
                    "unknown key \"" + name + "\", did you mean \"" + nearest + "\"?");
  }
}

Node Node::child(std::string_view key) const {
  const auto* value = object_->if_contains(key);
  if (!value) reject_here(key, "is missing");
  return Node(*value, file_, place_of(key));
}

bool Node::flag(std::string_view key, bool fallback) const {
  const auto* value = object_->if_contains(key);
  if (value && !value->is_bool()) reject_here(key, "must be true or false");
  return value ? value->get_bool() : fallback;
}

std::string Node::word(std::string_view key, std::string fallback) const {
  const auto* value = object_->if_contains(key);
  if (value && !value->is_string()) reject_here(key, "must be a string");
  return value ? std::string(value->get_string()) : fallback;
}

std::string Node::word_of(std::string_view key, std::span<const std::string_view> known) const {
  auto given = word(key, std::string(known.front()));
  if (std::find(known.begin(), known.end(), given) == known.end()) {
    given = base::prefix_of(given, 60);
    reject_here(key, "unknown value \"" + given + "\", did you mean \"" +
                         nearest_of(given, known) + "\"?");
  }
  return given;
}

std::vector<std::string> Node::words(std::string_view key) const {
  const auto* value = object_->if_contains(key);
  if (!value) return {};
  if (value->is_string()) return {std::string(value->get_string())};
  std::vector<std::string> out;
  for (const auto& item : list(key)) {
    if (!item.is_string()) reject_here(key, "must be a list of strings");
    out.emplace_back(item.get_string());
  }
  return out;
}

const json::array& Node::list(std::string_view key) const {
  static const json::array kNone;
  const auto* value = object_->if_contains(key);
  if (value && !value->is_array()) reject_here(key, "must be a list");
  return value ? value->get_array() : kNone;
}

std::optional<std::int64_t> Node::number(std::string_view key) const {
  const auto* value = object_->if_contains(key);
  if (value && !value->is_int64()) reject_here(key, "must be a whole number");
  return value ? std::optional(value->get_int64()) : std::nullopt;
}

}  // namespace rapport::schema
