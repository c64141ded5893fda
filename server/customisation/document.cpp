#include "customisation/document.h"

#include "base/text.h"

namespace rapport::customisation {

namespace json = base::json;

Document empty_document() {
  Document document;
  for (const char* part : {"entities", "layouts"}) document[part] = json::object();
  for (auto language : kLanguages)
    object_at(document, {"strings", schema::language_code(language)});
  return document;
}

const json::object* find_object(const json::object& from,
                                std::initializer_list<std::string_view> path) {
  const auto* at = &from;
  for (auto step : path) {
    const auto* value = at->if_contains(step);
    if (!value || !value->is_object()) return nullptr;
    at = &value->get_object();
  }
  return at;
}

json::object& object_at(json::object& from, std::initializer_list<std::string_view> path) {
  auto* at = &from;
  for (auto step : path) {
    // Looked for first: [] may move the others even when the key is there.
    auto* value = at->if_contains(step);
    if (!value) value = &(*at)[step];
    if (!value->is_object()) *value = json::object();
    at = &value->get_object();
  }
  return *at;
}

bool is_deleted(const json::object& definition) {
  const auto* deleted = definition.if_contains("deleted");
  return deleted && deleted->is_bool() && deleted->get_bool();
}

std::map<std::string, std::string> files_of(const Document& document) {
  std::map<std::string, std::string> files;
  auto add = [&](const std::string& folder, const json::object* definitions) {
    if (!definitions) return;
    for (const auto& [name, value] : *definitions)
      files[folder + "/" + std::string(name) + ".json"] = json::serialize(value);
  };
  add("entities", find_object(document, {"entities"}));
  add("layouts", find_object(document, {"layouts"}));
  for (auto language : kLanguages) {
    std::string code(schema::language_code(language));
    add("strings/" + code, find_object(document, {"strings", code}));
  }
  return files;
}

Document document_of(const std::map<std::string, std::string>& files) {
  auto document = empty_document();
  for (const auto& [path, text] : files) {
    auto steps = base::split(path.substr(0, path.rfind('.')), '/');
    auto value = base::parse_json(text);
    if (steps.size() == 2) object_at(document, {steps[0]})[steps[1]] = std::move(value);
    if (steps.size() == 3) object_at(document, {steps[0], steps[1]})[steps[2]] = std::move(value);
  }
  return document;
}

namespace {

class Comparison {
 public:
  explicit Comparison(const std::set<std::string>& shipped) : shipped_(shipped) {}
  std::vector<Difference> found;

  void compare_members(const std::string& place, const json::object* before,
                       const json::object* after) {
    static const json::object kNothing;
    before = before ? before : &kNothing;
    after = after ? after : &kNothing;
    for (const auto& [name, value] : *after) {
      std::string path = place.empty() ? std::string(name) : place + "." + std::string(name);
      const auto* old = before->if_contains(name);
      static const json::value kUntouched = json::object();
      if (!old && place.empty() && shipped_.contains(path)) old = &kUntouched;
      if (!old) found.push_back({path, "added"});
      else if (place.empty() && old->is_object() && value.is_object())
        compare_entities(path, old->get_object(), value.get_object());
      else if (*old != value)
        found.push_back({path, change_of(*old, value)});
    }
    for (const auto& [name, value] : *before)
      if (!after->contains(name))
        found.push_back({place.empty() ? std::string(name) : place + "." + std::string(name),
                         "removed"});
  }

 private:
  static std::string_view change_of(const json::value& before, const json::value& after) {
    bool was = before.is_object() && is_deleted(before.get_object());
    bool is = after.is_object() && is_deleted(after.get_object());
    if (was == is) return "changed";
    return is ? "hidden" : "restored";
  }

  void compare_entities(const std::string& path, json::object before, json::object after) {
    auto fields = [](const json::object& entity) { return find_object(entity, {"fields"}); };
    auto change = change_of(before, after);
    compare_members(path + ".fields", fields(before), fields(after));
    before.erase("fields");
    after.erase("fields");
    if (before != after) found.push_back({path, change});
  }

  const std::set<std::string>& shipped_;
};

}  // namespace

std::vector<Difference> differences(const Document& before, const Document& after,
                                    const std::set<std::string>& shipped) {
  Comparison comparison(shipped);
  comparison.compare_members("", find_object(before, {"entities"}),
                             find_object(after, {"entities"}));
  comparison.compare_members("layouts", find_object(before, {"layouts"}),
                             find_object(after, {"layouts"}));
  for (auto language : kLanguages) {
    std::string code(schema::language_code(language));
    comparison.compare_members("strings." + code, find_object(before, {"strings", code}),
                               find_object(after, {"strings", code}));
  }
  return std::move(comparison.found);
}

}  // namespace rapport::customisation
