#include "crm/like_fields.h"

#include <algorithm>

namespace rapport::crm {

using records::Changes;
using records::Record;
using schema::EntityDef;
using schema::FieldDef;
using schema::Shape;

namespace {

// A choice of another list of keys has another meaning.
bool may_hold(const FieldDef& field, const schema::Cell& value) {
  const auto* key = std::get_if<std::string>(&value);
  return field.choices.empty() || field.shape() != Shape::Key || (key && field.find_choice(*key));
}

bool is_alike(const FieldDef& from, const FieldDef& to) {
  return from.type->name() == to.type->name() && from.column_count == to.column_count &&
         from.to == to.to && from.scale == to.scale;
}

bool is_personal(std::string_view field) {
  return field == "owner" || field == "team" || field == "tags";
}

}  // namespace

bool is_among(const Changes& changes, std::string_view field) {
  return std::any_of(changes.fields.begin(), changes.fields.end(),
                     [field](const auto& change) { return change.field->name == field; });
}

void copy_field(const Record& from, std::string_view from_field, const EntityDef& to,
                std::string_view field, Changes& changes) {
  const auto& source = from.entity().field(from_field);
  if (from.is_empty(from_field) || is_among(changes, field)) return;
  auto first = from.cells().begin() + source.column;
  const auto& target = to.field(field);
  if (!may_hold(target, *first)) return;
  changes.fields.push_back({&target, {first, first + target.column_count}});
}

void copy_like_fields(const Record& from, const EntityDef& to, Changes& changes) {
  for (const auto& field : from.entity().fields) {
    const auto* target = to.find(field.name);
    if (!target || field.column < 0 || target->read_only || target->unique) continue;
    if (field.name == to.title) continue;
    if (field.system && !is_personal(field.name)) continue;
    if (is_alike(field, *target)) copy_field(from, field.name, to, field.name, changes);
  }
}

}  // namespace rapport::crm
