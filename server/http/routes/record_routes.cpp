#include "http/routes/record_routes.h"

#include <algorithm>

#include "base/text.h"
#include "crm/sales/stage_times.h"
#include "http/routes/audit/told.h"
#include "http/routes/record_request.h"
#include "records/aggregates/aggregate.h"
#include "records/twins/duplicate_groups.h"
#include "records/requests/bulk.h"
#include "records/requests/feed.h"
#include "records/history.h"
#include "records/lists/counted_page.h"
#include "records/links.h"
#include "records/twins/merges.h"
#include "records/rights.h"
#include "records/requests/timeline.h"
#include "records/requests/upsert.h"

namespace rapport::http::records_api {

using base::ErrorKind;
using records::ChangesFor;
using records::ListRequest;
using records::Outcome;
using records::RecordService;
using records::SaveOptions;
using storage::Transaction;

namespace {

// Runs a reading piece of work on a snapshot.
template <class Work>
std::string read(const Call& call, Work work) {
  std::string json;
  call.context.services->database->read(
      [&](Transaction& transaction) { json = work(transaction); });
  return json;
}

Response saved_response(Transaction& transaction, const records::Context& context,
                        const records::Saved& saved) {
  const auto& entity = saved.record.entity();
  std::int64_t version = saved.record.version();
  bool created = saved.outcome == Outcome::Created;
  // Who hands a record to somebody else may not see it any more: then he is told its id and version
  // only.
  std::string body;
  if (records::may(transaction, context, *context.actor, saved.record, access::Action::Read))
    body = records::record_json(transaction, context, entity, saved.record.id(), {}, &version);
  else
    body =
        "{\"id\":\"" + saved.record.id().text() + "\",\"version\":" + std::to_string(version) + "}";
  auto response = record_response(std::move(body), version, created ? 201 : 200);
  if (created)
    response.headers.add("Location", "/api/v1/" + entity.name + "/" + saved.record.id().text());
  return response;
}

}  // namespace

namespace {

// Each field of links takes a query of its own.
bool is_one_query(const schema::EntityDef& entity) {
  auto lists = [](const auto& field) { return field.shape() == schema::Shape::References; };
  return std::none_of(entity.fields.begin(), entity.fields.end(), lists);
}

Response list_by(const Call& call, const ListRequest& request) {
  auto context = context_of(call);
  const auto& entity = entity_of(call, context);
  records::CountedPage page;
  const storage::Work work = [&](Transaction& transaction) {
    page = records::counted_list_page(transaction, context, entity, request);
  };
  auto& database = *call.context.services->database;
  if (is_one_query(entity) && !request.count) database.read_one(work);
  else database.read(work);
  tell_of_list(call, entity, request, page.rows);
  return json_response(std::move(page.json));
}

}  // namespace

Response list(const Call& call) { return list_by(call, list_request_of(call)); }

Response query(const Call& call) { return list_by(call, list_request_of(body_of(call))); }

namespace {

// Half-typed values are passed over, fields that are not there are not.
records::Changes changes_so_far(const records::Context& context, const schema::EntityDef& entity,
                                const base::json::object& values) {
  base::json::object fit;
  for (const auto& [name, value] : values) {
    base::json::object one{{name, value}};
    try {
      records::parse_changes(context, entity, one, ChangesFor::Update);
      fit[name] = value;
    } catch (const base::Error& error) {
      auto is_of_field = [](const auto& field) {
        return field.code == "unknown_field" || field.code == "read_only";
      };
      if (std::any_of(error.fields.begin(), error.fields.end(), is_of_field)) throw;
    }
  }
  return records::parse_changes(context, entity, fit, ChangesFor::Update);
}

}  // namespace

Response find_duplicates(const Call& call) {
  auto context = context_of(call);
  const auto& entity = entity_of(call, context);
  const auto body = body_of(call);
  if (!body.is_object())
    base::fail(base::ErrorKind::Malformed, "wrong_type", "", {{"expected", "object"}});
  const auto* values = body.get_object().if_contains("values");
  if (!values || !values->is_object())
    base::fail(base::ErrorKind::Malformed, "wrong_type", "values", {{"expected", "object"}});
  std::optional<base::Id> id;
  if (const auto* of = body.get_object().if_contains("id"); of && !of->is_null()) {
    id = of->is_string() ? base::Id::parse(of->get_string()) : std::nullopt;
    if (!id) base::fail(base::ErrorKind::Malformed, "not_an_id", "id");
  }
  auto changes = changes_so_far(context, entity, values->get_object());
  return json_response(read(call, [&](Transaction& transaction) {
    auto found = RecordService(transaction, context).find_twins(entity, id, changes);
    return "{" + records::candidates_json(entity, found) + "}";
  }));
}

Response duplicate_groups(const Call& call) {
  auto context = context_of(call);
  const auto& entity = entity_of(call, context);
  records::GroupsRequest request;
  request.by = call.query("by").value_or("");
  request.cursor = call.query("cursor").value_or("");
  request.limit = page_size_of(call, request.limit);
  return json_response(read(call, [&](Transaction& transaction) {
    return records::duplicate_groups_page(transaction, context, entity, request);
  }));
}

Response file_duplicate_groups(const Call& call) {
  PathParameters parameters{{"entity", "files"}};
  return duplicate_groups({call.request, call.context, parameters, call.known});
}

Response mark_different(const Call& call) {
  auto context = context_of(call);
  const auto& entity = entity_of(call, context);
  auto body = body_of(call);
  return write_once(call, context, [&](Transaction& transaction) {
    records::mark_different(transaction, context, entity, body);
    return empty_response();
  });
}

Response create(const Call& call) {
  auto context = context_of(call);
  const auto& entity = entity_of(call, context);
  auto changes = records::parse_changes(context, entity, body_of(call), ChangesFor::Create);
  SaveOptions options;
  options.on_duplicate = on_duplicate_of(call);
  return write_once(call, context, [&](Transaction& transaction) {
    auto saved = RecordService(transaction, context).create(entity, changes, options);
    return saved_response(transaction, context, saved);
  });
}

namespace {

// Of one that was merged into another it is told into which, to who may see that one.
std::string json_or_heir(Transaction& transaction, const records::Context& context,
                         const schema::EntityDef& entity, const base::Id& id,
                         const std::vector<std::string>& fields, std::int64_t* version) {
  try {
    return records::record_json(transaction, context, entity, id, fields, version);
  } catch (base::Error& error) {
    auto heir = error.kind == ErrorKind::NotFound ? records::merged_into(transaction, id)
                                                  : std::nullopt;
    auto record = heir ? RecordService(transaction, context).find(entity, *heir) : std::nullopt;
    const auto& actor = *context.actor;
    if (record && records::may(transaction, context, actor, *record, access::Action::Read)) {
      base::JsonWriter writer(error.extension_json);
      writer.key("merged_into").begin_object().member("id", *heir).member("entity", entity.name);
      writer.member("name", record->title()).end_object();
    }
    throw;
  }
}

// One record. `read` runs a work in a transaction of its choice; false when it could not.
template <class Read>
std::optional<Response> get_by(const Call& call, Read read) {
  auto context = context_of(call);
  const auto& entity = entity_of(call, context);
  auto id = id_of(call);
  auto fields = list_request_of(call).fields;
  std::int64_t version = 0;
  std::string body;
  bool done = read(entity, [&](Transaction& transaction) {
    body = json_or_heir(transaction, context, entity, id, fields, &version);
  });
  if (!done) return std::nullopt;
  if (is_told(entity))
    call.context.services->views->opened(visitor_of(call), entity.name, id);
  auto response = record_response(std::move(body), version);
  if (call.request.headers.find("If-None-Match") == response.headers.find("ETag")) {
    response.status = 304;
    response.body.clear();
  }
  return response;
}

}  // namespace

Response get(const Call& call) {
  return *get_by(call, [&](const schema::EntityDef& entity, const storage::Work& work) {
    auto& database = *call.context.services->database;
    if (is_one_query(entity)) database.read_one(work);
    else database.read(work);
    return true;
  });
}

std::optional<Response> get_quickly(const Call& call) {
  return get_by(call, [&](const schema::EntityDef& entity, const storage::Work& work) {
    return is_one_query(entity) && call.context.services->database->try_read_one(work);
  });
}

Response update(const Call& call) {
  auto context = context_of(call);
  const auto& entity = entity_of(call, context);
  auto id = id_of(call);
  auto changes = records::parse_changes(context, entity, body_of(call), ChangesFor::Update);
  SaveOptions options;
  options.expected_version = expected_version_of(call);
  return write_once(call, context, [&](Transaction& transaction) {
    auto saved = RecordService(transaction, context).update(entity, id, changes, options);
    return saved_response(transaction, context, saved);
  });
}

Response remove(const Call& call) {
  auto context = context_of(call);
  const auto& entity = entity_of(call, context);
  auto id = id_of(call);
  bool purge = call.query("purge") == "true";
  auto version = expected_version_of(call);
  return write_once(call, context, [&](Transaction& transaction) {
    RecordService service(transaction, context);
    if (!purge)
      service.remove(entity, id, version);
    else
      service.purge(entity, id);
    return empty_response();
  });
}

Response restore(const Call& call) {
  auto context = context_of(call);
  const auto& entity = entity_of(call, context);
  auto id = id_of(call);
  return write_once(call, context, [&](Transaction& transaction) {
    RecordService service(transaction, context);
    service.restore(entity, id);
    std::int64_t version = 0;
    auto body = records::record_json(transaction, context, entity, id, {}, &version);
    return record_response(std::move(body), version);
  });
}

Response bulk(const Call& call) {
  auto context = context_of(call);
  const auto& entity = entity_of(call, context);
  auto body = body_of(call);
  auto on_duplicate = on_duplicate_of(call);
  return write_once(call, context, [&](Transaction& transaction) {
    return json_response(records::run_bulk(transaction, context, entity, body, on_duplicate));
  });
}

Response timeline(const Call& call) {
  auto context = context_of(call);
  const auto& entity = entity_of(call, context);
  auto id = id_of(call);
  records::TimelineRequest request;
  if (auto kinds = call.query("kinds"); kinds && !kinds->empty())
    request.kinds = base::split(*kinds, ',');
  request.q = base::prefix_of(call.query("q").value_or(""), base::limits::kSearchQueryChars);
  request.cursor = call.query("cursor").value_or("");
  if (auto limit = call.query("limit")) request.limit = parse_limit(*limit);
  return json_response(read(call, [&](Transaction& transaction) {
    return records::timeline_page(transaction, context, entity, id, request);
  }));
}

Response history(const Call& call) {
  auto context = context_of(call);
  const auto& entity = entity_of(call, context);
  auto id = id_of(call);
  auto request = list_request_of(call);
  return json_response(read(call, [&](Transaction& transaction) {
    return records::history_page(transaction, context, entity, id, request);
  }));
}

Response stages(const Call& call) {
  auto context = context_of(call);
  auto id = id_of(call);
  return json_response(read(call, [&](Transaction& transaction) {
    return crm::stage_times_json(transaction, context, id);
  }));
}

Response related(const Call& call) {
  auto context = context_of(call);
  const auto& entity = entity_of(call, context);
  auto id = id_of(call);
  auto request = list_request_of(call);
  records::CountedPage page;
  call.context.services->database->read([&](Transaction& transaction) {
    page = records::counted_related_page(transaction, context, entity, id, call.parameter("link"),
                                         request);
  });
  tell_of_list(call, entity, request, page.rows, id);
  return json_response(std::move(page.json));
}

Response tie(const Call& call) {
  auto context = context_of(call);
  const auto& entity = entity_of(call, context);
  auto id = id_of(call), other = id_of(call, "other");
  return write_once(call, context, [&](Transaction& transaction) {
    records::tie(transaction, context, entity, id, call.parameter("link"), other);
    return empty_response();
  });
}

Response untie(const Call& call) {
  auto context = context_of(call);
  const auto& entity = entity_of(call, context);
  auto id = id_of(call), other = id_of(call, "other");
  return write_once(call, context, [&](Transaction& transaction) {
    records::untie(transaction, context, entity, id, call.parameter("link"), other);
    return empty_response();
  });
}

Response act(const Call& call) {
  auto name = call.parameter("action");
  auto context = context_of(call, "action:" + std::string(name));
  const auto& entity = entity_of(call, context);
  auto id = id_of(call);
  auto handler = context.model->rules->find_action(entity.name, name);
  if (!handler)
    base::fail(ErrorKind::NotFound, "unknown_action", "", {{"action", std::string(name)}});
  auto body = call.request.body.empty() ? base::json::value(base::json::object()) : body_of(call);
  return write_once(call, context, [&](Transaction& transaction) {
    RecordService service(transaction, context);
    records::ActionCall action{service, entity, id, body};
    return json_response(handler(action));
  });
}

// By a unique field, or by one that tells duplicates apart when just one record has the value.
Response upsert(const Call& call) {
  auto context = context_of(call);
  const auto& entity = entity_of(call, context);
  std::string field_name(call.parameter("field")), value(call.parameter("value"));
  auto body = body_of(call);
  return write_once(call, context, [&](Transaction& transaction) {
    return saved_response(transaction, context,
                          records::upsert(transaction, context, entity, field_name, value, body,
                                          on_duplicate_of(call)));
  });
}

Response aggregate(const Call& call) {
  auto context = context_of(call);
  const auto& entity = entity_of(call, context);
  auto body = body_of(call);
  return json_response(read(call, [&](Transaction& transaction) {
    return records::aggregate(transaction, context, entity, body);
  }));
}

Response changes(const Call& call) {
  auto context = context_of(call);
  auto limit = page_size_of(call, base::limits::kPageMax);
  auto since = call.query("since").value_or("");
  return json_response(read(call, [&](Transaction& transaction) {
    return records::changes_page(transaction, context, since, limit);
  }));
}

}  // namespace rapport::http::records_api
