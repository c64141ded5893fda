#include "http/door.h"

#include "http/session_cookie.h"

namespace rapport::http {

namespace {

Identity identity_of(const access::Caller& caller, SignedBy by) {
  Identity identity;
  identity.by = by;
  identity.actor = caller.actor;
  identity.is_administrator = caller.actor->is_administrator();
  identity.may_write = caller.actor->write_allowed;
  identity.csrf = caller.csrf;
  identity.session = caller.session;
  identity.key = caller.key;
  identity.per_minute = caller.requests_per_minute;
  identity.language = caller.actor->language;
  return identity;
}

// The key of "Authorization: Bearer KEY"; empty without one.
std::string_view key_of(const Request& request) {
  constexpr std::string_view kBearer = "Bearer ";
  auto authorization = request.headers.find("Authorization");
  bool bears = authorization.size() > kBearer.size() &&
               equal_ignoring_case(authorization.substr(0, kBearer.size()), kBearer);
  return bears ? authorization.substr(kBearer.size()) : std::string_view();
}

}  // namespace

std::optional<Identity> Door::recall(const Request& request) {
  auto key = key_of(request);
  auto caller = key.empty() ? sign_in_.recall_cookie(request.cookie(kSessionCookie))
                            : sign_in_.recall_key(key);
  if (!caller) return std::nullopt;
  return identity_of(*caller, key.empty() ? SignedBy::Cookie : SignedBy::Key);
}

Identity Door::authenticate(const Request& request, base::Instant) {
  if (auto key = key_of(request); !key.empty()) {
    auto caller = sign_in_.authenticate_key(key);
    return caller ? identity_of(*caller, SignedBy::Key) : Identity{};
  }
  auto token = request.cookie(kSessionCookie);
  if (token.empty()) return {};
  auto caller = sign_in_.authenticate_cookie(token);
  return caller ? identity_of(*caller, SignedBy::Cookie) : Identity{};
}

}  // namespace rapport::http
