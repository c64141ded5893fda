#include "customisation/entity_layers.h"

#include <algorithm>

#include "schema/field_type.h"
#include "schema/node.h"

namespace rapport::customisation {

namespace json = base::json;

namespace {

// What ties an activity to any record.
constexpr std::string_view kTie = "related";

json::object& fields_of(json::object& entity) { return object_at(entity, {"fields"}); }

// What a hand in the database has made of it, at worst.
const json::object& object_of(const json::value& value, const std::string& file,
                              const std::string& place) {
  if (!value.is_object()) schema::reject(file, place, "must be an object");
  return value.get_object();
}

// A text gets its folded column at once: so an index can be had later without filling it.
json::object own_field(const json::object& given) {
  json::object field = given;
  field.erase("deleted");
  const auto* name = given.if_contains("type");
  const auto* type = name && name->is_string() ? schema::find_field_type(name->get_string())
                                               : nullptr;
  if (type && type->shape() == schema::Shape::Text && type->name() != "long_text")
    field["folded"] = true;
  return field;
}

// Choices in the company's order; what a later version ships beside them comes last.
json::array merged_choices(const json::array& shipped, const json::array& own) {
  json::array merged = own;
  for (const auto& choice : shipped) {
    const auto& key = choice.at("key");
    bool is_there = std::any_of(own.begin(), own.end(), [&](const json::value& each) {
      const auto* object = each.if_object();
      const auto* own_key = object ? object->if_contains("key") : nullptr;
      return own_key && *own_key == key;
    });
    if (!is_there) merged.push_back(choice);
  }
  return merged;
}

template <std::size_t N>
bool is_one_of(std::string_view word, const std::string_view (&list)[N]) {
  return std::find(std::begin(list), std::end(list), word) != std::end(list);
}

// A field that has a type is one that the company had before the program did. Of the same type it
// may go on as the program's; of another one, its values are not those of the program's rules.
void change_shipped_field(json::object& field, const json::object& own, const std::string& file,
                          const std::string& place) {
  const auto* type = own.if_contains("type");
  if (type && *type != field.at("type"))
    schema::reject(file, place, "a field of that name and another type is shipped by now");
  for (const auto& [key, value] : own) {
    if (!is_one_of(key, kShippedFieldKeys)) continue;
    const auto* shipped = field.if_contains(key);
    if (std::string_view(key) == "choices" && shipped && shipped->is_array() && value.is_array())
      field[key] = merged_choices(shipped->get_array(), value.get_array());
    else
      field[key] = value;
  }
}

void add_fields(MergedEntity& merged, const json::object& own, Hidden hidden) {
  auto& entity = merged.definition;
  const auto* given = own.if_contains("fields");
  if (!given) return;
  auto& fields = fields_of(entity);
  for (const auto& [name, value] : object_of(*given, merged.path, "fields")) {
    auto place = "fields." + std::string(name);
    const auto& field = object_of(value, merged.path, place);
    auto* shipped = fields.if_contains(name);
    if (is_deleted(field) && (shipped || hidden == Hidden::LeftOut)) continue;
    if (shipped && shipped->is_object())
      change_shipped_field(shipped->get_object(), field, merged.path, place);
    else
      fields[name] = own_field(field);
  }
}

// Lists of fields do not name what is left out.
void forget_left_out(json::object& entity, const json::object& own) {
  const auto* given = own.if_contains("fields");
  auto is_left_out = [&](const json::value& name) {
    const auto* text = name.if_string();
    auto word = text ? std::string_view(*text) : std::string_view();
    if (word.ends_with("~")) word.remove_suffix(1);
    const auto* field = given && given->is_object() ? given->get_object().if_contains(word)
                                                    : nullptr;
    return field && field->is_object() && is_deleted(field->get_object()) &&
           !fields_of(entity).contains(word);
  };
  for (const char* key : {"board", "board_sum"})
    if (const auto* value = entity.if_contains(key); value && is_left_out(*value))
      entity.erase(key);
  for (const char* key : {"search", "duplicates"}) {
    auto* value = entity.if_contains(key);
    if (!value || !value->is_array()) continue;
    json::array rest;
    for (auto& item : value->get_array())
      if (!is_left_out(item)) rest.push_back(item);
    *value = std::move(rest);
  }
}

void lay_entity(MergedEntity& entity, const json::object& own, bool is_shipped, Hidden hidden) {
  for (const auto& [key, value] : own) {
    std::string_view name = key;
    bool is_laid = is_shipped ? is_one_of(name, kShippedEntityKeys) && name != "fields"
                              : name != "area" && name != "deleted" && name != "fields";
    if (is_laid) entity.definition[name] = value;
  }
  add_fields(entity, own, hidden);
  if (hidden == Hidden::LeftOut) forget_left_out(entity.definition, own);
}

// Tasks, calls and their like can be tied to an own entity that has activities.
void tie_activities(std::map<std::string, MergedEntity>& entities, const Shipped& shipped) {
  for (const auto& [name, entity] : entities) {
    const auto* has = entity.definition.if_contains("activities");
    if (shipped.entity(name) || !has || !has->is_bool() || !has->get_bool()) continue;
    for (auto& [other, activity] : entities) {
      if (!shipped.entity(other)) continue;
      auto* tie = fields_of(activity.definition).if_contains(kTie);
      auto* to = tie && tie->is_object() ? tie->get_object().if_contains("to") : nullptr;
      if (to && to->is_array()) to->get_array().push_back(json::string(name));
    }
  }
}

}  // namespace

std::map<std::string, MergedEntity> merged_entities(const Shipped& shipped,
                                                    const Document& document, Hidden hidden) {
  std::map<std::string, MergedEntity> entities;
  for (const auto& name : shipped.entities())
    entities[name] = {shipped.path_of_entity(name), *shipped.entity(name)};
  const auto* own = find_object(document, {"entities"});
  if (!own) return entities;
  for (const auto& [key, value] : *own) {
    std::string name(key);
    const auto& definition = object_of(value, "own/" + name + ".json", "");
    bool is_shipped = shipped.entity(name) != nullptr;
    if (is_deleted(definition) && hidden == Hidden::LeftOut && !is_shipped) continue;
    auto& entity = entities[name];
    if (entity.path.empty()) {
      const auto* area = definition.if_contains("area");
      std::string folder(area && area->is_string() ? std::string_view(area->get_string())
                                                   : std::string_view("sales"));
      entity.path = folder + "/" + name + ".json";
      entity.definition["name"] = name;
    }
    lay_entity(entity, definition, is_shipped, hidden);
  }
  tie_activities(entities, shipped);
  return entities;
}

}  // namespace rapport::customisation
