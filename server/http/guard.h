// Who may pass: sign-in, role, the scope of a key, CSRF token and Origin, before a handler runs.
// How a request proves who sends it is the Authenticator's; rights on records are access/policy.h.
#pragma once
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "base/id.h"
#include "http/message.h"
#include "http/router.h"
#include "schema/strings.h"

namespace rapport::http {

enum class SignedBy { Nobody, Cookie, Key };

// Who sends a request, and by what proof.
struct Identity {
  SignedBy by = SignedBy::Nobody;
  std::shared_ptr<const access::Actor> actor;  // null for Nobody
  bool is_administrator = false;
  bool is_confirmed = false;  // proved just now who it is
  bool may_write = true;  // false for a key with the scope read only
  std::string csrf;       // what X-CSRF-Token must say; for Cookie only
  base::Id session;       // nil for a key
  base::Id key;           // nil for a session
  std::int64_t per_minute = 0;  // a key's own limit of requests; 0: none of its own
  std::optional<schema::Language> language;
};

// Threads: safe.
class Authenticator {
 public:
  virtual ~Authenticator() = default;
  // Nobody for missing and for wrong proof alike. Throws: Error{TooMany} for one who guesses.
  virtual Identity authenticate(const Request& request, base::Instant now) = 0;
  // Who it is, if that is known without waiting for anything.
  virtual std::optional<Identity> recall(const Request&) { return std::nullopt; }
};

// Whether the request comes from a page of ours, as far as a browser tells. `public_origin` is
// "https://crm.example.com", empty when unknown.
bool is_same_origin(const Request& request, std::string_view public_origin);

// Throws: Error 401, 403 (forbidden, wrong_scope, csrf, wrong_origin, session_needed,
// confirm_needed), 415, or 400 for a query
// parameter of an API route that its table does not name.
void check_caller(const Route& route, const Request& request, const Identity& identity,
                  std::string_view public_origin);

}  // namespace rapport::http
