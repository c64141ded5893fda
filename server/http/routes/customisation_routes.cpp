#include "http/routes/customisation_routes.h"

#include "base/date.h"
#include "customisation/customiser.h"
#include "http/routes/audit/told.h"
#include "http/routes/record_request.h"

namespace rapport::http::customisation_api {

using customisation::Edit;
namespace json = base::json;

namespace {

Response with_version(Response response, std::int64_t version) {
  response.headers.add("ETag", "\"" + std::to_string(version) + "\"");
  response.headers.add("Cache-Control", "no-store");
  return response;
}

constexpr std::size_t kDifferencesTold = 500;

std::string json_of(const std::vector<customisation::Difference>& changes) {
  std::string out;
  base::JsonWriter json(out);
  json.begin_object().key("changes").begin_array();
  for (std::size_t i = 0; i < std::min(changes.size(), kDifferencesTold); ++i)
    json.value(changes[i].path + " " + std::string(changes[i].change));
  json.end_array().end_object();
  return out;
}

Response change(const Call& call, Edit::Kind kind, json::value body) {
  Edit edit{kind, std::string(call.parameter("name")), std::string(call.parameter("field")),
            std::move(body), call.context.language};
  customisation::Wish wish;
  wish.expected_version = expected_version_of(call);
  bool is_trial = call.query("dry_run").value_or("") == "true";
  if (is_trial) wish.trial = customisation::Trial::Yes;
  wish.also = [&](storage::Transaction& transaction, const auto& changes) {
    audit::append(transaction, entry_of(call, audit::kAdministration, "customisation",
                                        json_of(changes)));
  };
  auto outcome = call.context.services->customiser->change(context_of(call), edit, wish);
  std::string out;
  base::JsonWriter json(out);
  json.begin_object().member("version", outcome.version).member("dry_run", is_trial);
  json.key("changes").begin_array();
  for (const auto& each : outcome.changes)
    json.begin_object().member("path", each.path).member("change", each.change).end_object();
  json.end_array().key("made").begin_array();
  for (const auto& name : outcome.made) json.value(name);
  json.end_array().end_object();
  return with_version(json_response(std::move(out)), outcome.version);
}

}  // namespace

Response package(const Call& call) {
  auto context = context_of(call);
  auto state = call.context.services->customiser->state();
  const auto& stored = state->stored;
  std::string out;
  base::JsonWriter json(out);
  json.begin_object().member("version", stored.version).key("changed_at");
  if (stored.version > 0) json.value(base::format_instant(stored.changed_at));
  else json.null();
  json.key("changed_by");
  if (stored.changed_by)
    json.begin_object()
        .member("id", *stored.changed_by)
        .member("entity", "users")
        .member("name", context.directory->person_name(*stored.changed_by))
        .end_object();
  else json.null();
  json.member("active", state->is_active).key("problem");
  if (state->problem.empty()) json.null();
  else json.value(state->problem);
  for (const auto& [part, value] : stored.document)
    json.key(part).raw(json::serialize(value));
  json.end_object();
  return with_version(json_response(std::move(out)), stored.version);
}

Response install(const Call& call) { return change(call, Edit::Kind::Install, body_of(call)); }

Response put_entity(const Call& call) {
  return change(call, Edit::Kind::PutEntity, body_of(call));
}

Response hide_entity(const Call& call) { return change(call, Edit::Kind::HideEntity, {}); }

Response put_field(const Call& call) { return change(call, Edit::Kind::PutField, body_of(call)); }

Response hide_field(const Call& call) { return change(call, Edit::Kind::HideField, {}); }

Response put_layouts(const Call& call) {
  return change(call, Edit::Kind::PutLayouts, body_of(call));
}

Response shipped_layouts(const Call& call) {
  return change(call, Edit::Kind::ShippedLayouts, {});
}

}  // namespace rapport::http::customisation_api
