#include "records/requests/bulk.h"

#include "base/limits.h"

namespace rapport::records {

using base::Error;
using base::ErrorKind;
using base::Id;
using schema::EntityDef;
namespace json = base::json;
namespace limits = base::limits;

namespace {

constexpr std::size_t kListedErrors = 100;
constexpr int kNotDone = 424;  // RFC 4918, 11.4: it failed because another one did

struct Request {
  const json::array* create = nullptr;
  const json::array* update = nullptr;
  const json::array* remove = nullptr;
  bool atomic = false;

  bool changes_many() const {
    return (update ? update->size() : 0) + (remove ? remove->size() : 0) > 1;
  }
  std::size_t size() const {
    return (create ? create->size() : 0) + (update ? update->size() : 0) +
           (remove ? remove->size() : 0);
  }
};

[[noreturn]] void wrong_type(const std::string& place, const char* expected) {
  base::fail(ErrorKind::Malformed, "wrong_type", place, {{"expected", expected}});
}

Request parse_request(const json::value& body) {
  if (!body.is_object()) wrong_type("", "object");
  Request request;
  for (const auto& [key, value] : body.get_object()) {
    std::string name(key);
    if (name == "atomic") {
      if (!value.is_bool()) wrong_type(name, "boolean");
      request.atomic = value.get_bool();
      continue;
    }
    const json::array** list = name == "create"   ? &request.create
                               : name == "update" ? &request.update
                               : name == "delete" ? &request.remove
                                                  : nullptr;
    if (!list) base::fail(ErrorKind::Malformed, "unknown_member", name, {{"member", name}});
    if (!value.is_array()) wrong_type(name, "array");
    *list = &value.get_array();
  }
  if (request.size() > limits::kBulkItems)
    base::fail(ErrorKind::TooLarge, "too_many_items", "",
               {{"max", std::to_string(limits::kBulkItems)}});
  return request;
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

struct Outcomes {
  std::string results = "[";
  std::vector<base::FieldError> errors;
  std::size_t failed = 0;

  base::JsonWriter next() {
    if (results.size() > 1) results += ',';
    return base::JsonWriter(results);
  }
};

class Bulk {
 public:
  Bulk(storage::Transaction& transaction, const Context& context, const EntityDef& entity,
       OnDuplicate on_duplicate, bool is_mass_edit)
      : service_(transaction, context),
        context_(context),
        entity_(entity),
        on_duplicate_(on_duplicate),
        is_mass_edit_(is_mass_edit) {}

  void run(const char* what, const json::array* items, void (Bulk::*step)(const json::value&)) {
    for (std::size_t i = 0; items && i < items->size(); ++i) {
      try {
        service_.transaction().savepoint([&] { (this->*step)((*items)[i]); });
      } catch (const Error& error) {
        // What is no mistake of the item (a full disk) fails the whole.
        if (error.kind == ErrorKind::Internal || error.kind == ErrorKind::Unavailable) throw;
        fail(std::string(what) + "[" + std::to_string(i) + "]", error);
        continue;
      }
      succeed();
    }
  }

  void create(const json::value& item) {
    auto changes = parse_changes(context_, entity_, item, ChangesFor::Create);
    SaveOptions options;
    options.on_duplicate = on_duplicate_;
    auto saved = service_.create(entity_, changes, options);
    status_ = saved.outcome == Outcome::Created ? 201 : 200;
    id_ = saved.record.id();
    version_ = saved.record.version();
  }

  void update(const json::value& item) {
    SaveOptions options;
    id_ = target_of(item, options.expected_version);
    json::object fields = item.get_object();
    fields.erase("id");
    fields.erase("version");
    auto changes = parse_changes(context_, entity_, fields, ChangesFor::Update);
    check_mass_edit();
    auto saved = service_.update(entity_, id_, changes, options);
    status_ = 200;
    version_ = saved.record.version();
  }

  void remove(const json::value& item) {
    std::optional<std::int64_t> version;
    id_ = item.is_string() ? parse_id(item) : target_of(item, version);
    if (item.is_object())
      for (const auto& [key, value] : item.get_object())
        if (key != "id" && key != "version")
          base::fail(ErrorKind::Malformed, "unknown_member", std::string(key),
                     {{"member", std::string(key)}});
    check_mass_edit();
    service_.remove(entity_, id_, version);
    status_ = 204;
    version_ = 0;
  }

  Outcomes take() {
    outcomes_.results += ']';
    return std::move(outcomes_);
  }

 private:
  static Id parse_id(const json::value& value) {
    auto id = value.is_string() ? Id::parse(value.get_string()) : std::nullopt;
    if (!id) base::fail(ErrorKind::Invalid, "not_an_id", "id");
    return *id;
  }

  static Id target_of(const json::value& item, std::optional<std::int64_t>& version) {
    if (!item.is_object()) wrong_type("", "object");
    const auto& object = item.get_object();
    const auto* id = object.if_contains("id");
    if (!id) base::fail(ErrorKind::Invalid, "required", "id");
    if (const auto* expected = object.if_contains("version")) {
      if (!expected->is_int64())
        base::fail(ErrorKind::Invalid, "wrong_type", "version", {{"expected", "integer"}});
      version = expected->get_int64();
    }
    return parse_id(*id);
  }

  void check_mass_edit() {
    if (is_mass_edit_) service_.load(entity_, id_, access::Action::MassEdit);
  }

  void succeed() {
    auto json = outcomes_.next();
    json.begin_object().member("status", status_).member("id", id_);
    if (version_ > 0) json.member("version", version_);
    json.end_object();
  }

  void fail(const std::string& place, const Error& error) {
    ++outcomes_.failed;
    auto errors = error.fields;
    if (errors.empty()) errors.push_back({"", error.code, error.arguments});
    const auto& strings = *context_.model->strings;
    auto json = outcomes_.next();
    json.begin_object().member("status", status_of(error.kind)).member("code", error.code);
    json.key("errors").begin_array();
    for (const auto& each : errors) {
      auto text = strings.message(context_.actor->language, each.code, each.arguments);
      json.begin_object().member("field", each.field).member("code", each.code);
      json.member("message", text).end_object();
    }
    json.end_array();
    if (!error.extension_json.empty()) outcomes_.results += "," + error.extension_json;
    json.end_object();
    for (auto& each : errors) {
      if (outcomes_.errors.size() == kListedErrors) return;
      each.field = each.field.empty() ? place : place + "." + each.field;
      outcomes_.errors.push_back(std::move(each));
    }
  }

  RecordService service_;
  const Context& context_;
  const EntityDef& entity_;
  OnDuplicate on_duplicate_;
  bool is_mass_edit_;
  Outcomes outcomes_;
  int status_ = 0;
  Id id_;
  std::int64_t version_ = 0;
};

// Those that had succeeded were undone with the rest: their results say so.
std::string undone(const std::string& results) {
  auto list = base::parse_json(results);
  for (auto& result : list.as_array())
    if (result.at("status").as_int64() < 300) result = json::object{{"status", kNotDone}};
  return json::serialize(list);
}

}  // namespace

std::string run_bulk(storage::Transaction& transaction, const Context& context,
                     const EntityDef& entity, const json::value& body, OnDuplicate on_duplicate) {
  auto request = parse_request(body);
  Bulk bulk(transaction, context, entity, on_duplicate, request.changes_many());
  bulk.run("create", request.create, &Bulk::create);
  bulk.run("update", request.update, &Bulk::update);
  bulk.run("delete", request.remove, &Bulk::remove);
  auto outcomes = bulk.take();
  if (request.atomic && outcomes.failed > 0) {
    Error error(ErrorKind::Invalid, "atomic_rolled_back", std::move(outcomes.errors));
    error.extension_json = "\"results\":" + undone(outcomes.results);
    throw error;
  }
  return "{\"results\":" + outcomes.results + "}";
}

}  // namespace rapport::records
