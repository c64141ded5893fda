#include "records/steps.h"

#include "base/json.h"

namespace rapport::records {

using schema::Cell;
using schema::FieldDef;
using schema::Shape;
namespace json = base::json;

void apply_changes(Record& record, const Changes& changes) {
  for (const auto& change : changes.fields)
    for (int i = 0; i < change.field->column_count; ++i)
      record.cells()[change.field->column + i] = change.cells[i];
}

void apply_defaults(const Context& context, Record& record) {
  const auto& entity = record.entity();
  for (const auto& field : entity.fields) {
    if (field.default_json.empty() || field.column < 0 || !record.is_empty(field.name)) continue;
    std::vector<Cell> cells(field.column_count);
    if (field.type->parse(field, base::parse_json(field.default_json), cells)) continue;
    for (int i = 0; i < field.column_count; ++i) record.cells()[field.column + i] = cells[i];
  }
  const auto& actor = *context.actor;
  if (record.is_empty("owner") && !actor.user.is_nil()) record.set("owner", actor.user);
  if (!record.is_empty("team")) return;
  auto owner = record.id("owner");
  const auto* person = owner ? context.directory->person(*owner) : nullptr;
  if (person && !person->teams.empty()) record.set("team", person->teams.front());
}

namespace {

std::string first_value(const std::string& points) {
  auto parsed = base::parse_json(points);
  return std::string(parsed.as_array().at(0).at("value").as_string());
}

// The single value replaces the first of the many.
std::string with_first(const std::optional<std::string>& points, const std::string& value) {
  json::array list;
  if (points) list = base::parse_json(*points).as_array();
  json::object first{{"value", value}, {"kind", "work"}};
  if (list.empty())
    list.push_back(first);
  else
    list[0].as_object()["value"] = value;
  return json::serialize(list);
}

std::string without_first(const std::string& points) {
  auto list = base::parse_json(points).as_array();
  list.erase(list.begin());
  return list.empty() ? std::string() : json::serialize(list);
}

bool is_among(const Changes& changes, const FieldDef& field) {
  for (const auto& change : changes.fields)
    if (change.field == &field) return true;
  return false;
}

void settle_pair(Record& record, const Changes& changes, const char* one, const char* many) {
  const auto* single = record.entity().find(one);
  const auto* list = record.entity().find(many);
  if (!single || !list || single->shape() != Shape::Text || list->shape() != Shape::Structure)
    return;
  auto value = record.text(one);
  auto points = record.text(many);
  if (is_among(changes, *list) || !is_among(changes, *single)) {
    if (points)
      record.set(one, first_value(*points));
    else if (value && !is_among(changes, *list))
      record.set(many, with_first(points, *value));
    else
      record.clear(one);
    return;
  }
  if (value) {
    record.set(many, with_first(points, *value));
    return;
  }
  auto rest = points ? without_first(*points) : std::string();
  record.clear(many);
  if (rest.empty()) return;
  record.set(many, rest);
  record.set(one, first_value(rest));
}

}  // namespace

void settle_contact_points(Record& record, const Changes& changes) {
  settle_pair(record, changes, "email", "emails");
  settle_pair(record, changes, "phone", "phones");
}

void settle_currencies(const Context& context, Record& record) {
  for (const auto& field : record.entity().fields) {
    if (field.shape() != Shape::Money) continue;
    auto& currency = record.cells()[field.column + 1];
    if (schema::is_null(record.cells()[field.column]))
      currency = {};
    else if (schema::is_null(currency))
      currency = context.settings->currency;
  }
}

void check_required(const Record& record, const Record* before,
                    std::vector<base::FieldError>& errors) {
  for (const auto& field : record.entity().fields) {
    if (!field.required || field.column < 0 || !record.is_empty(field.name)) continue;
    if (before && before->is_empty(field.name)) continue;
    errors.push_back({field.name, "required", {}});
  }
}

}  // namespace rapport::records
