#include "schema/layouts.h"

#include <set>

#include "base/error.h"
#include "base/limits.h"
#include "schema/node.h"

namespace rapport::schema {

namespace json = base::json;

namespace {

constexpr std::string_view kLayoutKeys[] = {"list", "detail", "create", "card", "highlights"};
constexpr std::string_view kSectionKeys[] = {"key", "rows"};
constexpr std::size_t kFieldsInRow = 4;

class Checker {
 public:
  Checker(const EntityDef& entity, const std::string& file) : entity_(entity), file_(file) {}

  void check(const Node& node) {
    node.check_keys(kLayoutKeys);
    for (const auto& [key, value] : node.object()) {
      std::string name(key);
      seen_.clear();
      if (name == "detail") sections(node);
      else names(value, name);
    }
  }

 private:
  void names(const json::value& value, const std::string& place) {
    if (!value.is_array()) reject(file_, place, "must be a list");
    for (const auto& item : value.get_array()) {
      if (!item.is_string()) reject(file_, place, "must be a list of fields");
      std::string name(item.get_string());
      if (!entity_.find(name)) reject(file_, place, "no field \"" + name.substr(0, 60) + "\"");
      if (!seen_.insert(name).second) reject(file_, place, "names " + name + " twice");
    }
  }

  void sections(const Node& node) {
    const auto& list = node.list("detail");
    if (list.size() > base::limits::kLayoutSections)
      reject(file_, "detail",
             "has at most " + std::to_string(base::limits::kLayoutSections) + " sections");
    std::set<std::string> keys;
    for (const auto& item : list) {
      Node section(item, file_, "detail");
      section.check_keys(kSectionKeys);
      auto key = section.word("key");
      if (!is_name(key)) section.reject_here("key", "is made of a-z, 0-9 and _");
      if (!keys.insert(key).second) section.reject_here("key", key + " is there twice");
      for (const auto& row : section.list("rows")) {
        names(row, "detail." + key);
        if (row.get_array().size() > kFieldsInRow)
          section.reject_here("rows", "a row has at most 4 fields");
      }
    }
  }

  const EntityDef& entity_;
  const std::string& file_;
  std::set<std::string> seen_;
};

}  // namespace

void check_layouts(const EntityDef& entity, std::string_view text) {
  const std::string file = "layouts/" + entity.name + ".json";
  json::value document;
  try {
    document = base::parse_json(text);
  } catch (const base::Error& error) {
    reject(file, "", error.what());
  }
  Checker(entity, file).check(Node(document, file, ""));
}

}  // namespace rapport::schema
