// People whom another system vouches for: a directory (LDAP, Active Directory) that proves their
// passwords, a provider (OpenID Connect) that signs them in itself.
// Not here: how either is asked (ldap.h, openid.h), which people of ours they become (whoever
// implements OutsidePeople knows how records are made).
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "access/stores/sign_in_log.h"
#include "base/id.h"

namespace rapport::access {

// As the other system tells it. `subject` is what stays the same there when name and e-mail change.
struct OutsidePerson {
  SignInBy by = SignInBy::Directory;  // or Provider
  std::string subject;
  std::string email, name;
  bool email_is_verified = false;
  std::vector<std::string> groups;  // names or distinguished names, as the other system writes them
};

// Threads: safe.
class PasswordSource {
 public:
  virtual ~PasswordSource() = default;
  // Nothing when it is off, or the password is not that person's there. Takes as long for nobody as
  // for somebody. Throws: Error{Unavailable, "directory_failed"} when it cannot be asked.
  virtual std::optional<OutsidePerson> prove(std::string_view email,
                                             std::string_view password) = 0;
};

// Threads: safe.
class OutsidePeople {
 public:
  virtual ~OutsidePeople() = default;
  // Who it is here; made or brought up to date if need be.
  // Throws: Error{Unauthenticated, "outside_refused"} for one who may not come in.
  virtual base::Id admit(const OutsidePerson& person) = 0;
  // Who it is here, if that is known already.
  virtual std::optional<base::Id> find(const OutsidePerson& person) = 0;
};

}  // namespace rapport::access
