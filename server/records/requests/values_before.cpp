#include "records/requests/values_before.h"

namespace rapport::records {

namespace json = base::json;
using schema::FieldDef;
using storage::Expression;
using storage::Query;
using storage::Row;
using storage::Test;

namespace {

json::value value_of(const Record& record, const FieldDef& field) {
  schema::CellVectorSource source(record.cells());
  if (source.is_null(field.column)) return nullptr;
  if (auto reference = field.shape() == schema::Shape::Reference ? record.reference(field.name)
                                                                 : std::nullopt)
    return {{"id", reference->id.text()}, {"entity", reference->entity}};
  std::string text;
  base::JsonWriter writer(text);
  field.type->write(field, source, field.column, writer);
  return json::parse(text);
}

json::array linked_ids(storage::Transaction& transaction, const Context& context,
                       const Record& record, const FieldDef& field) {
  Query query;
  query.table = &context.model->tables.of_link(record.entity(), field);
  query.columns = {Expression{0, "b"}};
  query.where = storage::compare("a", Test::Equal, record.id());
  query.order_is_optional = true;
  json::array ids;
  transaction.select(query, [&](const Row& row) {
    ids.emplace_back(row.id(0).text());
    return true;
  });
  return ids;
}

}  // namespace

json::object values_before(storage::Transaction& transaction, const Context& context,
                           const Record& before, const Changes& changes) {
  json::object values;
  for (const auto& change : changes.fields)
    values[change.field->name] = value_of(before, *change.field);
  for (const auto& change : changes.links)
    values[change.field->name] = linked_ids(transaction, context, before, *change.field);
  return values;
}

}  // namespace rapport::records
