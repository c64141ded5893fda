#include "webhooks/message.h"

#include "access/policy.h"
#include "records/lists/filter.h"
#include "records/lists/projection.h"

namespace rapport::webhooks {

using access::Action;
using records::Context;

std::string_view event_of(std::string_view kind) {
  if (kind == "created" || kind == "deleted" || kind == "restored") return kind;
  if (kind == "updated" || kind == "linked" || kind == "unlinked") return "changed";
  return {};  // purged: it was deleted before
}

namespace {

bool exists(storage::Transaction& transaction, const Context& context, const LogEntry& entry) {
  storage::Query query;
  query.table = &context.table(*entry.entity);
  query.where = storage::compare("id", storage::Test::Equal, entry.record);
  query.order_is_optional = true;
  return transaction.count(query, 1) > 0;
}

// As GET renders it; empty when it is not there for the owner, or not meant.
std::string visible_record(storage::Transaction& transaction, const Context& context,
                           const Hook& hook, const LogEntry& entry) {
  const auto& entity = *entry.entity;
  if (access::level_of(*context.actor, entity, Action::Read) == access::Level::None) return {};
  records::PathResolver paths(context, entity);
  auto filter = hook.filter.empty() ? base::json::value() : base::parse_json(hook.filter);
  auto condition = records::parse_filter(paths, filter, "filter");
  records::Projection projection(paths, {});
  storage::Query query;
  query.table = &context.table(entity);
  query.columns = projection.columns();
  query.joins = paths.joins();
  query.where = storage::all_of({storage::compare("id", storage::Test::Equal, entry.record),
                                 access::scope(*context.actor, entity, Action::Read),
                                 std::move(condition)});
  query.order_is_optional = true;
  std::string out;
  transaction.select(query, [&](const storage::Row& row) {
    projection.write(transaction, context, row, out);
    return false;
  });
  return out;
}

struct ChangedFields {
  std::string names = "[";  // JSON
  bool any_visible = false, any_hidden = false;
};

ChangedFields changed_fields(const Context& context, const LogEntry& entry) {
  ChangedFields fields;
  base::JsonWriter json(fields.names);
  auto changes = entry.changes.empty() ? base::json::value(base::json::object())
                                       : base::parse_json(entry.changes);
  for (const auto& [name, pair] : changes.as_object()) {
    const auto* field = entry.entity->find(std::string(name));
    bool is_hidden = !field || access::field_access(*context.actor, *entry.entity, *field) ==
                                   access::FieldAccess::Hidden;
    (is_hidden ? fields.any_hidden : fields.any_visible) = true;
    if (!is_hidden) json.value(std::string_view(name));
  }
  fields.names += "]";
  return fields;
}

void write_person(const Context& context, const base::Id& person, base::JsonWriter& json) {
  if (person.is_nil()) {
    json.null();
    return;
  }
  json.begin_object().member("id", person).member("entity", "users");
  json.member("name", context.directory->person_name(person)).end_object();
}

}  // namespace

std::string change_body(storage::Transaction& transaction, const Context& context,
                        const Hook& hook, const LogEntry& entry) {
  auto event = event_of(entry.kind);
  auto changed = changed_fields(context, entry);
  if (changed.any_hidden && !changed.any_visible) return {};
  auto record = visible_record(transaction, context, hook, entry);
  if (record.empty()) {
    auto scope = access::scope(*context.actor, *entry.entity, Action::Read);
    bool sees_all = scope.kind == storage::Condition::Kind::Always;
    if (event != "deleted" || !sees_all || exists(transaction, context, entry)) return {};
    record = "null";
  }
  std::string out;
  base::JsonWriter json(out);
  json.begin_object().member("type", entry.entity->name + "." + std::string(event));
  json.member("timestamp", base::format_instant(entry.at)).key("data").begin_object();
  json.member("id", entry.record).member("entity", entry.entity->name);
  json.key("record").raw(record).key("changed").raw(changed.names).key("by");
  write_person(context, entry.actor, json);
  json.end_object().end_object();
  return out;
}

std::string ping_body(const Context& context, const base::Id& hook) {
  std::string out;
  base::JsonWriter json(out);
  json.begin_object().member("type", "ping");
  json.member("timestamp", base::format_instant(context.now)).key("data").begin_object();
  json.member("id", hook).member("entity", kEntity).key("by");
  write_person(context, context.actor->user, json);
  json.end_object().end_object();
  return out;
}

}  // namespace rapport::webhooks
