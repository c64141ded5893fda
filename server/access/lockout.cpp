#include "access/lockout.h"

#include <arpa/inet.h>

#include <algorithm>
#include <cstring>

#include "base/error.h"
#include "base/text.h"

namespace rapport::access {

namespace {

constexpr std::size_t kEmailBytes = 320;

// Under what an attempt is counted; a known device has no network, for it is no stranger there.
struct Keys {
  std::string pair, network;
};

Keys keys_of(const Attempt& attempt) {
  auto email = attempt.email;
  if (email.size() > kEmailBytes || !base::is_valid_utf8(email)) email = {};
  if (!attempt.device.empty())
    return {base::fold(email) + "\ndevice " + std::string(attempt.device), {}};
  auto network = network_of(attempt.address);
  return {base::fold(email) + '\n' + network, network};
}

std::string code_key(const base::Id& user, std::string_view device) {
  return user.text() + '\n' + std::string(device);
}

[[noreturn]] void refuse(std::int64_t wait_us) {
  auto seconds = (wait_us + kSecondUs - 1) / kSecondUs;
  base::fail(base::ErrorKind::TooMany, "locked", {},
             {{"seconds", std::to_string(seconds)},
              {"minutes", std::to_string((seconds + 59) / 60)}});
}

}  // namespace

std::string network_of(std::string_view address) {
  std::string text(address.substr(0, address.find('%')));
  in6_addr parsed{};
  if (inet_pton(AF_INET6, text.c_str(), &parsed) != 1) return std::string(address.substr(0, 64));
  char out[INET6_ADDRSTRLEN] = {};
  if (IN6_IS_ADDR_V4MAPPED(&parsed)) {
    inet_ntop(AF_INET, parsed.s6_addr + 12, out, sizeof out);
    return out;
  }
  std::memset(parsed.s6_addr + 8, 0, 8);
  inet_ntop(AF_INET6, &parsed, out, sizeof out);
  return std::string(out) + "/64";
}

Lockout::Count& Lockout::find(Counts& counts, const std::string& key, const LockoutRule& rule,
                              std::int64_t now_us) {
  auto forgotten = [&](const Count& count) {
    return now_us - count.last_us >= rule.forget_after_us && now_us >= count.blocked_until_us;
  };
  if (counts.size() >= kMostRemembered && !counts.contains(key)) {
    std::erase_if(counts, [&](const auto& entry) { return forgotten(entry.second); });
    // Full of fresh ones: those that are not blocked have the least to tell.
    if (counts.size() >= kMostRemembered)
      std::erase_if(counts, [&](const auto& entry) {
        return entry.second.failures < rule.free_failures;
      });
    if (counts.size() >= kMostRemembered) counts.erase(counts.begin());
  }
  Count& count = counts[key];
  if (forgotten(count)) count = {};
  return count;
}

void Lockout::fail(Count& count, const LockoutRule& rule, std::int64_t now_us) {
  ++count.failures;
  count.last_us = now_us;
  int beyond = count.failures - rule.free_failures;
  if (beyond < 0) return;
  auto wait_us = rule.first_wait_us << std::min(beyond, 20);
  count.blocked_until_us = now_us + std::min(wait_us, rule.longest_wait_us);
}

// A wait that other failures have earned stays: one's own password must not open the way to guess
// those of others.
void Lockout::take_back(Counts& counts, const std::string& key, const LockoutRule& rule) {
  auto it = counts.find(key);
  if (it == counts.end()) return;
  --it->second.failures;
  if (it->second.failures <= 0) counts.erase(it);
  else if (it->second.failures < rule.free_failures) it->second.blocked_until_us = 0;
}

void Lockout::begin_attempt(const Attempt& attempt) {
  const Keys keys = keys_of(attempt);
  const auto now_us = clock_.monotonic_us();
  std::lock_guard lock(mutex_);
  Count& pair = find(pairs_, keys.pair, kPairRule, now_us);
  auto wait_us = pair.blocked_until_us - now_us;
  Count* whole = keys.network.empty() ? nullptr
                                      : &find(addresses_, keys.network, kAddressRule, now_us);
  if (whole) wait_us = std::max(wait_us, whole->blocked_until_us - now_us);
  if (wait_us > 0) refuse(wait_us);
  fail(pair, kPairRule, now_us);
  if (whole) fail(*whole, kAddressRule, now_us);
}

void Lockout::succeed(const Attempt& attempt) {
  const Keys keys = keys_of(attempt);
  std::lock_guard lock(mutex_);
  pairs_.erase(keys.pair);
  take_back(addresses_, keys.network, kAddressRule);
}

void Lockout::withdraw(const Attempt& attempt) {
  const Keys keys = keys_of(attempt);
  std::lock_guard lock(mutex_);
  take_back(pairs_, keys.pair, kPairRule);
  take_back(addresses_, keys.network, kAddressRule);
}

void Lockout::begin_code(const base::Id& user, std::string_view device) {
  const auto now_us = clock_.monotonic_us();
  std::lock_guard lock(mutex_);
  Count& count = find(codes_, code_key(user, device), kCodeRule, now_us);
  if (auto wait_us = count.blocked_until_us - now_us; wait_us > 0) refuse(wait_us);
  fail(count, kCodeRule, now_us);
}

void Lockout::succeed_code(const base::Id& user, std::string_view device) {
  std::lock_guard lock(mutex_);
  codes_.erase(code_key(user, device));
}

}  // namespace rapport::access
