// Lockout: slows down who guesses passwords and codes. Failures are counted for a pair of e-mail
// and address, and for an address alone (one password tried on many people); never for an e-mail
// alone, or a stranger could lock out the administrator. A device that the person has signed in
// from before counts for itself, so that nobody's guesses from the same address stop it.
// Wrong codes are counted for the person: who gets so far knows the password.
// Kept in memory, and told to the other nodes of the company (0037): a restart forgets.
#pragma once
#include <array>
#include <cstdint>
#include <functional>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "base/clock.h"

namespace rapport::access {

// How many failures are free, how long the first and the longest wait is, and how long after the
// last failure all is forgotten. Each further failure doubles the wait.
struct LockoutRule {
  int free_failures;
  std::int64_t first_wait_us, longest_wait_us, forget_after_us;
};

inline constexpr std::int64_t kSecondUs = 1'000'000;
inline constexpr LockoutRule kPairRule{5, 30 * kSecondUs, 900 * kSecondUs, 3600 * kSecondUs};
inline constexpr LockoutRule kCodeRule{10, 30 * kSecondUs, 900 * kSecondUs, 3600 * kSecondUs};
inline constexpr LockoutRule kAddressRule{100, 5 * kSecondUs, 60 * kSecondUs, 900 * kSecondUs};

// Who tries: on whom, from where; `device` names a known device of that person, else it is empty.
struct Attempt {
  std::string_view email, address, device = {};
};

// Threads: safe. Limits: remembers kMostRemembered of each: pairs, addresses, codes.
class Lockout {
 public:
  static constexpr std::size_t kMostRemembered = 100'000;
  using Tell = std::function<void(const std::string&)>;

  // `tell`: takes to the other nodes what they shall hear(); a text of at most 300 bytes.
  explicit Lockout(base::Clock& clock, Tell tell = {}) : clock_(clock), tell_(std::move(tell)) {}

  // Before the password is looked at. An attempt counts as failed until it is forgiven, so that
  // many at once are no way around. E-mails are compared folded.
  // Throws: Error{TooMany, "locked"} with the arguments "seconds" (for Retry-After) and "minutes".
  void begin_attempt(const Attempt& attempt);

  // The attempt just begun was right: the pair begins anew.
  void succeed(const Attempt& attempt);

  // The attempt was never looked at.
  void withdraw(const Attempt& attempt);

  // The same for a code after the right password of a person.
  void begin_code(const base::Id& user, std::string_view device);
  void succeed_code(const base::Id& user, std::string_view device);

  // What another node has told. False: it is about something else.
  bool hear(std::string_view told);

 private:
  enum class What : std::uint8_t { Pair, Address, Code };
  enum class Change : std::uint8_t { Failed, TakenBack, Forgotten };
  struct Event {
    What what;
    Change change;
    std::string key;  // of whom it is: a hash, so that texts to others stay short and tell nothing
  };
  using Events = std::vector<Event>;
  struct Count {
    int failures = 0;
    std::int64_t last_us = 0, blocked_until_us = 0;
  };
  using Counts = std::unordered_map<std::string, Count>;

  static Events failures_of(const Attempt& attempt);
  Count& find(const Event& event, std::int64_t now_us);
  void begin(const Events& failures);
  void note(const Events& events);
  void apply(const Event& event, std::int64_t now_us);
  void tell(const Events& events) const;

  base::Clock& clock_;
  const Tell tell_;
  std::mutex mutex_;
  std::array<Counts, 3> counts_;  // by What
};

// Whom an address stands for: IPv6 by its network (/64), which one subscriber has all of; IPv4
// also when it is mapped into IPv6. Other text stays as it is.
std::string network_of(std::string_view address);

}  // namespace rapport::access
