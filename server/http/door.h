// Door: the Authenticator of the program: a session's cookie or an API key → who it is.
// What a cookie or key is worth is access/sign_in.h.
#pragma once
#include "access/sign_in.h"
#include "http/guard.h"

namespace rapport::http {

// The API key of "Authorization: Bearer KEY", else the session's cookie. Lifetime: the request's.
access::Proof proof_of(const Request& request);

class Door final : public Authenticator {
 public:
  explicit Door(access::SignIn& sign_in) : sign_in_(sign_in) {}
  // Throws: Error{Forbidden, "works_elsewhere"} for whose role does not work from this address.
  Identity authenticate(const Request& request, base::Instant now) override;
  std::optional<Identity> recall(const Request& request) override;

 private:
  access::SignIn& sign_in_;
};

}  // namespace rapport::http
