#include "access/lockout.h"

#include <arpa/inet.h>

#include <algorithm>
#include <cstring>

#include "access/secrets.h"
#include "base/error.h"
#include "base/json.h"
#include "base/text.h"

namespace rapport::access {

namespace {

constexpr std::size_t kEmailBytes = 320;

// By Lockout::What.
constexpr LockoutRule kRules[] = {kPairRule, kAddressRule, kCodeRule};

// {"lockout":[[what, change, "key"], …]}
constexpr std::string_view kTold = R"({"lockout":)";
constexpr std::size_t kKeyBytes = 64;

std::string key_of(std::string_view whom, std::string_view where) {
  return hash_of_secret(std::string(whom) + '\n' + std::string(where));
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

// What is counted if it fails. A known device has no network: it is no stranger there.
Lockout::Events Lockout::failures_of(const Attempt& attempt) {
  auto email = attempt.email;
  if (email.size() > kEmailBytes || !base::is_valid_utf8(email)) email = {};
  const auto whom = base::fold(email);
  if (!attempt.device.empty())
    return {{What::Pair, Change::Failed, key_of(whom, "device " + std::string(attempt.device))}};
  const auto network = network_of(attempt.address);
  return {{What::Pair, Change::Failed, key_of(whom, network)},
          {What::Address, Change::Failed, key_of({}, network)}};
}

Lockout::Count& Lockout::find(const Event& event, std::int64_t now_us) {
  auto& counts = counts_[static_cast<std::size_t>(event.what)];
  const auto& rule = kRules[static_cast<std::size_t>(event.what)];
  auto forgotten = [&](const Count& count) {
    return now_us - count.last_us >= rule.forget_after_us && now_us >= count.blocked_until_us;
  };
  if (counts.size() >= kMostRemembered && !counts.contains(event.key)) {
    std::erase_if(counts, [&](const auto& entry) { return forgotten(entry.second); });
    // Full of fresh ones: those that are not blocked have the least to tell.
    if (counts.size() >= kMostRemembered)
      std::erase_if(counts, [&](const auto& entry) {
        return entry.second.failures < rule.free_failures;
      });
    if (counts.size() >= kMostRemembered) counts.erase(counts.begin());
  }
  Count& count = counts[event.key];
  if (forgotten(count)) count = {};
  return count;
}

void Lockout::apply(const Event& event, std::int64_t now_us) {
  auto& counts = counts_[static_cast<std::size_t>(event.what)];
  const auto& rule = kRules[static_cast<std::size_t>(event.what)];
  if (event.change == Change::Forgotten) {
    counts.erase(event.key);
  } else if (event.change == Change::Failed) {
    Count& count = find(event, now_us);
    ++count.failures;
    count.last_us = now_us;
    const int beyond = count.failures - rule.free_failures;
    if (beyond < 0) return;
    const auto wait_us = std::min(rule.first_wait_us << std::min(beyond, 20), rule.longest_wait_us);
    count.blocked_until_us = now_us + wait_us;
  } else if (const auto it = counts.find(event.key); it != counts.end()) {
    // A wait that other failures have earned stays: one's own password must not open the way to
    // guess those of others.
    --it->second.failures;
    if (it->second.failures <= 0) counts.erase(it);
    else if (it->second.failures < rule.free_failures) it->second.blocked_until_us = 0;
  }
}

void Lockout::tell(const Events& events) const {
  if (!tell_) return;
  std::string text(kTold);
  base::JsonWriter json(text);
  json.begin_array();
  for (const auto& [what, change, key] : events)
    json.begin_array()
        .value(static_cast<int>(what))
        .value(static_cast<int>(change))
        .value(std::string_view(key))
        .end_array();
  json.end_array();
  tell_(text + '}');
}

void Lockout::begin(const Events& failures) {
  const auto now_us = clock_.monotonic_us();
  {
    std::lock_guard lock(mutex_);
    std::int64_t wait_us = 0;
    for (const auto& event : failures)
      wait_us = std::max(wait_us, find(event, now_us).blocked_until_us - now_us);
    if (wait_us > 0) refuse(wait_us);
    for (const auto& event : failures) apply(event, now_us);
  }
  tell(failures);
}

void Lockout::note(const Events& events) {
  {
    const auto now_us = clock_.monotonic_us();
    std::lock_guard lock(mutex_);
    for (const auto& event : events) apply(event, now_us);
  }
  tell(events);
}

bool Lockout::hear(std::string_view told) {
  if (!told.starts_with(kTold)) return false;
  Events events;
  try {
    const auto parsed = base::parse_json(told);
    for (const auto& item : parsed.at("lockout").as_array()) {
      const auto what = item.at(0).as_int64(), change = item.at(1).as_int64();
      const auto& key = item.at(2).as_string();
      if (what < 0 || what > 2 || change < 0 || change > 2 || key.size() != kKeyBytes) return true;
      events.push_back({static_cast<What>(what), static_cast<Change>(change), std::string(key)});
    }
  } catch (const std::exception&) {
    return true;  // of a node of another version
  }
  const auto now_us = clock_.monotonic_us();
  std::lock_guard lock(mutex_);
  for (const auto& event : events) apply(event, now_us);
  return true;
}

void Lockout::begin_attempt(const Attempt& attempt) { begin(failures_of(attempt)); }

void Lockout::succeed(const Attempt& attempt) {
  auto events = failures_of(attempt);
  for (auto& event : events)
    event.change = event.what == What::Pair ? Change::Forgotten : Change::TakenBack;
  note(events);
}

void Lockout::withdraw(const Attempt& attempt) {
  auto events = failures_of(attempt);
  for (auto& event : events) event.change = Change::TakenBack;
  note(events);
}

void Lockout::begin_code(const base::Id& user, std::string_view device) {
  begin({{What::Code, Change::Failed, key_of(user.text(), device)}});
}

void Lockout::succeed_code(const base::Id& user, std::string_view device) {
  note({{What::Code, Change::Forgotten, key_of(user.text(), device)}});
}

}  // namespace rapport::access
