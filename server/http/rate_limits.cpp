#include "http/rate_limits.h"

#include <algorithm>

namespace rapport::http {

namespace {
constexpr std::int64_t kSecondUs = 1'000'000, kMinuteUs = 60 * kSecondUs;

std::int64_t seconds_of(std::int64_t us) { return (us + kSecondUs - 1) / kSecondUs; }
}  // namespace

void Allowance::tell(Headers& headers) const {
  auto limit = std::to_string(per_minute);
  headers.add("RateLimit-Policy", "\"default\";q=" + limit + ";w=60");
  headers.add("RateLimit", "\"default\";r=" + std::to_string(remaining) +
                               ";t=" + std::to_string(reset_s));
}

RateLimits::Bucket RateLimits::bucket_of(const Identity& identity, const std::string& address) {
  if (identity.by == SignedBy::Nobody) {
    const auto name = std::hash<std::string>()(address);
    return {strangers_[name % kShards], name, per_minute_ * kPeopleOfAddress};
  }
  const auto& id = identity.by == SignedBy::Key ? identity.key : identity.session;
  const auto name = std::hash<base::Id>()(id);
  return {signed_in_[name % kShards], name, limit_of(identity)};
}

Allowance RateLimits::ask(const Identity& identity, const std::string& address,
                          std::int64_t now_us, Spend spend) {
  if (!bound(identity)) return {};
  const auto bucket = bucket_of(identity, address);
  const auto each_us = std::max<std::int64_t>(1, kMinuteUs / bucket.per_minute);
  std::lock_guard lock(bucket.shard.mutex);
  auto& buckets = bucket.shard.full_at_us;
  if (buckets.size() >= kBucketsOfShard && now_us >= bucket.shard.next_sweep_us) {
    std::erase_if(buckets, [&](const auto& entry) { return entry.second <= now_us; });
    bucket.shard.next_sweep_us = now_us + kSecondUs;
  }
  auto it = buckets.find(bucket.name);
  auto full_at_us = it == buckets.end() ? now_us : std::max(now_us, it->second);
  Allowance allowance;
  allowance.per_minute = bucket.per_minute;
  allowance.granted = full_at_us + each_us - now_us <= kMinuteUs;
  if (allowance.granted && spend == Spend::One) {
    full_at_us += each_us;
    // With no room for one more, who is not known yet goes free rather than those who are.
    if (it != buckets.end())
      it->second = full_at_us;
    else if (buckets.size() < kBucketsOfShard)
      buckets.emplace(bucket.name, full_at_us);
  }
  const auto filling_us = full_at_us - now_us;
  allowance.remaining = std::max<std::int64_t>(0, (kMinuteUs - filling_us) / each_us);
  allowance.reset_s =
      seconds_of(allowance.granted ? filling_us : filling_us + each_us - kMinuteUs);
  return allowance;
}

void RateLimits::give_back(const Identity& identity, const std::string& address) {
  if (!bound(identity)) return;
  const auto bucket = bucket_of(identity, address);
  std::lock_guard lock(bucket.shard.mutex);
  auto it = bucket.shard.full_at_us.find(bucket.name);
  if (it != bucket.shard.full_at_us.end())
    it->second -= std::max<std::int64_t>(1, kMinuteUs / bucket.per_minute);
}

}  // namespace rapport::http
