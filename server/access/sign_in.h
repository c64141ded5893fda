// SignIn: the doors into the program. A password and, where it is on, a second factor make a
// session; a session's cookie or an API key makes an Actor.
// Not here: HTTP's cookies and headers, the policy of routes (http/).
#pragma once
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "access/credentials.h"
#include "access/directory.h"
#include "access/limited_roles.h"
#include "access/lockout.h"
#include "access/outside/outside.h"
#include "access/stores/sign_in_stores.h"
#include "base/error.h"

namespace rapport::access {

// Who is at the door. With an API key `csrf` is empty and `session` nil: no cookie, no need; with a
// session `key` is nil.
struct Caller {
  std::shared_ptr<const Actor> actor;
  std::string csrf;  // what unsafe calls must carry in X-CSRF-Token
  base::Id session;
  base::Id key = {};
  std::int64_t requests_per_minute = 0;  // a key's own limit; 0: none of its own
};

// What a request brings to prove who sends it: a session's cookie or an API key, and the address it
// comes from, which a key may be bound to.
struct Proof {
  std::string_view cookie, key, address;
};

// What a person types to sign in. `otp`: a code of the second factor, empty until it is asked for.
struct Entry {
  std::string_view email, password, otp = {};
};

struct SignedIn {
  Caller caller;
  std::string token;   // for the cookie
  std::string device;  // for the device's cookie; empty when the browser has one
};

// Threads: safe. Lifetime: all it is given outlives it.
class SignIn {
 public:
  SignIn(storage::Database& database, const Directory& directory, const Vault& vault,
         base::Clock& clock, base::Random& random);

  // Who else proves passwords, and makes people of ours of theirs. To be called before the first
  // sign-in. Lifetime: both outlive this.
  void trust(PasswordSource& source, OutsidePeople& people) {
    source_ = &source;
    outside_people_ = &people;
  }

  // A new session for who knows the password; always a new token.
  // Throws: Error{Unauthenticated, "wrong_credentials"}, the same for unknown people; to who knows
  // the password also "disabled_user", and on the field "otp" "code_needed" or "wrong_code";
  // Error{TooMany} with the argument "seconds"; Error{Forbidden, "works_elsewhere"}.
  // Cost: 0.1 s of a core.
  SignedIn sign_in(const Entry& entry, const Origin& origin);

  // A new session for whom a provider has just signed in; its own second factor is its own matter.
  // Throws: Error{Unauthenticated, "outside_refused"} or "disabled_user".
  SignedIn sign_in_outside(const OutsidePerson& person, const Origin& origin);

  // Nothing when the cookie or key is worth nothing (any more).
  // Throws: Error{Forbidden, "works_elsewhere"} for whose role does not work from that address.
  std::optional<Caller> authenticate(const Proof& proof);
  // The same from memory alone, without waiting: nothing also when the database has to be asked.
  std::optional<Caller> recall(const Proof& proof) const;

  // Proof that it is still the person who sits there, asked before what must not be done with a
  // stolen session; holds for this session and kConfirmedForUs.
  // Throws: Error{Invalid} on the field "password" ("wrong_password") or "otp" ("code_needed",
  // "wrong_code"), Error{TooMany}.
  void confirm(const Caller& caller, const Entry& entry, const Origin& origin);

  // The same by a provider that has just signed the person in again.
  // Throws: Error{Invalid, "another_person"}.
  void confirm_outside(const Caller& caller, const OutsidePerson& person);

  // Proves the present password for one call. Throws: Error{Invalid, "wrong_password"} on `field`,
  // Error{TooMany}.
  void confirm_password(const Actor& actor, std::string_view password, const Origin& origin,
                        std::string field);

  // Gives a person a new password, ends their sessions but `keep_session`, here at once, and what
  // else rests on the old one.
  // Throws: as check_password; Error{NotFound} for an unknown person; Error{TooMany}.
  // `also` is done in the same transaction: what is told of it.
  void set_password(const base::Id& user, std::string_view password,
                    const base::Id& keep_session = {}, const storage::Work& also = {});
  // The same by a link, which is used up. Throws: Error{NotFound, "link_over"} as well.
  void set_password_by_link(std::string_view token, std::string_view password,
                            const storage::Work& also = {});

  // Ends all sessions and links of a person, in a transaction of the caller's; for who is disabled.
  void end_all(storage::Transaction& transaction, const base::Id& user);

  SignInStores& stores() { return stores_; }

  // What another node has told. False: it is about something else.
  bool hear(std::string_view told) { return lockout_.hear(told); }

 private:
  std::optional<Caller> find_caller(const Proof& proof);
  bool is_in_place(const Actor& actor, std::string_view address) const;
  std::shared_ptr<const Actor> actor_of(const ApiKey& key) const;
  std::optional<Caller> caller_of(const Session& session, std::string_view token) const;
  std::optional<Caller> caller_of(const ApiKey& key) const;
  // By what a password was proved: a hash of ours, or the directory's word for a person.
  struct Proven {
    std::string hash;
    std::optional<OutsidePerson> person = {};
  };
  std::optional<Proven> prove(const std::optional<base::Id>& user, std::string_view password,
                              const Attempt& attempt);
  std::optional<OutsidePerson> ask_directory(std::string_view email, std::string_view password);
  // The same by a person who is signed in.
  bool prove_own(const Actor& actor, std::string_view password, const Attempt& attempt);
  base::Id admit(const OutsidePerson& person, const Origin& origin);
  void check_code(const base::Id& user, std::string_view otp, const Attempt& attempt,
                  base::ErrorKind kind);
  SignedIn open_session(const std::shared_ptr<const Actor>& actor, SignInBy by,
                        const Origin& origin, std::string_view device);
  std::string new_hash(const base::Id& user, std::string_view password);
  void store_new_hash(storage::Transaction& transaction, const base::Id& user,
                      const std::string& hash, const base::Id& keep_session);

  storage::Database& database_;
  const Directory& directory_;
  base::Clock& clock_;
  SignInStores stores_;
  Credentials credentials_;
  Lockout lockout_;
  mutable LimitedRoles limited_roles_;
  PasswordSource* source_ = nullptr;
  OutsidePeople* outside_people_ = nullptr;
};

}  // namespace rapport::access
