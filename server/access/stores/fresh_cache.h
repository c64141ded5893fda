// FreshCache: rows found by the hash of a secret, each believed for a second and then asked for
// again, so that what another process changed is noticed and a burst of requests reads once.
#pragma once
#include <cstdint>
#include <mutex>
#include <optional>
#include <string>
#include <unordered_map>
#include <utility>

namespace rapport::access {

// Threads: safe. Limits: about kMost entries; those that nobody believes any more go first.
template <class Value>
class FreshCache {
 public:
  static constexpr std::int64_t kFreshUs = 1'000'000;
  static constexpr std::size_t kMost = 50'000;

  struct Found {
    std::optional<Value> value;
    std::uint64_t generation;  // hand it to put() after reading the row
  };

  Found find(const std::string& hash, std::int64_t now_us) const {
    std::lock_guard lock(mutex_);
    auto it = entries_.find(hash);
    if (it == entries_.end() || !is_fresh(it->second, now_us)) return {std::nullopt, generation_};
    return {it->second.value, generation_};
  }

  // `read_us`: when the reading of the row began. Does nothing when something was dropped since
  // `generation`, for then the row may have been read before its end.
  void put(const std::string& hash, Value value, std::int64_t read_us, std::uint64_t generation) {
    std::lock_guard lock(mutex_);
    if (generation != generation_) return;
    if (entries_.size() >= kMost) make_room(read_us);
    entries_.insert_or_assign(hash, Entry{std::move(value), read_us});
  }

  // Changes an entry that is there; it does not become fresher.
  template <class Change>
  void change(const std::string& hash, const Change& change) {
    std::lock_guard lock(mutex_);
    if (auto it = entries_.find(hash); it != entries_.end()) change(it->second.value);
  }

  template <class Condition>
  void drop_if(const Condition& condition) {
    std::lock_guard lock(mutex_);
    ++generation_;
    std::erase_if(entries_, [&](const auto& entry) { return condition(entry.second.value); });
  }

 private:
  struct Entry {
    Value value;
    std::int64_t read_us;
  };

  static bool is_fresh(const Entry& entry, std::int64_t now_us) {
    return now_us - entry.read_us < kFreshUs;
  }

  void make_room(std::int64_t now_us) {
    std::erase_if(entries_, [&](const auto& entry) { return !is_fresh(entry.second, now_us); });
    if (entries_.size() >= kMost) entries_.clear();
  }

  mutable std::mutex mutex_;
  std::unordered_map<std::string, Entry> entries_;
  std::uint64_t generation_ = 0;
};

}  // namespace rapport::access
