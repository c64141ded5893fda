#include "http/guard.h"

#include <openssl/crypto.h>

#include "base/error.h"

namespace rapport::http {
namespace {

using base::ErrorKind;

bool equal_secrets(std::string_view a, std::string_view b) {
  return !a.empty() && a.size() == b.size() && CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0;
}

bool is_json(std::string_view content_type) {
  auto type = content_type.substr(0, content_type.find(';'));
  while (type.ends_with(' ')) type.remove_suffix(1);
  if (equal_ignoring_case(type, "application/json")) return true;
  return type.starts_with("application/") && type.ends_with("+json");
}

bool announces_body(const Request& request) {
  if (!request.body.empty() || request.headers.has("Transfer-Encoding")) return true;
  const auto length = request.headers.find("Content-Length");
  return !length.empty() && length != "0";
}

// A packed body would be checked against the limits only after it has grown.
void check_media(const Route& route, const Request& request) {
  const auto coding = request.headers.find("Content-Encoding");
  const bool is_packed = !coding.empty() && !equal_ignoring_case(coding, "identity");
  const bool wants_json = route.body == BodyKind::Json || route.body == BodyKind::Bulk;
  const bool is_foreign = wants_json && announces_body(request) &&
                          !is_json(request.headers.find("Content-Type"));
  if (!is_packed && !is_foreign) return;
  base::Error error(ErrorKind::UnsupportedMedia, "unsupported_media");
  error.arguments = {{"expected", wants_json ? "application/json" : "identity"}};
  throw error;
}

void check_scope(const Route& route, const Identity& identity, bool is_unsafe) {
  if (!is_unsafe || identity.may_write || route.effect == Effect::Reads) return;
  base::Error error(ErrorKind::Forbidden, "wrong_scope");
  error.arguments = {{"scope", "write"}};
  throw error;
}

void check_trust(const Route& route, const Identity& identity) {
  if (route.trust == Trust::Usual) return;
  if (identity.by != SignedBy::Cookie) base::fail(ErrorKind::Forbidden, "session_needed");
  if (route.trust == Trust::Confirmed && !identity.is_confirmed)
    base::fail(ErrorKind::Forbidden, "confirm_needed");
}

void check_parameters(const Route& route, const Request& request) {
  if (!route.pattern.starts_with("/api/")) return;
  for (const auto& [name, value] : request.query) {
    bool known = false;
    for (const auto& each : route.parameters) known = known || each.name == name;
    if (known) continue;
    std::string allowed;
    for (const auto& each : route.parameters)
      allowed.append(allowed.empty() ? "" : ", ").append(each.name);
    base::fail(ErrorKind::Malformed, "unknown_parameter", name,
               {{"parameter", name}, {"allowed", allowed.empty() ? "—" : allowed}});
  }
}

}  // namespace

bool is_same_origin(const Request& request, std::string_view public_origin) {
  const auto origin = request.headers.find("Origin");
  if (origin.empty()) return request.headers.find("Sec-Fetch-Site") != "cross-site";
  if (!public_origin.empty() && equal_ignoring_case(origin, public_origin)) return true;
  const auto scheme = origin.find("://");
  if (scheme == std::string_view::npos) return false;
  return equal_ignoring_case(origin.substr(scheme + 3), request.headers.find("Host"));
}

void check_caller(const Route& route, const Request& request, const Identity& identity,
                  std::string_view public_origin) {
  const bool is_unsafe = !is_safe(request.method);
  const bool is_stream = route.stream != nullptr;
  const bool needs_sign_in = route.policy != Policy::Public;
  if (needs_sign_in && identity.by == SignedBy::Nobody) {
    base::fail(ErrorKind::Unauthenticated, "unauthenticated");
  }
  // A key is no cookie: no page can make a browser send it.
  const bool is_from_browser = identity.by != SignedBy::Key && (is_unsafe || is_stream);
  if (is_from_browser && !is_same_origin(request, public_origin)) {
    base::fail(ErrorKind::Forbidden, "wrong_origin");
  }
  const bool needs_token = needs_sign_in && is_unsafe && identity.by == SignedBy::Cookie;
  if (needs_token && !equal_secrets(identity.csrf, request.headers.find("X-CSRF-Token"))) {
    base::fail(ErrorKind::Forbidden, "csrf");
  }
  if (route.policy == Policy::Administrator && !identity.is_administrator) {
    base::fail(ErrorKind::Forbidden, "forbidden");
  }
  check_trust(route, identity);
  check_scope(route, identity, is_unsafe);
  check_parameters(route, request);
  check_media(route, request);
}

}  // namespace rapport::http
