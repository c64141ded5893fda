// PasswordLinks: a link with which a person chooses a password: for who is invited, and for who has
// forgotten it. The token is told once, kept as a hash, good for one use and for a bounded time.
// Not here: the address it stands in (http/), how it is brought to the person.
#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "storage/database.h"

namespace rapport::access {

inline constexpr std::int64_t kLinkUs = 24 * std::int64_t{3'600'000'000};
inline constexpr std::int64_t kInvitationUs = 7 * 24 * std::int64_t{3'600'000'000};

struct PasswordLink {
  std::string token;
  base::Instant expires_at = 0;
};

const storage::Table& password_links_table();

// All links of a person are worth nothing any more; in a transaction of the caller's, for whoever
// changes the password, the e-mail, or disables the person.
void end_password_links(storage::Transaction& transaction, const base::Id& user);
// For the hourly job.
void remove_expired_links(storage::Transaction& transaction, base::Instant now);

// Threads: safe.
class PasswordLinks {
 public:
  PasswordLinks(storage::Database& database, base::Clock& clock, base::Random& random)
      : database_(database), clock_(clock), random_(random) {}

  // A new one, which ends those before it. Longer good for who never had a password.
  // Throws: Error{NotFound} for a person who is unknown or disabled.
  PasswordLink make(const base::Id& user, const storage::Work& also = {});

  // Whose link it is; nothing when it is unknown, used, over, or the person may not act any more.
  std::optional<base::Id> find(std::string_view token);

  // Uses it up, in a transaction of the caller's, and all others of that person. False: somebody
  // else did.
  static bool use(storage::Transaction& transaction, const base::Id& user, std::string_view token);

 private:
  storage::Database& database_;
  base::Clock& clock_;
  base::Random& random_;
};

}  // namespace rapport::access
