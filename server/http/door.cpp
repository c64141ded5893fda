#include "http/door.h"

#include "http/session_cookie.h"

namespace rapport::http {

namespace {

Identity identity_of(const access::Caller& caller, SignedBy by) {
  Identity identity;
  identity.by = by;
  identity.actor = caller.actor;
  identity.is_administrator = caller.actor->is_administrator() && caller.actor->may_administer;
  identity.is_confirmed = caller.actor->confirmed;
  identity.may_write = caller.actor->write_allowed;
  identity.csrf = caller.csrf;
  identity.session = caller.session;
  identity.key = caller.key;
  identity.per_minute = caller.requests_per_minute;
  identity.language = caller.actor->language;
  return identity;
}

}  // namespace

access::Proof proof_of(const Request& request) {
  constexpr std::string_view kBearer = "Bearer ";
  access::Proof proof;
  proof.address = request.remote_address;
  auto authorization = request.headers.find("Authorization");
  bool bears = authorization.size() > kBearer.size() &&
               equal_ignoring_case(authorization.substr(0, kBearer.size()), kBearer);
  if (bears) proof.key = authorization.substr(kBearer.size());
  else proof.cookie = request.cookie(kSessionCookie);
  return proof;
}

std::optional<Identity> Door::recall(const Request& request) {
  auto proof = proof_of(request);
  auto caller = sign_in_.recall(proof);
  if (!caller) return std::nullopt;
  return identity_of(*caller, proof.key.empty() ? SignedBy::Cookie : SignedBy::Key);
}

Identity Door::authenticate(const Request& request, base::Instant) {
  auto proof = proof_of(request);
  if (proof.key.empty() && proof.cookie.empty()) return {};
  auto caller = sign_in_.authenticate(proof);
  if (!caller) return {};
  return identity_of(*caller, proof.key.empty() ? SignedBy::Cookie : SignedBy::Key);
}

}  // namespace rapport::http
