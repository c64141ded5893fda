#include "customisation/definitions.h"

#include <algorithm>

#include "base/error.h"
#include "base/text.h"
#include "schema/node.h"

namespace rapport::customisation {

namespace json = base::json;
using base::ErrorKind;

namespace {

// Members of a package as it is read that are not of the document.
constexpr std::string_view kAboutPackage[] = {"version", "changed_at", "changed_by", "active",
                                              "problem"};

const json::object& object_of(const json::value& value, const std::string& place) {
  if (const auto* object = value.if_object()) return *object;
  base::fail(ErrorKind::Malformed, "wrong_type", place, {{"expected", "object"}});
}

std::string shown(std::string_view text) { return std::string(base::prefix_of(text, 60)); }

schema::Language language_named(std::string_view code, const std::string& place) {
  for (auto language : kLanguages)
    if (schema::language_code(language) == code) return language;
  base::fail(ErrorKind::Invalid, "wrong_value", place,
             {{"label", "labels"}, {"value", shown(code)}, {"expected", "ru, uz, en"}});
}

void put(json::object& words, std::string_view name, const json::value& word) {
  if (word.is_null()) words.erase(name);
  else words[name] = word;
}

}  // namespace

void DefinitionReader::put_words(const std::string& entity,
                                 std::initializer_list<std::string_view> path,
                                 std::string_view name, const json::value& labels,
                                 const std::string& place) {
  auto words_in = [&](schema::Language language) -> json::object& {
    auto* at = &object_at(edited_.document, {"strings", schema::language_code(language), entity});
    for (auto step : path) at = &object_at(*at, {step});
    return *at;
  };
  if (!labels.is_object()) return put(words_in(language_), name, labels);
  for (const auto& [code, word] : labels.get_object())
    put(words_in(language_named(code, place)), name, word);
}

json::array DefinitionReader::choices_of(const std::string& entity, const std::string& field,
                                         const json::value& body) {
  const std::string place = "choices";
  if (!body.is_array())
    base::fail(ErrorKind::Malformed, "wrong_type", place, {{"expected", "array"}});
  json::array choices;
  for (const auto& item : body.get_array()) {
    json::object choice = object_of(item, place);
    const auto* key = choice.if_contains("key");
    if (const auto* labels = choice.if_contains("labels"); labels && key && key->is_string()) {
      if (!schema::is_name(key->get_string()))
        base::fail(ErrorKind::Invalid, "bad_name", place,
                   {{"name", shown(std::string_view(key->get_string()))}});
      put_words(entity, {"choices", field}, std::string_view(key->get_string()), *labels, place);
    }
    choice.erase("labels");
    choices.push_back(std::move(choice));
  }
  return choices;
}

void DefinitionReader::take_replacements(const std::string& path, const json::value& body) {
  for (const auto& [key, value] : object_of(body, "replace")) {
    if (!value.is_null() && !value.is_string())
      base::fail(ErrorKind::Malformed, "wrong_type", "replace." + shown(key),
                 {{"expected", "string"}});
    auto& to = edited_.replacements[path][std::string(key)];
    if (value.is_string()) to = std::string(value.get_string());
  }
}

// A layout that the company has made itself names its fields; a new one is put behind them.
void DefinitionReader::append_to_layout(const std::string& entity, const std::string& field) {
  if (!find_object(edited_.document, {"layouts", entity})) return;
  auto& layouts = object_at(edited_.document, {"layouts", entity});
  auto names = [&](const json::value& list) {
    return list.is_array() && std::find(list.get_array().begin(), list.get_array().end(),
                                        json::value(json::string(field))) != list.get_array().end();
  };
  if (auto* create = layouts.if_contains("create"); create && create->is_array() && !names(*create))
    create->get_array().emplace_back(field);
  auto* detail = layouts.if_contains("detail");
  if (!detail || !detail->is_array() || detail->get_array().empty()) return;
  for (const auto& section : detail->get_array()) {
    const auto* rows = section.is_object() ? section.get_object().if_contains("rows") : nullptr;
    if (!rows || !rows->is_array()) return;
    for (const auto& row : rows->get_array())
      if (names(row)) return;
  }
  detail->get_array().back().get_object()["rows"].as_array().push_back(
      json::array{json::string(field)});
}

void DefinitionReader::put_field(const std::string& entity, const std::string& field,
                                 const json::value& body) {
  const auto& given = object_of(body, "");
  auto& fields = object_at(edited_.document, {"entities", entity, "fields"});
  const auto* known = fields.if_contains(field);
  bool appears = !shipped_.field(entity, field) &&
                 (!known || !known->is_object() || is_deleted(known->get_object()));
  auto& definition = object_at(fields, {field});
  definition.erase("deleted");
  for (const auto& [key, value] : given) {
    std::string_view name = key;
    if (name == "labels") put_words(entity, {"fields"}, field, value, "labels");
    else if (name == "hints") put_words(entity, {"hints"}, field, value, "hints");
    else if (name == "replace") take_replacements(entity + "." + field, value);
    else if (value.is_null()) definition.erase(name);
    else if (name == "choices") definition[name] = choices_of(entity, field, value);
    else definition[name] = value;
  }
  if (appears) append_to_layout(entity, field);
}

// A title and what the search finds go without saying.
void DefinitionReader::complete_new_entity(const std::string& entity, json::object& definition) {
  const auto* title = definition.if_contains("title");
  std::string named(title && title->is_string() ? std::string_view(title->get_string())
                                                : std::string_view("name"));
  if (!title && !find_object(definition, {"fields", named})) {
    json::object fields;
    fields[named] = json::object{{"type", "text"}, {"required", true}, {"max", 200}};
    if (const auto* others = find_object(definition, {"fields"}))
      for (const auto& [name, field] : *others) fields[name] = field;
    definition["fields"] = std::move(fields);
    for (auto language : kLanguages) {
      std::string code(schema::language_code(language));
      const auto* messages = shipped_.find("strings/" + code + "/messages.json");
      const auto* word = messages ? messages->if_contains("own_title") : nullptr;
      if (word) object_at(edited_.document, {"strings", code, entity, "fields"})[named] = *word;
    }
  }
  if (!definition.contains("search")) definition["search"] = json::array{json::string(named)};
}

void DefinitionReader::put_entity(const std::string& entity, const json::value& body) {
  const auto& given = object_of(body, "");
  auto* entities = &object_at(edited_.document, {"entities"});
  bool is_new = !shipped_.entity(entity) && !entities->contains(entity);
  auto& definition = object_at(*entities, {entity});
  definition.erase("deleted");
  for (const auto& [key, value] : given) {
    std::string_view name = key;
    if (name == "labels") {
      for (const auto& [code, forms] : object_of(value, "labels")) {
        auto language = language_named(code, "labels");
        for (const auto& [form, word] : object_of(forms, "labels." + std::string(code)))
          put(object_at(edited_.document,
                        {"strings", schema::language_code(language), entity}),
              form, word);
      }
    } else if (name == "fields") {
      for (const auto& [field, inner] : object_of(value, "fields"))
        put_field(entity, std::string(field), inner);
    } else if (name != "layouts") {
      if (value.is_null()) definition.erase(name);
      else definition[name] = value;
    }
  }
  if (is_new) complete_new_entity(entity, definition);
  if (const auto* layouts = given.if_contains("layouts")) put_layouts(entity, *layouts);
}

void DefinitionReader::put_layouts(const std::string& entity, const json::value& body) {
  json::object layouts = object_of(body, "");
  auto* detail = layouts.if_contains("detail");
  if (detail && detail->is_array())
    for (auto& section : detail->get_array()) {
      auto* object = section.if_object();
      const auto* key = object ? object->if_contains("key") : nullptr;
      const auto* labels = object ? object->if_contains("labels") : nullptr;
      if (!labels) continue;
      if (key && key->is_string() && schema::is_name(key->get_string()))
        put_words(entity, {"sections"}, std::string_view(key->get_string()), *labels, "labels");
      object->erase("labels");
    }
  object_at(edited_.document, {"layouts"})[entity] = std::move(layouts);
}

void DefinitionReader::install(const json::value& body) {
  auto installed = empty_document();
  for (const auto& [key, value] : object_of(body, "")) {
    std::string_view name = key;
    if (std::find(std::begin(kAboutPackage), std::end(kAboutPackage), name) !=
        std::end(kAboutPackage))
      continue;
    if (name == "replace") {
      for (const auto& [path, replacements] : object_of(value, "replace"))
        take_replacements(std::string(path), replacements);
    } else if (value.is_object() && installed.contains(name)) {
      for (const auto& [inner, content] : value.get_object())
        installed[name].get_object()[inner] = content;
    } else {
      installed[name] = value;  // checks.h names what it is not
    }
  }
  // What the package does not have is hidden, and still known by its type.
  if (const auto* entities = find_object(edited_.document, {"entities"}))
    for (const auto& [name, value] : *entities) {
      if (!value.is_object()) continue;
      bool is_own = !shipped_.entity(name);
      bool is_there = find_object(installed, {"entities", name}) != nullptr;
      if (is_own && !is_there) {
        auto& hidden = object_at(installed, {"entities", name});
        hidden = value.get_object();
        hidden["deleted"] = true;
        continue;
      }
      const auto* fields = find_object(value.get_object(), {"fields"});
      if (!fields) continue;
      for (const auto& [field, definition] : *fields) {
        if (!definition.is_object() || shipped_.field(name, field) ||
            find_object(installed, {"entities", name, "fields", field}))
          continue;
        auto& hidden = object_at(installed, {"entities", name, "fields", field});
        hidden = definition.get_object();
        hidden["deleted"] = true;
      }
    }
  edited_.document = std::move(installed);
}

}  // namespace rapport::customisation
