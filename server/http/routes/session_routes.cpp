#include "http/routes/session_routes.h"

#include "access/policy.h"
#include "base/date.h"
#include "crm/sales/trades.h"
#include "crm/system/home_layout.h"
#include "http/routes/metadata.h"
#include "http/routes/record_request.h"
#include "http/session_cookie.h"
#include "http/answers/static_files.h"

namespace rapport::http::session_api {

using base::ErrorKind;
using base::JsonWriter;
using records::RecordService;
using storage::Transaction;
namespace json = base::json;

namespace {

access::SignIn& sign_in_of(const Call& call) {
  return *call.context.services->sign_in;
}

// A text member of a JSON object; empty when absent. Throws: Error{Invalid, "wrong_type"},
// {"required"}.
std::string text_of(const json::value& body, std::string_view name, bool required = true) {
  const auto* value = body.is_object() ? body.get_object().if_contains(name) : nullptr;
  if (value && !value->is_null() && !value->is_string())
    base::fail(ErrorKind::Invalid, "wrong_type", std::string(name), {{"expected", "string"}});
  std::string text = value && value->is_string() ? std::string(value->get_string()) : std::string();
  if (required && text.empty()) base::fail(ErrorKind::Invalid, "required", std::string(name));
  return text;
}

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

std::string session_json(const records::Context& context, std::string_view csrf) {
  std::string out;
  JsonWriter json(out);
  json.begin_object().key("user");
  write_user(context, json);
  json.member("csrf", csrf).member("currency", context.settings->currency);
  json.member("company", context.settings->company).end_object();
  return out;
}

// A program with a key must not change what keys and passwords rest on.
void require_session(const Call& call) {
  if (call.context.session.is_nil()) base::fail(ErrorKind::Forbidden, "session_needed");
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
  request.token = text_of(body, "token", false);
  request.name = text_of(body, "name");
  request.email = text_of(body, "email");
  request.password = text_of(body, "password");
  request.language = text_of(body, "language", false);
  request.currency = text_of(body, "currency", false);
  request.trade = text_of(body, "trade", false);
  const auto* sample = body.as_object().if_contains("sample_data");
  request.sample_data = sample && sample->is_bool() && sample->get_bool();
  call.context.services->set_up(request);
  return sign_in(call);
}

Response sign_in(const Call& call) {
  auto body = body_of(call);
  access::Origin origin{call.request.remote_address, call.request.headers.find("User-Agent")};
  auto signed_in =
      sign_in_of(call).sign_in(text_of(body, "email"), text_of(body, "password"), origin);
  auto context = call.context.services->context(signed_in.caller.actor, {});
  auto response = json_response(session_json(context, signed_in.caller.csrf));
  response.headers.add("Set-Cookie",
                       session_cookie(signed_in.token, call.context.services->public_url));
  response.headers.add("Cache-Control", "no-store");
  return response;
}

Response current(const Call& call) {
  auto response = json_response(session_json(context_of(call), call.context.csrf));
  response.headers.add("Cache-Control", "no-store");
  return response;
}

Response sign_out(const Call& call) {
  if (!call.context.session.is_nil())
    sign_in_of(call).sessions().end(call.context.actor->user, call.context.session);
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

// One's own record, whatever the rights to others'; e-mail, role and teams stay the
// administrator's.
Response update_profile(const Call& call) {
  auto context = context_of(call);
  const auto& users = context.entity("users");
  auto changes = records::parse_changes(context, users, body_of(call), records::ChangesFor::Update);
  return write_once(call, context, [&](Transaction& transaction) {
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

Response change_password(const Call& call) {
  require_session(call);
  auto body = body_of(call);
  const auto& actor = *call.context.actor;
  sign_in_of(call).confirm_password(actor, text_of(body, "current"), call.request.remote_address,
                                    "current");
  sign_in_of(call).set_password(actor.user, text_of(body, "password"), call.context.session);
  return empty_response();
}

Response sessions(const Call& call) {
  std::string out;
  JsonWriter json(out);
  json.begin_object().key("items").begin_array();
  for (const auto& session : sign_in_of(call).sessions().list(call.context.actor->user)) {
    json.begin_object()
        .member("id", session.id)
        .member("created_at", base::format_instant(session.created_at));
    json.member("last_seen_at", base::format_instant(session.last_seen_at));
    json.member("address", session.address).member("agent", session.agent);
    json.member("current", session.id == call.context.session).end_object();
  }
  json.end_array().end_object();
  return json_response(std::move(out));
}

Response end_session(const Call& call) {
  if (!sign_in_of(call).sessions().end(call.context.actor->user, id_of(call)))
    base::fail(ErrorKind::NotFound, "not_found");
  return empty_response();
}

namespace {
void write_key(const access::ApiKey& key, JsonWriter& json) {
  auto moment = [&](const char* name, const std::optional<base::Instant>& at) {
    json.key(name);
    if (at)
      json.value(base::format_instant(*at));
    else
      json.null();
  };
  json.member("id", key.id).member("name", key.name).member("hint", key.hint);
  json.member("scopes", access::scope_words(key.scope));
  moment("created_at", key.created_at);
  moment("expires_at", key.expires_at);
  moment("last_used_at", key.last_used_at);
  json.key("requests_per_minute");
  if (key.requests_per_minute) json.value(key.requests_per_minute);
  else json.null();
}
}  // namespace

Response api_keys(const Call& call) {
  std::string out;
  JsonWriter json(out);
  json.begin_object().key("items").begin_array();
  for (const auto& key : sign_in_of(call).keys().list(call.context.actor->user)) {
    json.begin_object();
    write_key(key, json);
    json.end_object();
  }
  json.end_array().end_object();
  return json_response(std::move(out));
}

namespace {
// It takes the place of the server's limit, so an administrator alone may say it.
std::int64_t own_limit_of(const Call& call, const base::json::value& body) {
  const auto* limit = body.as_object().if_contains("requests_per_minute");
  if (!limit || limit->is_null()) return 0;
  if (!call.context.is_administrator)
    base::fail(ErrorKind::Invalid, "not_writable", "requests_per_minute");
  if (!limit->is_int64()) base::fail(ErrorKind::Invalid, "not_an_integer", "requests_per_minute");
  return limit->get_int64();
}
}  // namespace

// A key outlives the session, so it is made only by who proves the password again.
Response create_api_key(const Call& call) {
  require_session(call);
  auto body = body_of(call);
  sign_in_of(call).confirm_password(*call.context.actor, text_of(body, "current"),
                                    call.request.remote_address, "current");
  access::ApiKeyWish wish;
  wish.user = call.context.actor->user;
  wish.name = text_of(body, "name", false);
  auto scopes = text_of(body, "scopes", false);
  wish.scope = access::parse_scope(scopes.empty() ? "read,write" : scopes);
  if (auto expires = text_of(body, "expires_at", false); !expires.empty()) {
    wish.expires_at = base::parse_instant(expires);
    if (!wish.expires_at) base::fail(ErrorKind::Invalid, "not_an_instant", "expires_at");
  }
  wish.requests_per_minute = own_limit_of(call, body);
  auto made = sign_in_of(call).keys().create(wish);
  std::string out;
  JsonWriter json(out);
  json.begin_object();
  write_key(made.key, json);
  json.member("key", made.secret).end_object();
  auto response = json_response(std::move(out), 201);
  response.headers.add("Cache-Control", "no-store");
  return response;
}

Response revoke_api_key(const Call& call) {
  if (!sign_in_of(call).keys().revoke(call.context.actor->user, id_of(call)))
    base::fail(ErrorKind::NotFound, "not_found");
  return empty_response();
}

// By an administrator, for somebody else.
Response set_password(const Call& call) {
  require_session(call);
  auto body = body_of(call);
  sign_in_of(call).confirm_password(*call.context.actor, text_of(body, "current"),
                                    call.request.remote_address, "current");
  sign_in_of(call).set_password(id_of(call), text_of(body, "password"));
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
