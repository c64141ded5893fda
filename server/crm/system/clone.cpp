#include "crm/system/clone.h"

#include <algorithm>
#include <array>

#include "access/policy.h"
#include "base/text.h"
#include "crm/handles.h"
#include "crm/like_fields.h"
#include "crm/sales/deals.h"
#include "records/listing.h"

namespace rapport::crm {

using records::Changes;
using records::Record;

namespace {

// How a record ended is not a part of what it is.
struct Ending {
  std::string_view entity;
  std::vector<std::string_view> states, fields;
};

// tidy: table
const std::vector<Ending>& endings() {
  static const std::vector<Ending> all = {
      {"leads", {"converted", "disqualified"}, {"status", "disqualify_reason"}},
      {"tasks", {"done", "cancelled"}, {"status", "result"}},
      {"calls", {"done", "missed", "cancelled"}, {"status", "result", "outcome"}},
      {"meetings", {"done", "cancelled"}, {"status", "result"}},
  };
  return all;
}

std::vector<std::string_view> fields_of_ending(const Record& record) {
  const auto& entity = record.entity().name;
  if (entity == "deals" && !is_empty(record, deals::closed_at))
    return {"stage", "probability", "loss_reason", "loss_comment", "closes_on", "starts_on"};
  if (entity == "pipelines") return {"default"};
  for (const auto& ending : endings()) {
    if (ending.entity != entity) continue;
    auto state = record.text("status").value_or("");
    bool ended =
        std::find(ending.states.begin(), ending.states.end(), state) != ending.states.end();
    return ended ? ending.fields : std::vector<std::string_view>();
  }
  return {};
}

void copy_links(records::RecordService& service, const Record& record,
                const schema::FieldDef& field, Changes& changes) {
  storage::Query query;
  query.table = &service.context().model->tables.of_link(record.entity(), field);
  query.columns = {{0, "b"}};
  query.where = storage::compare("a", storage::Test::Equal, record.id());
  query.order_is_optional = true;
  records::LinksChange links{&field, {}};
  service.transaction().select(query, [&](const storage::Row& row) {
    links.ids.push_back(row.id(0));
    return true;
  });
  if (!links.ids.empty()) changes.links.push_back(std::move(links));
}

// "Website — Uyjoy (copy)", cut so that the word stays.
void name_copy(const records::Context& context, const schema::EntityDef& entity, Changes& changes) {
  for (auto& change : changes.fields) {
    auto* title = std::get_if<std::string>(&change.cells.at(0));
    if (change.field->name != entity.title || !title) continue;
    auto suffix = " " + context.model->strings->message(context.actor->language, "copy_suffix");
    auto limit = static_cast<std::size_t>(change.field->max.value_or(255));
    auto room = limit - std::min(limit, base::length_of(suffix));
    change.cells[0] = std::string(base::prefix_of(*title, room)) + suffix;
  }
}

void copy_values(records::RecordService& service, const Record& record, Changes& changes) {
  const auto& context = service.context();
  auto ended = fields_of_ending(record);
  auto is_given = [&](const schema::FieldDef& field) {
    return is_among(changes, field.name) ||
           std::any_of(changes.links.begin(), changes.links.end(),
                       [&](const auto& links) { return links.field == &field; });
  };
  for (const auto& field : record.entity().fields) {
    bool skipped = (field.system && field.name != "tags") || field.unique || is_given(field) ||
                   std::find(ended.begin(), ended.end(), field.name) != ended.end();
    if (skipped ||
        access::field_access(*context.actor, record.entity(), field) != access::FieldAccess::Edit)
      continue;
    if (field.shape() == schema::Shape::References) copy_links(service, record, field, changes);
    else copy_field(record, field.name, record.entity(), field.name, changes);
  }
}

}  // namespace

std::string clone(records::ActionCall& call) {
  auto& service = call.service;
  const auto& context = service.context();
  auto record = service.load(call.entity, call.id, access::Action::Read);
  Changes given, changes;
  if (call.body.is_object())
    given = records::parse_changes(context, call.entity, call.body, records::ChangesFor::Create);
  changes = given;
  copy_values(service, record, changes);
  if (!is_among(given, call.entity.title)) name_copy(context, call.entity, changes);
  records::SaveOptions options;
  options.on_duplicate = records::OnDuplicate::Create;
  auto saved = service.create(call.entity, changes, options);
  return records::record_json(service.transaction(), context, call.entity, saved.record.id());
}

}  // namespace rapport::crm
