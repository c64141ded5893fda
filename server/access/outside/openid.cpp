#include "access/outside/openid.h"

#include "access/outside/jose.h"
#include "access/secrets.h"
#include "base/error.h"

namespace rapport::access {

namespace json = base::json;
using base::ErrorKind;

namespace {

constexpr std::int64_t kKeysFreshUs = 600'000'000, kKeysLeastUs = 10'000'000;
constexpr std::int64_t kClockSkewS = 60, kFreshSignInS = 120;
constexpr std::string_view kPurpose = "openid journey";

[[noreturn]] void failed(std::string detail) {
  base::fail(ErrorKind::Unavailable, "provider_failed", {}, {{"detail", std::move(detail)}});
}

// The reason goes to the log, not to whoever tries.
[[noreturn]] void refused(std::string reason) {
  throw base::Error(ErrorKind::Unauthenticated, "provider_refused", {}, std::move(reason));
}

[[noreturn]] void over(const char* reason) {
  throw base::Error(ErrorKind::Unauthenticated, "journey_over", {}, reason);
}

std::string text_of(const json::object& object, std::string_view name) {
  const auto* value = object.if_contains(name);
  return value && value->is_string() ? std::string(value->get_string()) : std::string();
}

std::int64_t number_of(const json::object& object, std::string_view name) {
  const auto* value = object.if_contains(name);
  if (!value || !value->is_number()) return 0;
  return value->is_int64() ? value->get_int64()
                           : static_cast<std::int64_t>(value->to_number<double>());
}

std::string encoded(std::string_view text) {
  constexpr std::string_view kPlain =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";
  constexpr std::string_view kHex = "0123456789ABCDEF";
  std::string out;
  for (char each : text) {
    auto byte = static_cast<unsigned char>(each);
    if (kPlain.find(each) != std::string_view::npos) out += each;
    else out += {'%', kHex[byte >> 4], kHex[byte & 15]};
  }
  return out;
}

using Fields = std::vector<std::pair<std::string_view, std::string>>;

std::string form_of(const Fields& fields) {
  std::string out;
  for (const auto& [name, value] : fields)
    out.append(out.empty() ? "" : "&").append(name).append("=").append(encoded(value));
  return out;
}

// Encrypted, but to this machine itself: nobody listens in between.
bool is_private(std::string_view url) {
  if (url.starts_with("https://")) return true;
  constexpr std::string_view kPlain = "http://";
  if (!url.starts_with(kPlain)) return false;
  auto host = url.substr(kPlain.size());
  host = host.substr(0, host.find_first_of("/?#"));
  if (auto colon = host.rfind(':'); colon != std::string_view::npos && !host.ends_with(']'))
    host = host.substr(0, colon);
  auto address = outbound::parse_host(host);
  return host == "localhost" || (address && outbound::inner_kind(*address) == "loopback");
}

bool names_audience(const json::object& claims, const std::string& client) {
  const auto* audience = claims.if_contains("aud");
  if (!audience) return false;
  if (audience->is_string()) return std::string_view(audience->get_string()) == client;
  if (!audience->is_array()) return false;
  bool named = false;
  for (const auto& each : audience->get_array())
    named = named || (each.is_string() && std::string_view(each.get_string()) == client);
  // Of several, the one it was made for is said apart.
  return named && (audience->get_array().size() == 1 || text_of(claims, "azp") == client);
}

}  // namespace

struct OpenId::Provider {
  std::string issuer, authorize_url, token_url, keys_url, person_url;
  bool says_issuer = false;  // in its answer, RFC 9207
  bool takes_secret_in_body = false;
};

struct OpenId::Tokens {
  std::string id, access;
};

ProviderSettings OpenId::settings() {
  return parse_provider_settings(base::parse_json(store_.settings(SignInBy::Provider).json));
}

std::optional<std::string> OpenId::label() {
  auto settings = this->settings();
  if (!settings.enabled) return std::nullopt;
  return settings.label;
}

json::value OpenId::fetch(const std::string& url, const std::string& access_token) {
  if (!is_private(url)) failed("not https: " + url);
  outbound::Get get{url, {{"Accept", "application/json"}}};
  if (!access_token.empty()) get.headers.push_back({"Authorization", "Bearer " + access_token});
  auto answer = client_.get(get, give_up_);
  if (answer.status == 0)
    base::fail(ErrorKind::Unavailable, answer.error, {}, {{"detail", answer.detail}});
  if (answer.status != 200) failed(url + ": " + std::to_string(answer.status));
  try {
    return base::parse_json(answer.body);
  } catch (const base::Error&) {
    failed(url + ": no JSON");
  }
}

OpenId::Provider OpenId::discover(const std::string& issuer) {
  auto base = issuer;
  while (base.ends_with('/')) base.pop_back();
  auto document = fetch(base + "/.well-known/openid-configuration");
  if (!document.is_object()) failed("no discovery document");
  const auto& told = document.get_object();
  Provider provider;
  provider.issuer = text_of(told, "issuer");
  if (provider.issuer != issuer) failed("it calls itself " + provider.issuer);
  provider.authorize_url = text_of(told, "authorization_endpoint");
  provider.token_url = text_of(told, "token_endpoint");
  provider.keys_url = text_of(told, "jwks_uri");
  provider.person_url = text_of(told, "userinfo_endpoint");
  for (const auto& url : {provider.authorize_url, provider.token_url, provider.keys_url})
    if (!is_private(url)) failed("not https: " + url);
  const auto* says = told.if_contains("authorization_response_iss_parameter_supported");
  provider.says_issuer = says && says->is_bool() && says->get_bool();
  const auto* methods = told.if_contains("token_endpoint_auth_methods_supported");
  if (methods && methods->is_array()) {
    bool basic = false;
    for (const auto& each : methods->get_array()) {
      basic = basic || each == "client_secret_basic";
      provider.takes_secret_in_body = provider.takes_secret_in_body || each == "client_secret_post";
    }
    provider.takes_secret_in_body = provider.takes_secret_in_body && !basic;
  }
  return provider;
}

void OpenId::try_out(const ProviderSettings& settings) {
  auto keys = fetch(discover(settings.issuer).keys_url);
  if (!keys.is_object() || !keys.get_object().contains("keys")) failed("no keys");
}

json::value OpenId::keys_of(const Provider& provider, const std::string& key_id) {
  const auto now_us = clock_.monotonic_us();
  {
    std::lock_guard lock(mutex_);
    const auto age_us = now_us - keys_read_us_;
    const bool is_known = keys_url_ == provider.keys_url && keys_.is_object();
    // A key that is not among them is a reason to look again, but not for everybody at once.
    const bool has_key =
        is_known && (key_id.empty() || json::serialize(keys_).find(key_id) != std::string::npos);
    if (is_known && age_us < (has_key ? kKeysFreshUs : kKeysLeastUs)) return keys_;
  }
  auto keys = fetch(provider.keys_url);
  std::lock_guard lock(mutex_);
  keys_url_ = provider.keys_url;
  keys_ = keys;
  keys_read_us_ = now_us;
  return keys;
}

Departure OpenId::depart(const std::string& back, const std::string& next,
                         const base::Id& session) {
  const auto settings = this->settings();
  if (!settings.enabled) base::fail(ErrorKind::NotFound, "not_found");
  const auto provider = discover(settings.issuer);
  const auto state = new_token(random_), nonce = new_token(random_),
             verifier = new_token(random_);
  json::object journey{{"state", state},       {"nonce", nonce},
                       {"verifier", verifier}, {"next", next},
                       {"issuer", provider.issuer}, {"until", clock_.now() + kJourneyUs}};
  if (!session.is_nil()) journey["session"] = session.text();
  Fields fields{{"response_type", "code"},
                {"client_id", settings.client_id},
                {"redirect_uri", back},
                {"scope", "openid email profile"},
                {"state", state},
                {"nonce", nonce},
                {"code_challenge", jose::to_base64url(jose::sha256(verifier))},
                {"code_challenge_method", "S256"}};
  if (!session.is_nil()) {
    fields.push_back({"prompt", "login"});
    fields.push_back({"max_age", "0"});
  }
  const char* joint = provider.authorize_url.find('?') == std::string::npos ? "?" : "&";
  return {provider.authorize_url + joint + form_of(fields),
          vault_.seal(kPurpose, json::serialize(journey))};
}

OpenId::Tokens OpenId::redeem(const Provider& provider, const ProviderSettings& settings,
                              const std::string& secret, const std::string& form) {
  outbound::Post post{provider.token_url,
                      {{"Content-Type", "application/x-www-form-urlencoded"},
                       {"Accept", "application/json"}},
                      form};
  const auto client = form_of({{"client_id", settings.client_id}});
  if (secret.empty()) {
    post.body += "&" + client;
  } else if (provider.takes_secret_in_body) {
    post.body += "&" + client + "&" + form_of({{"client_secret", secret}});
  } else {
    const auto pair = encoded(settings.client_id) + ":" + encoded(secret);
    post.headers.push_back({"Authorization", "Basic " + jose::to_base64(pair)});
  }
  auto answer = client_.post(post, give_up_);
  if (answer.status == 0) failed(answer.error + " " + answer.detail);
  if (answer.status >= 500) failed("the token endpoint answers " + std::to_string(answer.status));
  if (answer.status != 200)
    refused("the token endpoint answers " + std::to_string(answer.status) + " " + answer.body);
  try {
    auto value = base::parse_json(answer.body);
    if (value.is_object())
      return {text_of(value.get_object(), "id_token"),
              text_of(value.get_object(), "access_token")};
  } catch (const base::Error&) {
    failed("the token endpoint answers no JSON");
  }
  return {};
}

void OpenId::check(const json::object& claims, const ProviderSettings& settings,
                   const json::object& journey) {
  const auto now_s = clock_.now() / 1'000'000;
  if (text_of(claims, "iss") != settings.issuer) refused("another issuer");
  if (!names_audience(claims, settings.client_id)) refused("for another client");
  if (number_of(claims, "exp") + kClockSkewS <= now_s) refused("expired");
  if (number_of(claims, "iat") - kClockSkewS > now_s) refused("made in the future");
  if (number_of(claims, "nbf") - kClockSkewS > now_s) refused("not good yet");
  if (!equal_secrets(text_of(claims, "nonce"), text_of(journey, "nonce"))) refused("another nonce");
  if (journey.contains("session") &&
      number_of(claims, "auth_time") + kFreshSignInS + kClockSkewS < now_s)
    refused("not signed in again");
  if (text_of(claims, "sub").empty()) refused("no subject");
}

json::object OpenId::told_claims(const Provider& provider, const Tokens& tokens,
                                 const ProviderSettings& settings, const json::object& journey) {
  const auto key_id = jose::key_id_of(tokens.id);
  if (!key_id) refused("no token");
  auto claims = jose::verified_claims(tokens.id, keys_of(provider, *key_id));
  if (!claims) refused("the signature is not the provider's");
  check(*claims, settings, journey);
  if (claims->contains("email") || provider.person_url.empty() || tokens.access.empty())
    return std::move(*claims);
  const auto more = fetch(provider.person_url, tokens.access);
  if (!more.is_object() || text_of(more.get_object(), "sub") != text_of(*claims, "sub"))
    refused("the information is about another subject");
  for (const auto& [name, value] : more.get_object())
    if (!claims->contains(name)) (*claims)[name] = value;
  return std::move(*claims);
}

namespace {

OutsidePerson person_of(const json::object& claims, const ProviderSettings& settings) {
  OutsidePerson person;
  person.by = SignInBy::Provider;
  // One provider after another must not become one another's people.
  person.subject = settings.issuer + " " + text_of(claims, "sub");
  person.email = text_of(claims, "email");
  person.name = text_of(claims, "name");
  const auto* verified = claims.if_contains("email_verified");
  person.email_is_verified = verified && verified->is_bool() && verified->get_bool();
  const auto* groups =
      settings.groups_claim.empty() ? nullptr : claims.if_contains(settings.groups_claim);
  if (groups && groups->is_array())
    for (const auto& each : groups->get_array())
      if (each.is_string()) person.groups.emplace_back(each.get_string());
  return person;
}

}  // namespace

Arrival OpenId::arrive(const std::string& back, std::string_view code, std::string_view state,
                       std::string_view issuer, std::string_view cookie) {
  auto opened = vault_.open(kPurpose, cookie);
  if (!opened) over("no journey");
  const auto parsed = base::parse_json(*opened);
  const auto& journey = parsed.as_object();
  if (number_of(journey, "until") <= clock_.now()) over("too long");
  if (!equal_secrets(text_of(journey, "state"), state)) over("another state");
  const auto stored = store_.settings(SignInBy::Provider);
  const auto settings = parse_provider_settings(base::parse_json(stored.json));
  if (!settings.enabled || text_of(journey, "issuer") != settings.issuer) over("another provider");
  const auto provider = discover(settings.issuer);
  // Against a code of one provider being brought to another (mix-up).
  if ((provider.says_issuer || !issuer.empty()) && issuer != settings.issuer)
    refused("the answer is another issuer's");
  const auto tokens = redeem(provider, settings, stored.secret,
                            form_of({{"grant_type", "authorization_code"},
                                     {"code", std::string(code)},
                                     {"redirect_uri", back},
                                     {"code_verifier", text_of(journey, "verifier")}}));
  const auto claims = told_claims(provider, tokens, settings, journey);
  Arrival arrival{person_of(claims, settings), text_of(journey, "next"), {}};
  if (auto session = base::Id::parse(text_of(journey, "session"))) arrival.session = *session;
  return arrival;
}

}  // namespace rapport::access
