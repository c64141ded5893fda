#include "audit/views.h"

#include <algorithm>
#include <map>
#include <tuple>

#include "base/log.h"

namespace rapport::audit {

using base::Id;
using base::Instant;

namespace {

constexpr std::size_t kMostPlaces = 10'000;
constexpr Instant kAlarmsEveryUs = 5'000'000;
constexpr Instant kForgottenUs = 60 * 60'000'000ll;

std::size_t mixed(std::size_t hash, std::size_t more) {
  return (hash ^ more) * 0x9E3779B97F4A7C15ull + (hash >> 29);
}

template <class... Parts>
std::size_t hash_of(const Id& person, const Parts&... parts) {
  auto hash = std::hash<Id>()(person);
  ((hash = mixed(hash, std::hash<Parts>()(parts))), ...);
  return hash;
}

std::string records_json(const std::vector<Id>& records) {
  std::string out = "{\"records\":[";
  for (const auto& record : records) {
    if (out.back() != '[') out += ',';
    out += '"' + record.text() + '"';
  }
  return out + "]}";
}

}  // namespace

bool Views::is_new(std::size_t what, Instant now) {
  auto& seen = seen_[what % kRemembered];
  if (seen.what == what && now - seen.at < kSameUs) return false;
  seen = {what, now};
  return true;
}

Views::PlacePtr Views::place_of(const Visitor& visitor) {
  std::string name(visitor.address);
  name.append("\n").append(visitor.agent);
  auto it = places_.find(name);
  if (it != places_.end()) return it->second;
  if (places_.size() >= kMostPlaces) places_.clear();
  auto place = std::make_shared<const Place>(
      Place{std::string(visitor.address), std::string(visitor.agent)});
  return places_.emplace(std::move(name), std::move(place)).first->second;
}

void Views::add(View view) {
  if (due_ == 0) due_ = view.at + kLongestUs;
  if (waiting_.size() >= kMostWaiting) ++lost_;
  else waiting_.push_back(std::move(view));
}

void Views::opened(const Visitor& visitor, std::string_view entity, const Id& record) {
  const auto now = clock_.now();
  const auto what = hash_of(visitor.person, record, visitor.address);
  std::lock_guard lock(mutex_);
  if (is_new(what, now))
    add({now, visitor.person, record, std::string(entity), {}, 1, place_of(visitor)});
}

void Views::listed(const Visitor& visitor, std::string_view entity, std::string asked,
                   std::string_view page, std::int64_t records) {
  const auto now = clock_.now();
  const auto what = hash_of(visitor.person, entity, std::string_view(asked), page);
  std::lock_guard lock(mutex_);
  if (is_new(what, now))
    add({now, visitor.person, {}, std::string(entity), std::move(asked), records,
         place_of(visitor)});
}

void Views::called(const Visitor& visitor, Instant at) {
  std::lock_guard lock(mutex_);
  add({at, visitor.person, {}, {}, {}, 1, place_of(visitor)});
  due_ = at;
}

// In the order of their beginnings: what one person did from one place with one entity is together.
std::vector<Entry> Views::entries_of(std::vector<View> views) {
  std::vector<Entry> entries;
  auto entry_of = [](const View& view, std::string_view act) {
    Entry entry{view.at, kView, act, view.person, view.entity, view.record};
    entry.origin = {view.place->address, view.place->agent};
    return entry;
  };
  std::map<std::tuple<Id, std::string, PlacePtr>, std::vector<const View*>> opened;
  std::map<std::tuple<Id, std::string, PlacePtr, std::string>, std::size_t> listed;
  for (const auto& view : views) {
    if (!view.record.is_nil()) {
      opened[{view.person, view.entity, view.place}].push_back(&view);
      continue;
    }
    if (view.entity.empty()) {
      entries.push_back(entry_of(view, "call"));
      entries.back().kind = kCall;
      continue;
    }
    auto [it, is_first] =
        listed.try_emplace({view.person, view.entity, view.place, view.asked}, entries.size());
    if (is_first) {
      entries.push_back(entry_of(view, kListed));
      entries.back().count = 0;
      entries.back().details = view.asked;
    }
    entries[it->second].count += view.records;
  }
  for (const auto& [who, records] : opened) {
    if (records.size() <= kOneByOne) {
      for (const auto* view : records) entries.push_back(entry_of(*view, kOpened));
      continue;
    }
    for (std::size_t begin = 0; begin < records.size(); begin += kRecordsOfEntry) {
      const auto end = std::min(records.size(), begin + kRecordsOfEntry);
      std::vector<Id> ids;
      for (auto i = begin; i < end; ++i) ids.push_back(records[i]->record);
      auto entry = entry_of(*records[begin], kOpened);
      entry.record = {};
      entry.count = static_cast<std::int64_t>(ids.size());
      entry.details = records_json(ids);
      entries.push_back(std::move(entry));
    }
  }
  std::stable_sort(entries.begin(), entries.end(),
                   [](const Entry& a, const Entry& b) { return a.at < b.at; });
  return entries;
}

// A person is thought of once in kAlarmsEveryUs, however much he does; and without the writers'
// line, unless there is an alarm.
void Views::watch(const std::vector<Entry>& entries, Instant now) {
  for (const auto& entry : entries) {
    if (entry.actor.is_nil()) continue;
    auto& watched = watched_[entry.actor];
    watched.last = now;
    if (watched.due == 0) watched.due = now + kAlarmsEveryUs;
  }
  std::erase_if(watched_, [&](const auto& it) { return now - it.second.last > kForgottenUs; });
  for (auto& it : watched_) {
    const auto& person = it.first;
    auto& watched = it.second;
    if (watched.due == 0 || watched.due > now) continue;
    watched.due = 0;
    bool is = false;
    database_.read([&](storage::Transaction& transaction) {
      is = is_alarming(transaction, person, kView, now, watched.tally);
    });
    if (!is) continue;
    database_.write([&](storage::Transaction& transaction) {
      look_for_alarms(transaction, person, kView, now, on_alarm_, watched.tally);
    });
  }
}

void Views::flush_if_due() {
  {
    std::lock_guard lock(mutex_);
    if (due_ > clock_.now()) return;
  }
  flush();
}

void Views::flush() {
  std::lock_guard flush_lock(flush_mutex_);
  std::vector<View> views;
  std::int64_t lost = 0;
  {
    std::lock_guard lock(mutex_);
    views.swap(waiting_);
    std::swap(lost, lost_);
    due_ = 0;
  }
  const auto now = clock_.now();
  auto entries = entries_of(std::move(views));
  if (lost > 0) {
    base::log(base::LogLevel::Warning, "more was looked at than could be told",
              {{"views", std::to_string(lost)}});
    Entry entry{now, kView, "lost"};
    entry.count = lost;
    entries.push_back(std::move(entry));
  }
  if (!entries.empty())
    database_.write([&](storage::Transaction& transaction) {
      for (const auto& entry : entries) append(transaction, entry);
    });
  watch(entries, now);
}

}  // namespace rapport::audit
