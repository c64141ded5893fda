// RateLimits: how many requests each caller may still send: a bucket for each API key, session and
// address that fills again evenly. In memory, so it begins full with the program.
// Not here: guesses of passwords (access/lockout.h).
// Source: the generic cell rate algorithm (ITU-T I.371), which keeps one instant for each bucket.
#pragma once
#include <array>
#include <cstdint>
#include <mutex>
#include <string>
#include <unordered_map>

#include "http/guard.h"

namespace rapport::http {

// Threads: safe. Cost: one of kShards mutexes, and nothing at all for who has no limit.
class RateLimits {
 public:
  // `per_minute`: for each key and each session; 0 for no limit. An address from which nobody has
  // signed in may stand for many people, and is given kPeopleOfAddress times as much.
  explicit RateLimits(std::int64_t per_minute) : per_minute_(per_minute) {}
  static constexpr std::int64_t kPeopleOfAddress = 10;

  enum class Spend { One, Nothing };  // Nothing: only looks

  Allowance ask(const Identity& identity, const std::string& address, std::int64_t now_us,
                Spend spend);
  // Takes one back that was spent on a request that is asked about again.
  void give_back(const Identity& identity, const std::string& address);

  // A key may have a limit of its own, which takes the place of the general one.
  bool bound(const Identity& identity) const { return limit_of(identity) > 0; }

 private:
  static constexpr std::size_t kShards = 64, kBucketsOfShard = 2'000;  // for each kind of caller
  struct Shard {
    std::mutex mutex;
    std::unordered_map<std::uint64_t, std::int64_t> full_at_us;  // absent: full
    std::int64_t next_sweep_us = 0;
  };
  struct Bucket {
    Shard& shard;
    std::uint64_t name;
    std::int64_t per_minute;
  };
  std::int64_t limit_of(const Identity& identity) const {
    return identity.per_minute > 0 ? identity.per_minute : per_minute_;
  }
  Bucket bucket_of(const Identity& identity, const std::string& address);

  const std::int64_t per_minute_;
  // Apart, so that strangers in any number do not push out who has signed in.
  std::array<Shard, kShards> signed_in_, strangers_;
};

}  // namespace rapport::http
