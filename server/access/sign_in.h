// SignIn: the doors into the program. A password makes a session; a session's cookie or an API key
// makes an Actor. Not here: HTTP's cookies and headers, the policy of routes (http/).
#pragma once
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "access/api_keys.h"
#include "access/credentials.h"
#include "access/directory.h"
#include "access/lockout.h"
#include "access/sessions.h"

namespace rapport::access {

// The tables of everything here, for Database::migrate.
std::vector<const storage::Table*> sign_in_tables();

// Where a sign-in comes from, as the session's list shows it.
struct Origin {
  std::string_view address, agent;
};

// Who is at the door. With an API key `csrf` is empty and `session` nil: no cookie, no need; with a
// session `key` is nil.
struct Caller {
  std::shared_ptr<const Actor> actor;
  std::string csrf;  // what unsafe calls must carry in X-CSRF-Token
  base::Id session;
  base::Id key = {};
  std::int64_t requests_per_minute = 0;  // a key's own limit; 0: none of its own
};

struct SignedIn {
  Caller caller;
  std::string token;  // for the cookie
};

// Threads: safe. Lifetime: all it is given outlives it.
class SignIn {
 public:
  SignIn(storage::Database& database, const Directory& directory, base::Clock& clock,
         base::Random& random);

  // A new session for who knows the password; always a new token.
  // Throws: Error{Unauthenticated, "wrong_credentials"}, the same for unknown people, or
  // "disabled_user" to who knows the password of one; Error{TooMany} with the argument "seconds".
  // Cost: 0.1 s of a core.
  SignedIn sign_in(std::string_view email, std::string_view password, const Origin& origin);

  // Nothing when the cookie or key is worth nothing (any more).
  std::optional<Caller> authenticate_cookie(std::string_view token);
  std::optional<Caller> authenticate_key(std::string_view key);

  // The same from memory alone, without waiting: nothing also when the database has to be asked.
  std::optional<Caller> recall_cookie(std::string_view token) const;
  std::optional<Caller> recall_key(std::string_view key) const;

  // Proof that it is still the person who sits there, asked before what must not be done with a
  // stolen session. Throws: Error{Invalid, "wrong_password"} on the field `field`, Error{TooMany}.
  void confirm_password(const Actor& actor, std::string_view password, std::string_view address,
                        std::string field = "password");

  // Gives a person a new password and ends their sessions but `keep_session`, here at once.
  // Throws: as check_password; Error{NotFound} for an unknown person; Error{TooMany}.
  void set_password(const base::Id& user, std::string_view password,
                    const base::Id& keep_session = {});

  // Ends all sessions of a person, in a transaction of the caller's; for who is disabled.
  void end_all(storage::Transaction& transaction, const base::Id& user);

  Sessions& sessions() { return sessions_; }
  ApiKeys& keys() { return keys_; }

 private:
  std::optional<Caller> caller_of(const Session& session, std::string_view token) const;
  std::optional<Caller> caller_of(const ApiKey& key) const;
  // The hash that the password was proved against, nothing when it is wrong.
  std::optional<std::string> prove(const std::optional<base::Id>& user, std::string_view email,
                                   std::string_view password, std::string_view address);

  storage::Database& database_;
  const Directory& directory_;
  base::Clock& clock_;
  Sessions sessions_;
  ApiKeys keys_;
  Credentials credentials_;
  Lockout lockout_;
};

}  // namespace rapport::access
