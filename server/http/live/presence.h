// Presence: who has which record open, on this node and on the others, which tell each other of it
// (storage: Database::tell_others). What a node says holds as long as it goes on saying it, so that
// one that dies leaves nobody behind.
// Not here: sockets and listeners (live_changes.h).
#pragma once
#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"

namespace rapport::http {

// Whom a place has, and whether they are editing there.
using Visitors = std::map<base::Id, bool>;

// Threads: safe.
class Presence {
 public:
  static constexpr std::int64_t kHoldsUs = 45'000'000;
  static constexpr std::int64_t kRepeatUs = 15'000'000;
  static constexpr std::size_t kMostVisitors = 100;  // of a place and node, to the others

  // `tell` is given texts of at most `most_bytes`. `node`: a word that no other node has.
  Presence(std::string node, std::size_t most_bytes, std::function<void(const std::string&)> tell);

  // Who is at a place ("contacts/<id>") on this node, from now on.
  void set(const std::string& place, const Visitors& visitors);
  // Tells the others what is new, and all that holds when it is time for it; forgets what they have
  // not said again. Returns the places where that changed something. To be called often. Threads:
  // one at a time.
  std::vector<std::string> speak(base::Instant now);
  // Takes in what another node told. Returns the places where something changed. Anything else than
  // what speak() tells is passed over.
  std::vector<std::string> hear(std::string_view text, base::Instant now);
  // Who is at a place on the other nodes.
  Visitors elsewhere(const std::string& place) const;

 private:
  struct Said {
    Visitors visitors;
    base::Instant at = 0;
  };
  void tell(const std::map<std::string, Visitors>& places);

  const std::string node_;
  const std::size_t most_bytes_;
  const std::function<void(const std::string&)> tell_;
  mutable std::mutex mutex_;
  std::map<std::string, Visitors> here_, new_;  // by place; new: not told yet
  // By place and node.
  std::map<std::string, std::map<std::string, Said, std::less<>>, std::less<>> elsewhere_;
  base::Instant repeated_at_ = 0;
};

}  // namespace rapport::http
