#include "imports/columns/import_map.h"

#include "base/error.h"
#include "base/limits.h"
#include "base/text.h"

namespace rapport::imports {

namespace json = base::json;
using base::FieldError;

namespace {

class MapReader {
 public:
  explicit MapReader(ImportMap& map) : map_(map) {}

  void read(const json::value& document) {
    if (document.is_null()) return;
    if (!document.is_object()) return reject("", "wrong_type", "expected", "object");
    for (const auto& [key, value] : document.get_object())
      if (!value.is_null()) member(std::string(key), value);
  }
  std::vector<FieldError>& errors() { return errors_; }

 private:
  void reject(const std::string& place, const char* code, const char* name = nullptr,
              std::string argument = {}) {
    FieldError error{place.empty() ? "map" : "map." + place, code, {}};
    if (name) error.arguments.emplace_back(name, std::move(argument));
    errors_.push_back(std::move(error));
  }

  void member(const std::string& key, const json::value& value) {
    if (key == "columns") columns(value);
    else if (key == "values") values(value);
    else if (key == "defaults") defaults(value);
    else if (key == "match") match(value);
    else if (key == "create_linked") flag(key, value, map_.create_linked);
    else if (key == "ignore_unknown") flag(key, value, map_.ignore_unknown);
    else if (key == "date_order") date_order(value);
    else if (key == "decimal") decimal(value);
    else reject(key, "unknown_key", "key", key);
  }

  const json::object* object(const std::string& place, const json::value& value) {
    if (value.is_object()) return &value.get_object();
    if (!value.is_null()) reject(place, "wrong_type", "expected", "object");
    return nullptr;
  }

  std::optional<std::string> text(const std::string& place, const json::value& value) {
    if (value.is_null()) return std::string();
    if (value.is_string()) return std::string(value.get_string());
    if (value.is_bool() || value.is_number()) return json::serialize(value);
    reject(place, "wrong_type", "expected", "string");
    return std::nullopt;
  }

  void columns(const json::value& value) {
    const auto* node = object("columns", value);
    if (!node) return;
    for (const auto& [column, path] : *node) {
      std::string name(column);
      if (auto word = text("columns." + name, path)) map_.columns.push_back({name, *word});
    }
  }

  void values(const json::value& value) {
    const auto* node = object("values", value);
    if (!node) return;
    for (const auto& [column, words] : *node) {
      std::string name(column);
      const auto* pairs = object("values." + name, words);
      if (!pairs) continue;
      auto& read = map_.values[name];
      for (const auto& [word, meaning] : *pairs)
        if (auto key = text("values." + name + "." + std::string(word), meaning))
          read[base::fold(base::trim(word))] = *key;
    }
  }

  void defaults(const json::value& value) {
    const auto* node = object("defaults", value);
    if (!node) return;
    for (const auto& [path, cell] : *node) {
      std::string name(path);
      auto word = text("defaults." + name, cell);
      if (word && !word->empty()) map_.defaults.emplace_back(name, *word);
    }
  }

  void match(const json::value& value) {
    if (!value.is_array()) return reject("match", "wrong_type", "expected", "array");
    for (const auto& item : value.get_array())
      if (auto word = text("match", item); word && !word->empty()) map_.match.push_back(*word);
  }

  void flag(const std::string& key, const json::value& value, bool& out) {
    if (value.is_bool()) out = value.get_bool();
    else reject(key, "not_a_boolean");
  }

  void date_order(const json::value& value) {
    auto word = text("date_order", value);
    if (!word || word->empty()) return;
    map_.date_order = date_order_named(*word);
    if (!map_.date_order) reject("date_order", "not_a_choice", "value", *word);
  }

  void decimal(const json::value& value) {
    auto word = text("decimal", value);
    if (!word || word->empty()) return;
    if (*word == "." || *word == ",") map_.decimal = (*word)[0];
    else reject("decimal", "not_a_choice", "value", *word);
  }

  ImportMap& map_;
  std::vector<FieldError> errors_;
};

}  // namespace

ImportMap parse_import_map(const json::value& document) {
  ImportMap map;
  MapReader reader(map);
  reader.read(document);
  if (!reader.errors().empty())
    throw base::Error(base::ErrorKind::Invalid, "invalid", std::move(reader.errors()));
  return map;
}

json::value parse_map_text(std::string_view text) {
  json::parse_options options;
  options.max_depth = base::limits::kJsonDepth;
  options.allow_comments = true;
  options.allow_trailing_commas = true;
  if (text.starts_with("\uFEFF")) text.remove_prefix(3);
  boost::system::error_code error;
  auto value = json::parse(text, error, {}, options);
  if (error) return base::parse_json(text);  // which says line and column
  return value;
}

}  // namespace rapport::imports
