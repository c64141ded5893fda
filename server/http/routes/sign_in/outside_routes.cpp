#include "http/routes/sign_in/outside_routes.h"

#include "access/outside/ldap_directory.h"
#include "access/outside/openid.h"
#include "http/routes/audit/told.h"
#include "http/routes/record_request.h"
#include "http/routes/sign_in/session_routes.h"
#include "http/routes/sign_in/sign_in_request.h"
#include "http/session_cookie.h"

namespace rapport::http::outside_api {

namespace json = base::json;
using access::OutsideSettings;
using access::SignInBy;
using base::ErrorKind;
using base::JsonWriter;

namespace {

constexpr std::string_view kArrivalPath = "/sign-in/arrival";

access::OpenId& provider_of(const Call& call) { return *call.context.services->provider; }

// Never what a request says of itself: the provider would send the code there.
std::string way_back(const Call& call) {
  const auto& public_url = call.context.services->public_url;
  if (public_url.empty()) base::fail(ErrorKind::Invalid, "public_url_needed");
  return public_url + std::string(kArrivalPath);
}

// A path of ours; "//elsewhere" would lead away (SX-66).
std::string next_of(const json::value& body) {
  auto next = text_of(body, "next", Presence::Optional);
  bool is_ours = next.starts_with('/') && (next.size() == 1 || (next[1] != '/' && next[1] != '\\'));
  return is_ours ? next : "/";
}

// What is wrong with the provider is no stranger's business.
template <class Work>
auto by_provider(const Work& work) {
  try {
    return work();
  } catch (const base::Error& error) {
    if (error.kind != ErrorKind::Unavailable) throw;
    std::string reason = error.code;
    for (const auto& [name, value] : error.arguments) reason += " " + value;
    throw base::Error(ErrorKind::Unavailable, "provider_down", {}, reason);
  }
}

Response departure(const Call& call, const base::Id& session) {
  auto journey = by_provider([&] {
    return provider_of(call).depart(way_back(call), next_of(body_of(call)), session);
  });
  std::string out;
  JsonWriter writer(out);
  writer.begin_object().member("url", journey.url).end_object();
  auto response = json_response(std::move(out));
  response.headers.add("Set-Cookie",
                       journey_cookie(journey.cookie, call.context.services->public_url));
  return response;
}

}  // namespace

Response ways(const Call& call) {
  auto label = provider_of(call).label();
  std::string out;
  JsonWriter writer(out);
  writer.begin_object().key("provider");
  if (label) writer.begin_object().member("label", *label).end_object();
  else writer.null();
  writer.end_object();
  return json_response(std::move(out));
}

Response depart(const Call& call) { return departure(call, {}); }

Response depart_to_confirm(const Call& call) { return departure(call, call.context.session); }

Response arrive(const Call& call) {
  auto body = body_of(call);
  auto code = text_of(body, "code"), state = text_of(body, "state"),
       issuer = text_of(body, "iss", Presence::Optional);
  auto arrival = by_provider([&] {
    return provider_of(call).arrive(way_back(call), code, state, issuer,
                                    call.request.cookie(kJourneyCookie));
  });
  Response response;
  if (arrival.session.is_nil()) {
    response = session_api::begun_session(
        call, sign_in_of(call).sign_in_outside(arrival.person, origin_of(call)), arrival.next);
  } else {
    if (arrival.session != call.context.session)
      base::fail(ErrorKind::Unauthenticated, "journey_over");
    sign_in_of(call).confirm_outside({call.context.actor, {}, call.context.session},
                                     arrival.person);
    std::string out;
    JsonWriter(out).begin_object().member("next", arrival.next).end_object();
    response = json_response(std::move(out));
  }
  response.headers.add("Set-Cookie", journey_cookie("", call.context.services->public_url));
  return response;
}

namespace {

access::OutsideStore& store_of(const Call& call) { return *call.context.services->outside; }

// The settings without their secret, of which only whether there is one is told.
void write_settings(const Call& call, SignInBy by, JsonWriter& out) {
  auto stored = store_of(call).settings(by);
  auto body = base::parse_json(stored.json);
  auto text = by == SignInBy::Directory ? json_of(access::parse_directory_settings(body))
                                        : json_of(access::parse_provider_settings(body));
  text.pop_back();
  out.next_value() += text + ",\"has_secret\":" + (stored.secret.empty() ? "false}" : "true}");
}

// What a body asks for: settings and, if it is there, a new secret. A secret that is kept is not
// sent to another address than the one it was given for.
struct Wish {
  json::value settings;
  std::string secret;
};

Wish wish_of(const Call& call, SignInBy by, const char* address) {
  auto body = body_of(call);
  if (!body.is_object()) base::fail(ErrorKind::Invalid, "wrong_type", "", {{"expected", "object"}});
  auto secret = text_of(body, "secret", Presence::Optional);
  const bool is_given = body.as_object().contains("secret");
  body.as_object().erase("secret");
  body.as_object().erase("has_secret");
  if (is_given) return {std::move(body), std::move(secret)};
  auto stored = store_of(call).settings(by);
  const auto before = base::parse_json(stored.json);
  const bool is_same = text_of(before, address, Presence::Optional) ==
                       text_of(body, address, Presence::Optional);
  if (!stored.secret.empty() && !is_same) base::fail(ErrorKind::Invalid, "required", "secret");
  return {std::move(body), std::move(stored.secret)};
}

Wish directory_wish(const Call& call) { return wish_of(call, SignInBy::Directory, "url"); }
Wish provider_wish(const Call& call) { return wish_of(call, SignInBy::Provider, "issuer"); }

// With what was before, without the secrets.
void save(const Call& call, SignInBy by, std::string_view act,
          const access::OutsideSettings& settings) {
  auto before = store_of(call).settings(by).json;
  store_of(call).save_settings(
      by, settings,
      told(call, act, {}, "{\"old\":" + before + ",\"new\":" + settings.json + "}"));
}

// What the other side says is the answer to a trial, and no failure of ours.
template <class Trial>
void try_it(const Trial& trial) {
  try {
    trial();
  } catch (const base::Error& error) {
    if (error.kind != ErrorKind::Unavailable) throw;
    base::fail(ErrorKind::Invalid, error.code, {}, error.arguments);
  }
}

}  // namespace

Response settings(const Call& call) {
  const auto& public_url = call.context.services->public_url;
  std::string out;
  JsonWriter writer(out);
  writer.begin_object().key("directory");
  write_settings(call, SignInBy::Directory, writer);
  writer.key("provider");
  write_settings(call, SignInBy::Provider, writer);
  writer.key("arrival_url");
  if (public_url.empty()) writer.null();
  else writer.value(public_url + std::string(kArrivalPath));
  writer.end_object();
  auto response = json_response(std::move(out));
  response.headers.add("Cache-Control", "no-store");
  return response;
}

Response put_directory(const Call& call) {
  auto wish = directory_wish(call);
  auto parsed = access::parse_directory_settings(wish.settings);
  save(call, SignInBy::Directory, "directory_settings", {json_of(parsed), wish.secret});
  return settings(call);
}

Response put_provider(const Call& call) {
  auto wish = provider_wish(call);
  auto parsed = access::parse_provider_settings(wish.settings);
  save(call, SignInBy::Provider, "provider_settings", {json_of(parsed), wish.secret});
  return settings(call);
}

Response try_directory(const Call& call) {
  auto wish = directory_wish(call);
  auto parsed = access::parse_directory_settings(wish.settings);
  int people = 0;
  try_it([&] {
    people = call.context.services->company_directory->count_people(parsed, wish.secret);
  });
  std::string out;
  JsonWriter(out).begin_object().member("people", std::int64_t{people}).end_object();
  return json_response(std::move(out));
}

Response try_provider(const Call& call) {
  auto parsed = access::parse_provider_settings(provider_wish(call).settings);
  try_it([&] { provider_of(call).try_out(parsed); });
  return empty_response();
}

Response look_at_directory(const Call& call) {
  int changed = 0;
  try_it([&] { changed = call.context.services->look_at_directory(); });
  std::string out;
  JsonWriter(out).begin_object().member("changed", std::int64_t{changed}).end_object();
  return json_response(std::move(out));
}

}  // namespace rapport::http::outside_api
