#include "records/requests/upsert.h"

#include <algorithm>

#include "access/policy.h"
#include "base/text.h"
#include "records/rights.h"

namespace rapport::records {

using base::ErrorKind;
using schema::EntityDef;
using schema::FieldDef;
namespace json = base::json;

namespace {

bool tells_apart(const EntityDef& entity, const FieldDef& field) {
  if (field.unique) return true;
  const auto& names = entity.duplicates;
  auto has = [&](const std::string& name) {
    return std::find(names.begin(), names.end(), name) != names.end();
  };
  return has(field.name) || (field.name == "email" && has("emails")) ||
         (field.name == "phone" && has("phones"));
}

std::vector<base::Id> records_with(storage::Transaction& transaction, const Context& context,
                                   const EntityDef& entity, const FieldDef& field,
                                   std::string_view value) {
  storage::Expression left{0, field.name};
  schema::Cell wanted = std::string(value);
  if (field.folded_column >= 0)
    left.column = entity.columns[field.folded_column].name;
  else if (!field.unique)
    left.transform = storage::Transform::Fold;
  if (field.folded_column >= 0 || !field.unique) wanted = base::fold(value);
  storage::Query query;
  query.table = &context.table(entity);
  query.columns = {storage::Expression{0, "id"}};
  query.where = storage::all_of(
      {storage::compare(left, storage::Test::Equal, wanted), storage::is_null("deleted_at")});
  query.limit = 2;
  std::vector<base::Id> found;
  transaction.select(query, [&](const storage::Row& row) {
    found.push_back(row.id(0));
    return true;
  });
  return found;
}

}  // namespace

Saved upsert(storage::Transaction& transaction, const Context& context, const EntityDef& entity,
             std::string_view field_name, std::string_view value, const json::value& body,
             OnDuplicate on_duplicate) {
  const auto* field = entity.find(field_name);
  if (!field || field->shape() != schema::Shape::Text || !tells_apart(entity, *field) ||
      access::field_access(*context.actor, entity, *field) != access::FieldAccess::Edit)
    base::fail(ErrorKind::Malformed, "not_unique_field", std::string(field_name),
               {{"field", std::string(field_name)}});
  if (!body.is_object())
    base::fail(ErrorKind::Malformed, "wrong_type", "", {{"expected", "object"}});
  json::object with_key = body.get_object();
  auto& own = with_key[field->name];
  if (own.is_null())
    own = value;
  else if (!own.is_string() || base::fold(own.get_string()) != base::fold(value))
    base::fail(ErrorKind::Invalid, "contradicts_path", field->name);
  RecordService service(transaction, context);
  auto found = records_with(transaction, context, entity, *field, value);
  if (found.size() > 1)
    throw base::Error(ErrorKind::Duplicate, "duplicate", {{field->name, "not_unique", {}}});
  if (found.empty()) {
    auto changes = parse_changes(context, entity, with_key, ChangesFor::Create);
    SaveOptions options;
    options.on_duplicate = on_duplicate;
    return service.create(entity, changes, options);
  }
  auto record = service.find(entity, found.front());
  if (!record || !may(transaction, context, *context.actor, *record, access::Action::Read))
    throw base::Error(ErrorKind::Duplicate, "duplicate", {{field->name, "not_unique", {}}});
  with_key.erase("id");
  auto changes = parse_changes(context, entity, with_key, ChangesFor::Update);
  return service.update(entity, found.front(), changes);
}

}  // namespace rapport::records
