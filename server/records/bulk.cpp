#include "records/bulk.h"

#include "base/limits.h"

namespace rapport::records {

using base::Error;
using base::ErrorKind;
namespace json = base::json;

namespace {

struct Bulk {
  RecordService service;
  const schema::EntityDef& entity;
  OnDuplicate on_duplicate;
  bool atomic = false;
  std::vector<base::FieldError> failures = {};
  std::string out = "{\"results\":[";
  bool first = true;

  using Step = void (Bulk::*)(const json::value& item, base::JsonWriter& result);
  void create(const json::value& item, base::JsonWriter& result);
  void update(const json::value& item, base::JsonWriter& result);
  void remove(const json::value& item, base::JsonWriter& result);
  void run(const char* name, const json::value* items, Step step);
  void write_failure(const Error& error, base::JsonWriter& result);
};

// The id and version of an item, and what is left of it.
struct Target {
  base::Id id;
  std::optional<std::int64_t> version;
  json::object rest;
};

Target target_of(const json::value& item) {
  Target target;
  const json::value* id = &item;
  if (item.is_object()) {
    target.rest = item.get_object();
    id = item.get_object().if_contains("id");
    if (const auto* version = item.get_object().if_contains("version")) {
      if (!version->is_int64()) base::fail(ErrorKind::Invalid, "wrong_type", "version", {{"expected", "integer"}});
      target.version = version->get_int64();
    }
    target.rest.erase("id");
    target.rest.erase("version");
  }
  auto parsed = id && id->is_string() ? base::Id::parse(id->get_string()) : std::nullopt;
  if (!parsed) base::fail(ErrorKind::Invalid, "not_an_id", "id");
  target.id = *parsed;
  return target;
}

void write_saved(const Saved& saved, base::JsonWriter& result) {
  result.member("status", saved.outcome == Outcome::Created ? 201 : 200);
  result.member("id", saved.record.id()).member("version", saved.record.version());
}

void Bulk::create(const json::value& item, base::JsonWriter& result) {
  auto changes = parse_changes(service.context(), entity, item, ChangesFor::Create);
  SaveOptions options;
  options.on_duplicate = on_duplicate;
  write_saved(service.create(entity, changes, options), result);
}

void Bulk::update(const json::value& item, base::JsonWriter& result) {
  auto target = target_of(item);
  auto changes = parse_changes(service.context(), entity, target.rest, ChangesFor::Update);
  SaveOptions options;
  options.expected_version = target.version;
  write_saved(service.update(entity, target.id, changes, options), result);
}

void Bulk::remove(const json::value& item, base::JsonWriter& result) {
  auto target = target_of(item);
  service.remove(entity, target.id, target.version);
  result.member("status", 204).member("id", target.id);
}

int status_of(ErrorKind kind) {
  switch (kind) {
    case ErrorKind::Malformed: return 400;
    case ErrorKind::Forbidden: return 403;
    case ErrorKind::NotFound: return 404;
    case ErrorKind::Duplicate: return 409;
    case ErrorKind::Stale: return 412;
    default: return 422;
  }
}

void Bulk::write_failure(const Error& error, base::JsonWriter& result) {
  const auto& strings = *service.context().model->strings;
  auto language = service.context().actor->language;
  result.member("status", status_of(error.kind)).member("code", error.code);
  result.key("errors").begin_array();
  for (const auto& field : error.fields)
    result.begin_object().member("field", field.field).member("code", field.code)
        .member("message", strings.message(language, field.code, field.arguments)).end_object();
  result.end_array();
}

void Bulk::run(const char* name, const json::value* items, Step step) {
  if (!items) return;
  std::size_t number = 0;
  for (const auto& item : items->as_array()) {
    std::string result_text;
    base::JsonWriter result(result_text);
    result.begin_object();
    std::string place = std::string(name) + "[" + std::to_string(number++) + "]";
    try {
      service.transaction().savepoint([&] { (this->*step)(item, result); });
    } catch (const Error& error) {
      if (error.kind == ErrorKind::Internal || error.kind == ErrorKind::Unavailable) throw;
      if (error.fields.empty()) failures.push_back({place, error.code, error.arguments});
      for (const auto& field : error.fields) failures.push_back({place + "." + field.field, field.code, field.arguments});
      result_text.clear();
      base::JsonWriter failed(result_text);
      failed.begin_object();
      write_failure(error, failed);
    }
    result_text += '}';
    if (!first) out += ',';
    first = false;
    out += result_text;
  }
}

}  // namespace

std::string run_bulk(storage::Transaction& transaction, const Context& context, const schema::EntityDef& entity,
                     const json::value& body, OnDuplicate on_duplicate) {
  if (!body.is_object()) base::fail(ErrorKind::Malformed, "wrong_type", "", {{"expected", "object"}});
  const auto& object = body.get_object();
  Bulk bulk{RecordService(transaction, context), entity, on_duplicate};
  std::size_t count = 0;
  for (const auto& [key, value] : object) {
    bool list = key == "create" || key == "update" || key == "delete";
    if (!list && key != "atomic")
      base::fail(ErrorKind::Malformed, "unknown_member", std::string(key), {{"member", std::string(key)}});
    if (list != value.is_array() || (!list && !value.is_bool()))
      base::fail(ErrorKind::Malformed, "wrong_type", std::string(key), {{"expected", list ? "array" : "boolean"}});
    if (list) count += value.get_array().size();
    else bulk.atomic = value.get_bool();
  }
  if (count > base::limits::kBulkItems)
    base::fail(ErrorKind::TooLarge, "too_many_values", "", {{"max", std::to_string(base::limits::kBulkItems)}});
  bulk.run("create", object.if_contains("create"), &Bulk::create);
  bulk.run("update", object.if_contains("update"), &Bulk::update);
  bulk.run("delete", object.if_contains("delete"), &Bulk::remove);
  if (bulk.atomic && !bulk.failures.empty()) throw Error(ErrorKind::Invalid, "invalid", bulk.failures);
  return bulk.out + "]}";
}

}  // namespace rapport::records
