#include "http/routes/sign_in/security_routes.h"

#include "access/second_factor/totp.h"
#include "base/date.h"
#include "http/routes/audit/told.h"
#include "http/routes/record_request.h"
#include "http/routes/sign_in/sign_in_request.h"

namespace rapport::http::security_api {

using base::ErrorKind;
using base::Id;
using base::JsonWriter;

namespace {

// An answer with a secret in it, or about who may do what: kept nowhere on its way.
Response private_json(std::string body, int status = 200) {
  auto response = json_response(std::move(body), status);
  response.headers.add("Cache-Control", "no-store");
  return response;
}

void write_moment(JsonWriter& json, std::string_view name,
                  const std::optional<base::Instant>& at) {
  json.key(name);
  if (at) json.value(base::format_instant(*at));
  else json.null();
}

template <class Range, class Write>
void write_items(JsonWriter& json, std::string_view name, const Range& range, const Write& write) {
  json.key(name).begin_array();
  for (const auto& each : range) {
    json.begin_object();
    write(each, json);
    json.end_object();
  }
  json.end_array();
}

template <class Range, class Write>
Response list_json(const Range& range, const Write& write) {
  std::string out;
  JsonWriter json(out);
  json.begin_object();
  write_items(json, "items", range, write);
  json.end_object();
  return private_json(std::move(out));
}

auto session_writer(const Call& call) {
  return [current = call.context.session](const access::Session& session, JsonWriter& json) {
    json.member("id", session.id).member("created_at", base::format_instant(session.created_at));
    json.member("last_seen_at", base::format_instant(session.last_seen_at));
    json.member("address", session.address).member("agent", session.agent);
    json.member("current", session.id == current);
  };
}

void write_sign_in(const access::SignInEntry& entry, JsonWriter& json) {
  json.member("id", entry.id).member("at", base::format_instant(entry.at));
  json.member("address", entry.address).member("agent", entry.agent);
  json.member("by", entry.by).member("outcome", entry.outcome);
}

void write_key(const access::ApiKey& key, JsonWriter& json) {
  json.member("id", key.id).member("name", key.name).member("hint", key.hint);
  json.member("scopes", access::scope_words(key.scope));
  write_moment(json, "created_at", key.created_at);
  write_moment(json, "expires_at", key.expires_at);
  write_moment(json, "last_used_at", key.last_used_at);
  json.key("requests_per_minute");
  if (key.requests_per_minute) json.value(key.requests_per_minute);
  else json.null();
  json.key("entities").begin_array();
  for (const auto& entity : key.entities) json.value(entity);
  json.end_array().member("networks", key.networks);
}

void write_state(const access::SecondFactorState& state, JsonWriter& json) {
  json.member("enabled", state.since.has_value());
  write_moment(json, "since", state.since);
  json.member("recovery_left", std::int64_t{state.recovery_left});
}

Response codes_json(const std::vector<std::string>& codes) {
  std::string out;
  JsonWriter json(out);
  json.begin_object().key("codes").begin_array();
  for (const auto& code : codes) json.value(code);
  json.end_array().end_object();
  return private_json(std::move(out));
}

const Id& me(const Call& call) { return call.context.actor->user; }

void found_or_not(bool found) {
  if (!found) base::fail(ErrorKind::NotFound, "not_found");
}

}  // namespace

Response confirm(const Call& call) {
  auto body = body_of(call);
  auto password = text_of(body, "password"), otp = text_of(body, "otp", Presence::Optional);
  sign_in_of(call).confirm({call.context.actor, {}, call.context.session}, {{}, password, otp},
                           origin_of(call));
  return empty_response();
}

Response change_password(const Call& call) {
  auto body = body_of(call);
  const auto& actor = *call.context.actor;
  sign_in_of(call).confirm_password(actor, text_of(body, "current"), origin_of(call), "current");
  sign_in_of(call).set_password(actor.user, text_of(body, "password"), call.context.session,
                                told(call, "password_changed", actor.user));
  return empty_response();
}

Response second_factor(const Call& call) {
  std::string out;
  JsonWriter json(out);
  json.begin_object();
  write_state(stores_of(call).second_factor.state(me(call)), json);
  json.end_object();
  return private_json(std::move(out));
}

Response begin_second_factor(const Call& call) {
  auto secret = stores_of(call).second_factor.begin(me(call));
  auto company = context_of(call).settings->company;
  std::string out;
  JsonWriter json(out);
  json.begin_object().member("secret", access::totp::base32(secret));
  json.member("uri", access::totp::uri(secret, company.empty() ? "Rapport" : company,
                                       call.context.actor->email));
  json.end_object();
  return private_json(std::move(out), 201);
}

Response confirm_second_factor(const Call& call) {
  return codes_json(stores_of(call).second_factor.confirm(me(call), text_of(body_of(call), "otp"),
                                                          told(call, "factor_on", me(call))));
}

Response turn_off_second_factor(const Call& call) {
  found_or_not(
      stores_of(call).second_factor.turn_off(me(call), told(call, "factor_off", me(call))));
  return empty_response();
}

Response renew_recovery_codes(const Call& call) {
  return codes_json(stores_of(call).second_factor.renew_recovery(
      me(call), told(call, "recovery_codes", me(call))));
}

Response sessions(const Call& call) {
  return list_json(stores_of(call).sessions.list(me(call)), session_writer(call));
}

Response end_session(const Call& call) {
  found_or_not(
      stores_of(call).sessions.end(me(call), id_of(call), told(call, "session_ended", me(call))));
  return empty_response();
}

Response end_other_sessions(const Call& call) {
  stores_of(call).sessions.end_others(me(call), call.context.session,
                                      told(call, "sessions_ended", me(call)));
  return empty_response();
}

Response sign_ins(const Call& call) {
  return list_json(stores_of(call).log.list(me(call)), write_sign_in);
}

Response api_keys(const Call& call) {
  return list_json(stores_of(call).keys.list(me(call)), write_key);
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

access::KeyScope scope_of(const Call& call, const base::json::value& body) {
  auto words = text_of(body, "scopes", Presence::Optional);
  auto scope = access::parse_scope(words.empty() ? "read,write" : words);
  if (scope == access::KeyScope::Administer && !call.context.is_administrator)
    base::fail(ErrorKind::Invalid, "not_a_choice", "scopes", {{"value", words}});
  return scope;
}

std::vector<std::string> entities_of(const Call& call, const base::json::value& body) {
  std::vector<std::string> entities;
  const auto* list = body.as_object().if_contains("entities");
  if (!list || list->is_null()) return entities;
  if (!list->is_array())
    base::fail(ErrorKind::Invalid, "wrong_type", "entities", {{"expected", "array"}});
  const auto context = context_of(call);
  for (const auto& each : list->get_array()) {
    std::string name(each.is_string() ? std::string_view(each.get_string()) : "");
    if (!context.model->schema->find(name))
      base::fail(ErrorKind::Invalid, "unknown_entity", "entities", {{"entity", name}});
    entities.push_back(std::move(name));
  }
  return entities;
}

// What a key may do, without the key.
std::string json_of(const access::ApiKeyWish& wish) {
  std::string out;
  JsonWriter json(out);
  json.begin_object().member("name", wish.name);
  json.member("scopes", access::scope_words(wish.scope));
  if (wish.expires_at) json.member("expires_at", base::format_instant(*wish.expires_at));
  if (!wish.networks.empty()) json.member("networks", wish.networks);
  json.key("entities").begin_array();
  for (const auto& entity : wish.entities) json.value(entity);
  json.end_array().end_object();
  return out;
}

}  // namespace

// A key outlives the session.
Response create_api_key(const Call& call) {
  auto body = body_of(call);
  access::ApiKeyWish wish;
  wish.user = me(call);
  wish.name = text_of(body, "name", Presence::Optional);
  wish.scope = scope_of(call, body);
  if (auto expires = text_of(body, "expires_at", Presence::Optional); !expires.empty()) {
    wish.expires_at = base::parse_instant(expires);
    if (!wish.expires_at) base::fail(ErrorKind::Invalid, "not_an_instant", "expires_at");
  }
  wish.requests_per_minute = own_limit_of(call, body);
  wish.entities = entities_of(call, body);
  wish.networks = text_of(body, "networks", Presence::Optional);
  auto made = stores_of(call).keys.create(wish, told(call, "key_made", wish.user, json_of(wish)));
  std::string out;
  JsonWriter json(out);
  json.begin_object();
  write_key(made.key, json);
  json.member("key", made.secret).end_object();
  return private_json(std::move(out), 201);
}

Response revoke_api_key(const Call& call) {
  found_or_not(
      stores_of(call).keys.revoke(me(call), id_of(call), told(call, "key_revoked", me(call))));
  return empty_response();
}

namespace {

// The person of the path; also one who is disabled. Throws: Error{NotFound}.
Id user_of(const Call& call) {
  auto id = id_of(call);
  found_or_not(context_of(call).directory->person(id) != nullptr);
  return id;
}

}  // namespace

Response user_security(const Call& call) {
  auto user = user_of(call);
  auto& stores = stores_of(call);
  std::string out;
  JsonWriter json(out);
  json.begin_object().key("second_factor").begin_object();
  write_state(stores.second_factor.state(user), json);
  json.end_object();
  write_items(json, "sessions", stores.sessions.list(user), session_writer(call));
  write_items(json, "sign_ins", stores.log.list(user), write_sign_in);
  write_items(json, "api_keys", stores.keys.list(user), write_key);
  json.end_object();
  return private_json(std::move(out));
}

Response set_password(const Call& call) {
  auto user = user_of(call);
  sign_in_of(call).set_password(user, text_of(body_of(call), "password"), {},
                                told(call, "password_set", user));
  return empty_response();
}

// The address is the configured one, never what a request says of itself; without one the
// administrator's own browser knows its address. The token stands behind "#", which browsers do not
// send, so that no log of any machine has it.
Response make_password_link(const Call& call) {
  auto user = user_of(call);
  auto link = stores_of(call).links.make(user, told(call, "password_link", user));
  const auto& public_url = call.context.services->public_url;
  auto path = "/set-password#" + link.token;
  std::string out;
  JsonWriter json(out);
  json.begin_object().member("path", path).key("url");
  if (public_url.empty()) json.null();
  else json.value(public_url + path);
  json.member("expires_at", base::format_instant(link.expires_at)).end_object();
  return private_json(std::move(out), 201);
}

Response turn_off_user_second_factor(const Call& call) {
  auto user = user_of(call);
  found_or_not(stores_of(call).second_factor.turn_off(user, told(call, "factor_off", user)));
  return empty_response();
}

Response end_user_sessions(const Call& call) {
  auto user = user_of(call);
  stores_of(call).sessions.end_others(user, user == me(call) ? call.context.session : Id{},
                                      told(call, "sessions_ended", user));
  return empty_response();
}

Response end_user_session(const Call& call) {
  auto user = user_of(call);
  found_or_not(stores_of(call).sessions.end(user, id_of(call, "session"),
                                            told(call, "session_ended", user)));
  return empty_response();
}

Response revoke_user_api_key(const Call& call) {
  auto user = user_of(call);
  found_or_not(
      stores_of(call).keys.revoke(user, id_of(call, "key"), told(call, "key_revoked", user)));
  return empty_response();
}

Response look_at_password_link(const Call& call) {
  auto user = stores_of(call).links.find(text_of(body_of(call), "token"));
  auto directory = call.context.services->context({}, {}).directory;
  const auto* person = user ? directory->person(*user) : nullptr;
  if (!person) base::fail(ErrorKind::NotFound, "link_over");
  std::string out;
  JsonWriter json(out);
  json.begin_object().member("name", person->name).member("email", person->email).end_object();
  return private_json(std::move(out));
}

Response use_password_link(const Call& call) {
  auto body = body_of(call);
  auto token = text_of(body, "token");
  auto user = stores_of(call).links.find(token).value_or(Id{});
  sign_in_of(call).set_password_by_link(token, text_of(body, "password"),
                                        told(call, "password_by_link", user));
  return empty_response();
}

}  // namespace rapport::http::security_api
