#include "crm/handles.h"

#include "records/rights.h"

namespace rapport::crm {

using schema::Shape;

namespace {

bool fits(const schema::FieldDef& field, ValueKind kind) {
  auto shape = field.shape();
  switch (kind) {
    case ValueKind::Text:
      return shape == Shape::Text || shape == Shape::Key || shape == Shape::KeySet ||
             shape == Shape::Structure;
    case ValueKind::Number: return shape == Shape::Number || shape == Shape::Instant;
    case ValueKind::Date: return shape == Shape::Date;
    case ValueKind::Boolean: return shape == Shape::Boolean;
    case ValueKind::Money: return shape == Shape::Money;
    case ValueKind::Id: return shape == Shape::Reference && !field.points_to_several();
    case ValueKind::Reference: return shape == Shape::Reference;
  }
  return false;
}

}  // namespace

void check_handles(const schema::Schema& schema, std::string_view entity,
                   std::span<const Handle> handles) {
  const auto* definition = schema.find(entity);
  for (const auto& handle : handles) {
    const auto* field = definition ? definition->find(handle.field) : nullptr;
    if (field && fits(*field, handle.kind)) continue;
    throw base::Error(
        base::ErrorKind::Internal, "bad_schema", {},
        std::string(entity) + "." + std::string(handle.field) +
            (field ? ": the rules need another type" : ": the rules need this field"));
  }
}

namespace {
bool may(const records::RecordService& service, const records::Record& record,
         access::Action action) {
  const auto& context = service.context();
  return records::may(service.transaction(), context, *context.actor, record, action);
}
}  // namespace

bool may_read(const records::RecordService& service, const records::Record& record) {
  return may(service, record, access::Action::Read);
}

bool may_update(const records::RecordService& service, const records::Record& record) {
  return may(service, record, access::Action::Update);
}

storage::Query live_records(const records::Context& context, std::string_view entity,
                            storage::Condition which) {
  storage::Query query;
  query.table = &context.table(context.entity(entity));
  query.where = storage::all_of({std::move(which), storage::is_null("deleted_at")});
  query.order_is_optional = true;
  return query;
}

std::string company_words(const records::Context& context, std::string_view path) {
  return std::string(context.model->strings->text(context.settings->language, path));
}

}  // namespace rapport::crm
