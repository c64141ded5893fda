#include "http/routes/sign_in/session_routes.h"

#include "access/policy.h"
#include "base/date.h"
#include "crm/sales/trades.h"
#include "crm/system/home_layout.h"
#include "http/routes/metadata.h"
#include "http/routes/record_request.h"
#include "http/routes/sign_in/sign_in_request.h"
#include "http/session_cookie.h"
#include "http/answers/static_files.h"

namespace rapport::http::session_api {

using base::ErrorKind;
using base::JsonWriter;
using records::RecordService;
using storage::Transaction;
namespace json = base::json;

namespace {

void write_user(const records::Context& context, JsonWriter& out) {
  const auto& actor = *context.actor;
  out.begin_object()
      .member("id", actor.user)
      .member("name", actor.name)
      .member("email", actor.email);
  out.member("language", schema::language_code(actor.language))
      .member("time_zone", actor.time_zone);
  out.key("role").begin_object();
  if (actor.role) {
    std::string path = "roles.names." + actor.role->key;
    const auto& strings = *context.model->strings;
    out.member("id", actor.role->id).member("key", actor.role->key).key("name");
    out.value(strings.has(actor.language, path) ? strings.text(actor.language, path)
                                                : std::string_view(actor.role->name));
  }
  out.end_object().key("teams").begin_array();
  for (const auto& team : actor.teams)
    out.begin_object()
        .member("id", team)
        .member("entity", "teams")
        .member("name", context.directory->team_name(team))
        .end_object();
  out.end_array().end_object();
}

std::string session_json(const records::Context& context, std::string_view csrf,
                         std::string_view next = {}) {
  std::string out;
  JsonWriter json(out);
  json.begin_object().key("user");
  write_user(context, json);
  json.member("csrf", csrf).member("currency", context.settings->currency);
  json.member("company", context.settings->company);
  if (!next.empty()) json.member("next", next);
  json.end_object();
  return out;
}

}  // namespace

Response setup_state(const Call& call) {
  return json_response(call.context.services->needs_setup() ? "{\"needed\":true}"
                                                            : "{\"needed\":false}");
}

Response trades(const Call& call) {
  auto actor = std::make_shared<const access::Actor>(access::system_actor());
  auto context = call.context.services->context(std::move(actor), {});
  return json_response(crm::trades_json(*context.model->strings, call.context.language));
}

Response set_up(const Call& call) {
  auto body = body_of(call);
  SetupRequest request;
  request.token = text_of(body, "token", Presence::Optional);
  request.name = text_of(body, "name");
  request.email = text_of(body, "email");
  request.password = text_of(body, "password");
  request.language = text_of(body, "language", Presence::Optional);
  request.currency = text_of(body, "currency", Presence::Optional);
  request.trade = text_of(body, "trade", Presence::Optional);
  const auto* sample = body.as_object().if_contains("sample_data");
  request.sample_data = sample && sample->is_bool() && sample->get_bool();
  call.context.services->set_up(request);
  return sign_in(call);
}

Response begun_session(const Call& call, const access::SignedIn& signed_in,
                       std::string_view next) {
  const auto& public_url = call.context.services->public_url;
  auto context = call.context.services->context(signed_in.caller.actor, {});
  auto response = json_response(session_json(context, signed_in.caller.csrf, next));
  if (!signed_in.device.empty())
    response.headers.add("Set-Cookie", device_cookie(signed_in.device, public_url));
  response.headers.add("Set-Cookie", session_cookie(signed_in.token, public_url));
  response.headers.add("Cache-Control", "no-store");
  return response;
}

Response sign_in(const Call& call) {
  auto body = body_of(call);
  auto email = text_of(body, "email"), password = text_of(body, "password");
  auto otp = text_of(body, "otp", Presence::Optional);
  return begun_session(call,
                       sign_in_of(call).sign_in({email, password, otp}, origin_of(call)));
}

Response current(const Call& call) {
  auto response = json_response(session_json(context_of(call), call.context.csrf));
  response.headers.add("Cache-Control", "no-store");
  return response;
}

Response sign_out(const Call& call) {
  if (!call.context.session.is_nil())
    stores_of(call).sessions.end(call.context.actor->user, call.context.session);
  auto response = empty_response();
  response.headers.add("Set-Cookie", session_cookie("", call.context.services->public_url));
  return response;
}

Response profile(const Call& call) {
  auto context = context_of(call);
  std::string body;
  call.context.services->database->read([&](Transaction& transaction) {
    body = records::record_json(transaction, context, context.entity("users"), context.actor->user);
  });
  return json_response(std::move(body));
}

namespace {

// The record is written with all rights, so what it says is held against the person's own: fields
// of the program are the administrator's, and nothing is linked that the person does not see.
void check_own_changes(Transaction& transaction, const records::Context& context,
                       const records::Changes& changes) {
  RecordService service(transaction, context);
  for (const auto& change : changes.fields) {
    const auto& field = *change.field;
    if (field.system && !context.actor->is_administrator())
      base::fail(ErrorKind::Invalid, "read_only", field.name);
    const auto* id = field.to.size() == 1 ? std::get_if<base::Id>(&change.cells[0]) : nullptr;
    if (id) service.load(context.entity(field.to[0]), *id, access::Action::Read);
  }
  for (const auto& change : changes.links)
    for (const auto& id : change.ids)
      service.load(context.entity(change.field->to[0]), id, access::Action::Read);
}

}  // namespace

// One's own record, whatever the rights to others'; e-mail, role and teams stay the
// administrator's.
Response update_profile(const Call& call) {
  auto context = context_of(call);
  const auto& users = context.entity("users");
  auto changes = records::parse_changes(context, users, body_of(call), records::ChangesFor::Update);
  return write_once(call, context, [&](Transaction& transaction) {
    check_own_changes(transaction, context, changes);
    auto unbounded = context.with_all_rights();
    RecordService(transaction, unbounded).update(users, context.actor->user, changes);
    return json_response(records::record_json(transaction, context, users, context.actor->user));
  });
}

Response home(const Call& call) {
  std::optional<std::string> layout;
  call.context.services->database->read([&](Transaction& transaction) {
    layout = crm::home_layout(transaction, call.context.actor->user);
  });
  return json_response(layout ? std::move(*layout) : "{\"widgets\":null}");
}

Response put_home(const Call& call) {
  auto layout = body_of(call);
  call.context.services->database->write([&](Transaction& transaction) {
    crm::put_home_layout(transaction, call.context.actor->user, layout);
  });
  return empty_response();
}

Response forget_home(const Call& call) {
  call.context.services->database->write([&](Transaction& transaction) {
    crm::forget_home_layout(transaction, call.context.actor->user);
  });
  return empty_response();
}

Response metadata(const Call& call) {
  auto context = context_of(call);
  std::string body;
  call.context.services->database->read([&](Transaction& transaction) {
    body = metadata_json(transaction, context, call.context.language);
  });
  auto tag = "\"" + std::to_string(std::hash<std::string>()(body)) + "\"";
  auto response = json_response(std::move(body));
  response.headers.add("ETag", tag);
  response.headers.add("Cache-Control", "private, no-cache");
  if (!matches_tag(call.request.headers.find("If-None-Match"), tag)) return response;
  response.status = 304;
  response.body.clear();
  return response;
}

}  // namespace rapport::http::session_api
