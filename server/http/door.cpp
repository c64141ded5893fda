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
  identity.language = caller.actor->language;
  return identity;
}

}  // namespace

Identity Door::authenticate(const Request& request, base::Instant) {
  constexpr std::string_view kBearer = "Bearer ";
  auto authorization = request.headers.find("Authorization");
  if (authorization.size() > kBearer.size() &&
      equal_ignoring_case(authorization.substr(0, kBearer.size()), kBearer)) {
    auto caller = sign_in_.authenticate_key(authorization.substr(kBearer.size()));
    return caller ? identity_of(*caller, SignedBy::Key) : Identity{};
  }
  auto token = request.cookie(kSessionCookie);
  if (token.empty()) return {};
  auto caller = sign_in_.authenticate_cookie(token);
  return caller ? identity_of(*caller, SignedBy::Cookie) : Identity{};
}

}  // namespace rapport::http
