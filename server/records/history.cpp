#include "records/history.h"

#include "access/policy.h"
#include "base/date.h"
#include "records/lists/cursor.h"
#include "records/links.h"

namespace rapport::records {

using schema::ColumnType;
using schema::EntityDef;
using schema::FieldDef;
using schema::Shape;
using storage::Expression;
using storage::Query;
using storage::Row;
using storage::Test;

const storage::Table& change_log_table() {
  static const storage::Table table{"change_log",
                                    {{"at", ColumnType::Integer},
                                     {"actor", ColumnType::Bytes},
                                     {"entity", ColumnType::Text},
                                     {"record", ColumnType::Bytes},
                                     {"version", ColumnType::Integer},
                                     {"kind", ColumnType::Text},
                                     {"changes", ColumnType::Text},
                                     {"source", ColumnType::Text}},
                                    {},
                                    {{{"record", "rid"}, false, {}}},
                                    {}};
  return table;
}

void append_log(storage::Transaction& transaction, const Context& context, LogEntry entry) {
  storage::Insert insert;
  insert.table = &change_log_table();
  insert.values = {{"at", context.now},
                   {"entity", entry.entity->name},
                   {"record", entry.record},
                   {"version", entry.version},
                   {"kind", std::string(entry.kind)}};
  if (!context.actor->user.is_nil()) insert.values.push_back({"actor", context.actor->user});
  if (!entry.changes_json.empty())
    insert.values.push_back({"changes", std::move(entry.changes_json)});
  if (!context.source.empty()) insert.values.push_back({"source", context.source});
  transaction.insert(insert);
  if (auto* listener = context.model->listener)
    transaction.on_commit([listener, entity = entry.entity] { listener->committed(*entity); });
}

namespace {

void write_value(storage::Transaction& transaction, const Context& context, const Record& record,
                 const FieldDef& field, base::JsonWriter& json) {
  schema::CellVectorSource source(record.cells());
  if (source.is_null(field.column)) {
    json.null();
    return;
  }
  auto reference = field.shape() == Shape::Reference ? record.reference(field.name) : std::nullopt;
  const auto* target = reference ? context.model->schema->find(reference->entity) : nullptr;
  if (!target) {
    field.type->write(field, source, field.column, json);
    return;
  }
  json.begin_object().member("id", reference->id).member("entity", reference->entity);
  json.member("name", title_of(transaction, context, *target, reference->id)).end_object();
}

}  // namespace

std::string changes_json(storage::Transaction& transaction, const Context& context,
                         const Record& before, const Record& after) {
  std::string out;
  base::JsonWriter json(out);
  json.begin_object();
  bool any = false;
  for (const auto& field : after.entity().fields) {
    if (!field.history || field.column < 0 || !Record::differs(before, after, field)) continue;
    any = true;
    json.key(field.name).begin_array();
    write_value(transaction, context, before, field, json);
    write_value(transaction, context, after, field, json);
    json.end_array();
  }
  json.end_object();
  return any ? out : std::string();
}

namespace {

void write_actor(const Context& context, const Row& row, int column, base::JsonWriter& json) {
  if (row.is_null(column)) {
    json.null();
    return;
  }
  auto id = row.id(column);
  json.begin_object().member("id", id).member("entity", "users");
  json.member("name", context.directory->person_name(id)).end_object();
}

// The name of a linked record is told to who may see that record.
bool may_be_named(storage::Transaction& transaction, const Context& context,
                  const base::json::object& link) {
  const auto* name = link.if_contains("entity");
  const auto* id = link.if_contains("id");
  const auto* target =
      name && name->is_string() ? context.model->schema->find(name->get_string()) : nullptr;
  auto parsed = id && id->is_string() ? base::Id::parse(id->get_string()) : std::nullopt;
  if (!target || !parsed) return false;
  auto scope = access::scope(*context.actor, *target, access::Action::Read);
  if (scope.kind == storage::Condition::Kind::Always) return true;
  Query query;
  query.table = &context.table(*target);
  query.where = storage::all_of({storage::compare("id", Test::Equal, *parsed), std::move(scope)});
  query.order_is_optional = true;
  return transaction.count(query, 1) > 0;
}

void write_logged(storage::Transaction& transaction, const Context& context, const FieldDef& field,
                  base::json::value value, base::JsonWriter& json) {
  bool is_link = field.shape() == Shape::Reference && value.is_object();
  if (is_link && !may_be_named(transaction, context, value.get_object()))
    value.get_object()["name"] = nullptr;
  json.raw(base::json::serialize(value));
}

constexpr std::string_view kMerged = "merged", kShared = "shared";

// One side of a merge: its id, or the records that went into this one or came out of it again.
void write_merged(storage::Transaction& transaction, const Context& context,
                  base::json::value side, base::JsonWriter& json) {
  if (side.is_array())
    for (auto& record : side.get_array())
      if (record.is_object() && !may_be_named(transaction, context, record.get_object()))
        record.get_object()["name"] = nullptr;
  json.raw(base::json::serialize(side));
}

}  // namespace

std::size_t write_visible_changes(storage::Transaction& transaction, const Context& context,
                                  const EntityDef& entity, std::string_view stored,
                                  base::JsonWriter& json) {
  std::size_t visible = 0;
  json.begin_array();
  auto parsed = base::parse_json(stored);
  for (const auto& [name, pair] : parsed.as_object()) {
    const auto* field = entity.find(std::string(name));
    if (!field && name == kMerged) {
      ++visible;
      json.begin_object().member("field", kMerged).key("old");
      write_merged(transaction, context, pair.at(0), json);
      json.key("new");
      write_merged(transaction, context, pair.at(1), json);
      json.end_object();
      continue;
    }
    if (!field && name == kShared) {
      ++visible;
      json.begin_object().member("field", kShared);
      json.key("old").raw(base::json::serialize(pair.at(0)));
      json.key("new").raw(base::json::serialize(pair.at(1))).end_object();
      continue;
    }
    if (!field ||
        access::field_access(*context.actor, entity, *field) == access::FieldAccess::Hidden)
      continue;
    ++visible;
    json.begin_object().member("field", std::string_view(name)).key("old");
    write_logged(transaction, context, *field, pair.at(0), json);
    json.key("new");
    write_logged(transaction, context, *field, pair.at(1), json);
    json.end_object();
  }
  json.end_array();
  return visible;
}

namespace {

Query log_query(std::vector<std::string> columns, std::size_t limit) {
  Query query;
  query.table = &change_log_table();
  for (auto& column : columns) query.columns.push_back(Expression{0, std::move(column)});
  query.limit = limit + 1;
  return query;
}

}  // namespace

std::string history_page(storage::Transaction& transaction, const Context& context,
                         const EntityDef& entity, const base::Id& id, const ListRequest& request) {
  record_json(transaction, context, entity, id, {"version"});
  auto query =
      log_query({"rid", "at", "actor", "version", "kind", "changes", "source"}, request.limit);
  query.where = storage::compare("record", Test::Equal, id);
  if (!request.cursor.empty()) query.after = decode_cursor("history", 1, request.cursor);
  std::string out = "{\"items\":[", next;
  std::size_t rows = 0;
  std::int64_t last = 0;
  transaction.select(query, [&](const Row& row) {
    if (rows == request.limit) {
      next = encode_cursor("history", {last});
      return false;
    }
    if (rows++) out += ',';
    last = row.integer(0);
    base::JsonWriter json(out);
    json.begin_object().member("at", base::format_instant(row.integer(1))).key("actor");
    write_actor(context, row, 2, json);
    json.member("version", row.integer(3)).member("kind", row.text(4));
    if (!row.is_null(6)) json.member("source", row.text(6));
    json.key("changes");
    write_visible_changes(transaction, context, entity, row.is_null(5) ? "{}" : row.text(5), json);
    json.end_object();
    return true;
  });
  out += "],\"next\":";
  if (next.empty())
    out += "null";
  else
    base::append_json_string(out, next);
  return out + "}";
}

std::set<std::string> fields_changed_since(storage::Transaction& transaction, const base::Id& id,
                                           std::int64_t version) {
  Query query;
  query.table = &change_log_table();
  query.columns = {Expression{0, "changes"}};
  query.where = storage::all_of({storage::compare("record", Test::Equal, id),
                                 storage::compare("version", Test::Greater, version),
                                 storage::negate(storage::is_null("changes"))});
  std::set<std::string> names;
  transaction.select(query, [&](const Row& row) {
    auto changes = base::parse_json(row.text(0));
    for (const auto& [name, pair] : changes.as_object()) names.emplace(name);
    return true;
  });
  return names;
}

std::int64_t last_log_entry(storage::Transaction& transaction) {
  auto query = log_query({"rid"}, 0);
  std::int64_t last = 0;
  transaction.select(query, [&](const Row& row) {
    last = row.integer(0);
    return false;
  });
  return last;
}

}  // namespace rapport::records
