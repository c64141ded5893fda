// Sessions: who is signed in by a browser's cookie, and where. Tokens are kept as hashes only.
// Not here: who may sign in (sign_in.h), the cookie and its flags (http/).
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "access/stores/fresh_cache.h"
#include "base/clock.h"
#include "storage/database.h"

namespace rapport::access {

inline constexpr std::int64_t kDayUs = 86'400'000'000;
inline constexpr std::int64_t kSessionIdleUs = 14 * kDayUs;
inline constexpr std::int64_t kSessionAbsoluteUs = 90 * kDayUs;
inline constexpr std::int64_t kSeenEveryUs = 5 * 60'000'000;
inline constexpr std::int64_t kConfirmedForUs = 10 * 60'000'000;
inline constexpr std::size_t kSessionsPerUser = 100;  // a new one ends those unused for longest

struct Session {
  base::Id id;  // names it in lists; worth nothing as a token
  base::Id user;
  base::Instant created_at = 0;
  base::Instant last_seen_at = 0;  // to within kSeenEveryUs
  std::string address, agent;
  base::Instant confirmed_at = 0;  // when the person last proved who it is

  // When it ends unless it is used again.
  base::Instant expires_at() const;
  // Whether what must not be done with a stolen session may be done without asking again.
  bool is_confirmed(base::Instant now) const { return now - confirmed_at < kConfirmedForUs; }
};

struct NewSession {
  Session session;
  std::string token;  // for the cookie; told this once
};

const storage::Table& sessions_table();

// Ends all sessions of a person, in a transaction of the caller's; `keep` stays when it is given.
// In other threads and processes they end within a second, through Sessions::forget at once.
void end_sessions(storage::Transaction& transaction, const base::Id& user,
                  const base::Id& keep = {});

// Removes the rows of those that have expired. For the nightly job.
void remove_expired_sessions(storage::Transaction& transaction, base::Instant now);

// Threads: safe. Lifetime: the database, clock and random source outlive it.
class Sessions {
 public:
  Sessions(storage::Database& database, base::Clock& clock, base::Random& random)
      : database_(database), clock_(clock), random_(random) {}

  NewSession create(const base::Id& user, std::string_view address, std::string_view agent);

  // The session of a token; nothing when it is unknown, over, or its person may not act any more.
  // Cost: a read of one row at most once a second, a write at most once in kSeenEveryUs.
  std::optional<Session> find(std::string_view token);
  // The same from memory alone, without waiting; nothing when that does not know enough.
  std::optional<Session> recall(std::string_view token) const;

  // The person's sessions that are not over, the last used first.
  std::vector<Session> list(const base::Id& user);

  // Ends one of the person's own. False: they have no such session.
  // `also` is done in the same transaction, here and below: what is told of it.
  bool end(const base::Id& user, const base::Id& session, const storage::Work& also = {});
  void end_others(const base::Id& user, const base::Id& keep, const storage::Work& also = {});

  // The person has just proved again who it is.
  void confirm(const base::Id& user, const base::Id& session, const storage::Work& also = {});

  // The next request of each of the person's sessions asks the database again.
  void forget(const base::Id& user);

 private:
  std::optional<Session> read(const std::string& hash);
  void note_seen(const std::string& hash, base::Instant now);

  storage::Database& database_;
  base::Clock& clock_;
  base::Random& random_;
  FreshCache<Session> cache_;
};

}  // namespace rapport::access
