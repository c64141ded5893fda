// Stays: those who came in once and stay, as listeners of live changes do. What they came in by, a
// session or an API key, is looked up again for all of them together, and not one by one.
// Not here: who is let in (sign_in.h).
#pragma once
#include <atomic>
#include <memory>
#include <mutex>
#include <unordered_map>
#include <vector>

#include "access/key_actor.h"
#include "access/stores/sessions.h"

namespace rapport::access {

// One session or key by which somebody stays, however often.
struct Stay {
  bool is_by_key = false;
  Session session;  // its id, person and times; of the times only Stays knows the latest
  ApiKey key;       // its id, person, scope and entities; nothing else of it
  std::atomic<bool> is_over = false;
  std::atomic<std::int64_t> looked_us = 0;  // when it was last looked up, by the monotonic clock

  const base::Id& id() const { return is_by_key ? key.id : session.id; }
  const base::Id& user() const { return is_by_key ? key.user : session.user; }
};
using StayPtr = std::shared_ptr<Stay>;

// Threads: enter() and actor_of() safe; the others one at a time. Lifetime: both outlive it.
class Stays {
 public:
  static constexpr std::size_t kAtOnce = 2'000;  // of one look_round(), or half of all

  Stays(storage::Database& database, base::Clock& clock) : database_(database), clock_(clock) {}

  // Of who has just been let in by the session or, when that is nil, by the key: one for all that
  // came in by the same. Null: it is worth nothing any more.
  StayPtr enter(const base::Id& session, const base::Id& key);

  // The person with the rights of now. Null: may not act any more.
  std::shared_ptr<const Actor> actor_of(const Stay& stay, const DirectorySnapshot& people);

  // Looks up those that were not looked up since `since_us` (of the monotonic clock), marks what
  // has ended, and notes that the others are still in use. Cost: a query for every 500 of them.
  void look(const std::vector<StayPtr>& stays, std::int64_t since_us);
  // The same of those whose turn it is: all within two calls.
  void look_round();

 private:
  void look_up(const std::vector<StayPtr>& stays, bool are_keys);
  void note_used(const std::vector<StayPtr>& stays, bool are_keys);

  storage::Database& database_;
  base::Clock& clock_;
  LimitedRoles limited_roles_;
  std::mutex mutex_;
  std::unordered_map<base::Id, StayPtr> stays_;
  std::vector<StayPtr> waiting_;  // for their turn
};

}  // namespace rapport::access
