#include "search/plan.h"

#include <algorithm>

#include "base/json.h"

namespace rapport::search {

namespace json = base::json;

namespace {

// The title, then what the entity's file names, in its order.
std::vector<std::string> wanted_fields(const schema::EntityDef& entity) {
  std::vector<std::string> fields{entity.title};
  for (const auto& field : entity.search)
    if (entity.find(field) && std::find(fields.begin(), fields.end(), field) == fields.end())
      fields.push_back(field);
  if (fields.size() > kFieldColumns) fields.resize(kFieldColumns);
  return fields;
}

IndexedEntity* find_entity(Plan& plan, std::string_view name) {
  for (auto& entity : plan.entities)
    if (entity.name == name) return &entity;
  return nullptr;
}

Adaptation adapt_entity(Plan& plan, const schema::EntityDef& definition) {
  auto wanted = wanted_fields(definition);
  auto* known = find_entity(plan, definition.name);
  if (!known) {
    auto slot = static_cast<std::int64_t>(plan.entities.size()) + 1;
    plan.entities.push_back({definition.name, slot, std::move(wanted)});
    return Adaptation::Changed;
  }
  if (known->fields.front() != wanted.front()) return Adaptation::Anew;
  auto result = Adaptation::None;
  for (const auto& field : wanted) {
    if (known->column_of(field) >= 0) continue;
    if (known->fields.size() == kFieldColumns) return Adaptation::Anew;
    known->fields.push_back(field);
    known->to_build = INT64_MAX;
    result = Adaptation::Changed;
  }
  return result;
}

IndexedEntity parse_entity(const json::object& node) {
  IndexedEntity entity;
  entity.name = node.at("name").as_string();
  entity.slot = node.at("slot").to_number<std::int64_t>();
  entity.to_build = node.at("to_build").to_number<std::int64_t>();
  for (const auto& field : node.at("fields").as_array())
    entity.fields.emplace_back(field.as_string());
  return entity;
}

}  // namespace

int IndexedEntity::column_of(std::string_view field) const {
  auto it = std::find(fields.begin(), fields.end(), field);
  return it == fields.end() ? -1 : static_cast<int>(it - fields.begin());
}

const IndexedEntity* Plan::find(std::string_view entity) const {
  return find_entity(const_cast<Plan&>(*this), entity);
}

std::string Plan::text() const {
  std::string out;
  base::JsonWriter json(out);
  json.begin_object().member("version", version).member("cursor", cursor).member("mark", mark);
  json.member("compact", compact).member("scattered", scattered);
  json.key("entities").begin_array();
  for (const auto& entity : entities) {
    json.begin_object().member("name", entity.name).member("slot", entity.slot);
    json.member("to_build", entity.to_build).key("fields").begin_array();
    for (const auto& field : entity.fields) json.value(field);
    json.end_array().end_object();
  }
  json.end_array().end_object();
  return out;
}

Plan Plan::parse(std::string_view text) {
  if (text.empty()) return {};
  try {
    auto parsed = base::parse_json(text);
    const auto& node = parsed.as_object();
    Plan plan;
    plan.version = node.at("version").as_string();
    plan.cursor = node.at("cursor").to_number<std::int64_t>();
    plan.mark = base::Id::parse(node.at("mark").as_string()).value_or(base::Id{});
    plan.compact = node.at("compact").as_bool();
    if (const auto* count = node.if_contains("scattered"))
      plan.scattered = count->to_number<std::int64_t>();
    for (const auto& entity : node.at("entities").as_array())
      plan.entities.push_back(parse_entity(entity.as_object()));
    return plan;
  } catch (const std::exception&) {  // of another version, then
    return {};
  }
}

Adaptation adapt(Plan& plan, const schema::Schema& schema) {
  auto result = Adaptation::None;
  for (const auto& definition : schema.entities()) {
    if (definition.search.empty()) continue;
    result = std::max(result, adapt_entity(plan, definition));
  }
  // What a vanished entity left is out of date by the day it comes back.
  for (auto& entity : plan.entities) {
    const auto* definition = schema.find(entity.name);
    bool is_there = definition && !definition->search.empty();
    if (!is_there && entity.to_build != INT64_MAX) {
      entity.to_build = INT64_MAX;
      result = std::max(result, Adaptation::Changed);
    }
  }
  if (result == Adaptation::Changed) plan.compact = false;
  return result;
}

int rank_of(const schema::EntityDef& entity) {
  if (entity.access == schema::AccessModel::Shared) return 0;  // few, and named with care
  if (entity.activities) return 1;
  for (const auto& field : entity.fields)
    if (!field.system && field.points_to_several()) return 3;
  return 2;
}

}  // namespace rapport::search
