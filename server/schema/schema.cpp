#include "schema/schema.h"

#include "base/error.h"

namespace rapport::schema {

const Choice* FieldDef::find_choice(std::string_view key) const {
  for (const auto& choice : choices)
    if (choice.key == key) return &choice;
  return nullptr;
}

const FieldDef* EntityDef::find(std::string_view field) const {
  auto it = by_name.find(std::string(field));
  return it == by_name.end() ? nullptr : &fields[it->second];
}

const FieldDef& EntityDef::field(std::string_view field_name) const {
  if (const auto* found = find(field_name)) return *found;
  throw base::Error(base::ErrorKind::Internal, "internal", {},
                    "no field " + name + "." + std::string(field_name));
}

std::string link_table_name(const EntityDef& entity, const FieldDef& field) {
  return "link_" + entity.name + "_" + field.name;
}

Schema::Schema(std::vector<EntityDef> entities,
               std::unordered_map<std::string, std::string> layouts, std::string version)
    : entities_(std::move(entities)), layouts_(std::move(layouts)), version_(std::move(version)) {
  for (std::size_t i = 0; i < entities_.size(); ++i)
    by_name_[entities_[i].name] = static_cast<int>(i);
}

const EntityDef* Schema::find(std::string_view entity) const {
  auto it = by_name_.find(std::string(entity));
  return it == by_name_.end() ? nullptr : &entities_[it->second];
}

const EntityDef& Schema::entity(std::string_view name) const {
  if (const auto* found = find(name)) return *found;
  base::fail(base::ErrorKind::NotFound, "unknown_entity", "", {{"entity", std::string(name)}});
}

const std::string& Schema::layouts_json(std::string_view entity) const {
  static const std::string kEmpty = "{}";
  auto it = layouts_.find(std::string(entity));
  return it == layouts_.end() ? kEmpty : it->second;
}

}  // namespace rapport::schema
