#include "access/actor.h"

#include <algorithm>
#include <iterator>

#include "base/error.h"
#include "base/json.h"

namespace rapport::access {

namespace json = base::json;

namespace {
constexpr std::string_view kLevels[] = {"none", "own", "team", "subordinates", "territory", "all"};
}

std::string_view name_of(Level level) { return kLevels[static_cast<int>(level)]; }

Level EntityRights::level(Action action) const {
  switch (action) {
    case Action::Read:
      return read;
    case Action::Create:
      return create;
    case Action::Update:
      return update;
    case Action::Delete:
      return remove;
    case Action::Export:
      return exporting;
    case Action::MassEdit:
      return mass_edit.value_or(Level::All);
    case Action::Deleted:
      return deleted.value_or(read);
  }
  return Level::None;
}

const EntityRights& Role::rights(const std::string& entity) const {
  auto it = entities.find(entity);
  return it == entities.end() ? fallback : it->second;
}

namespace {

Level parse_level(const json::value& value, const std::string& place) {
  const auto* end = std::end(kLevels);
  std::string_view word = value.is_string() ? std::string_view(value.get_string()) : "";
  const auto* known = std::find(std::begin(kLevels), end, word);
  if (known != end) return static_cast<Level>(known - std::begin(kLevels));
  base::fail(base::ErrorKind::Invalid, "not_a_choice", place, {{"value", json::serialize(value)}});
}

void parse_fields(const json::value& value, std::unordered_set<std::string>& fields,
                  const std::string& place) {
  if (!value.is_array())
    base::fail(base::ErrorKind::Invalid, "wrong_type", place, {{"expected", "array"}});
  for (const auto& field : value.get_array()) {
    if (!field.is_string())
      base::fail(base::ErrorKind::Invalid, "wrong_type", place, {{"expected", "string"}});
    fields.emplace(field.get_string());
  }
}

void parse_entity(const json::object& node, const std::string& entity, EntityRights& rights,
                  Role& role) {
  for (const auto& [key, value] : node) {
    std::string place = "rights." + entity + "." + std::string(key);
    if (key == "read")
      rights.read = parse_level(value, place);
    else if (key == "create")
      rights.create = parse_level(value, place);
    else if (key == "update")
      rights.update = parse_level(value, place);
    else if (key == "delete")
      rights.remove = parse_level(value, place);
    else if (key == "export")
      rights.exporting = parse_level(value, place);
    else if (key == "mass_edit")
      rights.mass_edit = parse_level(value, place);
    else if (key == "deleted")
      rights.deleted = parse_level(value, place);
    else if (key == "hidden")
      parse_fields(value, role.hidden[entity], place);
    else if (key == "locked")
      parse_fields(value, role.locked[entity], place);
    else
      base::fail(base::ErrorKind::Invalid, "unknown_field", place);
  }
}

}  // namespace

void parse_rights(std::string_view text, Role& role) {
  auto document = base::parse_json(text);
  if (!document.is_object())
    base::fail(base::ErrorKind::Invalid, "wrong_type", "rights", {{"expected", "object"}});
  const auto& entities = document.get_object();
  if (const auto* all = entities.if_contains("*"); all && all->is_object())
    parse_entity(all->get_object(), "*", role.fallback, role);
  for (const auto& [key, node] : entities) {
    std::string entity(key);
    if (!node.is_object())
      base::fail(base::ErrorKind::Invalid, "wrong_type", "rights." + entity,
                 {{"expected", "object"}});
    if (entity == "*") continue;
    EntityRights rights = role.fallback;
    parse_entity(node.get_object(), entity, rights, role);
    role.entities[entity] = rights;
  }
}

Actor system_actor() {
  auto role = std::make_shared<Role>();
  role->administrator = true;
  role->key = "administrator";
  Actor actor;
  actor.role = std::move(role);
  return actor;
}

}  // namespace rapport::access
