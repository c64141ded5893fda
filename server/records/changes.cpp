#include "records/changes.h"

#include "access/policy.h"
#include "base/limits.h"

namespace rapport::records {

using base::Error;
using base::ErrorKind;
using base::FieldError;
using schema::FieldDef;
using schema::Shape;
namespace json = base::json;

void Changes::set(const schema::EntityDef& entity, std::string_view field, schema::Cell cell) {
  const auto& definition = entity.field(field);
  FieldChange change{&definition, std::vector<schema::Cell>(definition.column_count)};
  change.cells.at(0) = std::move(cell);
  fields.push_back(std::move(change));
}

namespace {

constexpr std::size_t kErrorsTold = 100;  // more help nobody

std::optional<base::Failure> parse_links(const json::value& value, std::vector<base::Id>& ids) {
  if (value.is_null()) return std::nullopt;
  if (!value.is_array()) return base::Failure{"wrong_type", {{"expected", "array"}}};
  if (value.get_array().size() > base::limits::kLinksPerField)
    return base::Failure{"too_many_values",
                         {{"max", std::to_string(base::limits::kLinksPerField)}}};
  for (const auto& item : value.get_array()) {
    const json::value* id = item.is_object() ? item.get_object().if_contains("id") : &item;
    auto parsed = id && id->is_string() ? base::Id::parse(id->get_string()) : std::nullopt;
    if (!parsed) return base::Failure{"not_an_id", {}};
    ids.push_back(*parsed);
  }
  return std::nullopt;
}

std::optional<base::Failure> parse_field(const Context& context, const schema::EntityDef& entity,
                                         const FieldDef& field, const json::value& value,
                                         Changes& out) {
  auto access = access::field_access(*context.actor, entity, field);
  if (access == access::FieldAccess::Hidden)
    return base::Failure{"unknown_field", {{"field", field.name}}};
  if (access == access::FieldAccess::Read) return base::Failure{"read_only", {}};
  if (field.shape() == Shape::References) {
    LinksChange change{&field, {}};
    auto failure = parse_links(value, change.ids);
    if (!failure) out.links.push_back(std::move(change));
    return failure;
  }
  FieldChange change{&field, std::vector<schema::Cell>(field.column_count)};
  if (!value.is_null()) {
    if (auto failure = field.type->parse(field, value, change.cells)) return failure;
  }
  out.fields.push_back(std::move(change));
  return std::nullopt;
}

std::optional<base::Failure> parse_id(const json::value& value, ChangesFor purpose, Changes& out) {
  if (purpose == ChangesFor::Update) return base::Failure{"read_only", {}};
  auto id = value.is_string() ? base::Id::parse(value.get_string()) : std::nullopt;
  if (!id || id->is_nil()) return base::Failure{"not_an_id", {}};
  out.id = *id;
  return std::nullopt;
}

// What else is wrong with a new record, so that its writer hears of everything at once.
void add_missing(const schema::EntityDef& entity, const json::object& body,
                 std::vector<FieldError>& errors) {
  for (const auto& field : entity.fields) {
    if (!field.required || field.read_only || !field.default_json.empty()) continue;
    const auto* value = body.if_contains(field.name);
    bool empty = !value || value->is_null() || (value->is_string() && value->get_string().empty());
    if (empty) errors.push_back({field.name, "required", {}});
  }
}

}  // namespace

Changes parse_changes(const Context& context, const schema::EntityDef& entity,
                      const json::value& body, ChangesFor purpose) {
  if (!body.is_object())
    base::fail(ErrorKind::Malformed, "wrong_type", "", {{"expected", "object"}});
  Changes out;
  std::vector<FieldError> errors;
  for (const auto& [key, value] : body.get_object()) {
    std::string name(key);
    const auto* field = entity.find(name);
    std::optional<base::Failure> failure;
    if (name == "id")
      failure = parse_id(value, purpose, out);
    else if (!field)
      failure = base::Failure{"unknown_field", {{"field", name}}};
    else
      failure = parse_field(context, entity, *field, value, out);
    if (failure) errors.push_back({name, failure->code, failure->arguments});
    if (errors.size() == kErrorsTold) break;
  }
  if (errors.empty()) return out;
  if (purpose == ChangesFor::Create) add_missing(entity, body.get_object(), errors);
  throw Error(ErrorKind::Invalid, "invalid", std::move(errors));
}

}  // namespace rapport::records
