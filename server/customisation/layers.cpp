#include "customisation/layers.h"

#include <functional>

#include "customisation/entity_layers.h"
#include "customisation/layout_layers.h"

namespace rapport::customisation {

namespace json = base::json;

namespace {

void lay_words(json::object& words, const json::object& own) {
  for (const auto& [key, value] : own) {
    auto* there = words.if_contains(key);
    if (there && there->is_object() && value.is_object())
      lay_words(there->get_object(), value.get_object());
    else
      words[key] = value;
  }
}

// Words that another language has and this one lacks.
void fill_words(json::object& words, const json::object& other) {
  for (const auto& [key, value] : other) {
    auto* there = words.if_contains(key);
    if (!there) words[key] = value;
    else if (there->is_object() && value.is_object())
      fill_words(there->get_object(), value.get_object());
  }
}

class WordLayers {
 public:
  WordLayers(const Shipped& shipped, const Document& document)
      : shipped_(shipped), document_(document) {}

  // The words file of an entity in a language.
  json::object of(const std::string& entity, schema::Language language, bool has_main) const {
    auto words = given(entity, language);
    // A word that is missing is that of a language which has it.
    for (auto other : {schema::Language::En, schema::Language::Ru, schema::Language::Uz})
      if (const auto* own = find_object(
              document_, {"strings", schema::language_code(other), entity}))
        fill_words(words, *own);
    for (const char* form : {"many", "new"})
      if (!words.contains(form) && words.contains("one")) words[form] = words["one"];
    add_section(words, language, kOwnSection);
    if (has_main) add_section(words, language, kMainSection);
    return words;
  }

 private:
  json::object given(const std::string& entity, schema::Language language) const {
    std::string code(schema::language_code(language));
    json::object words;
    if (const auto* file = shipped_.find("strings/" + code + "/" + entity + ".json"))
      words = *file;
    if (const auto* own = find_object(document_, {"strings", code, entity}))
      lay_words(words, *own);
    return words;
  }

  void add_section(json::object& words, schema::Language language, std::string_view key) const {
    auto& sections = object_at(words, {"sections"});
    if (sections.contains(key)) return;
    std::string code(schema::language_code(language));
    const auto* messages = shipped_.find("strings/" + code + "/messages.json");
    const auto* word = messages ? messages->if_contains("section_" + std::string(key)) : nullptr;
    if (word) sections[key] = *word;
  }

  const Shipped& shipped_;
  const Document& document_;
};

}  // namespace

Layers lay_over(const Shipped& shipped, const Document& document, Hidden hidden) {
  Layers layers;
  std::map<std::string, std::string_view> files;  // by path
  for (const auto& file : shipped.files()) files[file.path] = file.text;
  auto put = [&](const std::string& path, const json::object& content) {
    files[path] = layers.texts.emplace_back(json::serialize(content));
  };
  WordLayers words(shipped, document);
  for (const auto& [name, entity] : merged_entities(shipped, document, hidden)) {
    bool is_shipped = shipped.entity(name) != nullptr;
    bool is_touched = !is_shipped || find_object(document, {"entities", name}) ||
                      find_object(document, {"layouts", name});
    for (auto language : kLanguages)
      is_touched = is_touched ||
                   find_object(document, {"strings", schema::language_code(language), name});
    put(entity.path, entity.definition);  // activities are tied to others' entities too
    if (!is_touched) continue;
    put("layouts/" + name + ".json", merged_layouts(shipped, document, name, entity));
    for (auto language : kLanguages)
      put("strings/" + std::string(schema::language_code(language)) + "/" + name + ".json",
          words.of(name, language, !is_shipped));
  }
  for (const auto& [path, text] : files) layers.files.push_back({path, text});
  return layers;
}

}  // namespace rapport::customisation
