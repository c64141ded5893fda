#include "http/live/listeners.h"

#include <utility>

namespace rapport::http {

namespace {

template <class Map, class Key>
std::vector<ListenerPtr> found(const Map& map, const Key& key) {
  const auto entry = map.find(key);
  return entry == map.end() ? std::vector<ListenerPtr>() : entry->second;
}

template <class Map, class Key>
void take_out(Map& map, const Key& key, const ListenerPtr& listener) {
  const auto entry = map.find(key);
  if (entry == map.end()) return;
  std::erase(entry->second, listener);
  if (entry->second.empty()) map.erase(entry);
}

}  // namespace

void Listeners::add(const ListenerPtr& listener) {
  std::lock_guard lock(mutex_);
  listener->is_there = true;
  people_[listener->user()].push_back(listener);
}

std::string Listeners::remove(const ListenerPtr& listener) {
  std::lock_guard lock(mutex_);
  listener->is_there = false;
  take_out(people_, listener->user(), listener);
  leave(listener);
  return std::exchange(listener->place, {}).name;
}

void Listeners::leave(const ListenerPtr& listener) {
  if (!listener->place.name.empty()) take_out(places_, listener->place.name, listener);
}

std::vector<base::Id> Listeners::people() const {
  std::vector<base::Id> all;
  std::lock_guard lock(mutex_);
  all.reserve(people_.size());
  for (const auto& [person, listeners] : people_) all.push_back(person);
  return all;
}

std::vector<ListenerPtr> Listeners::of(const base::Id& person) const {
  std::lock_guard lock(mutex_);
  return found(people_, person);
}

std::vector<ListenerPtr> Listeners::at(const std::string& place) const {
  std::lock_guard lock(mutex_);
  return found(places_, place);
}

Visitors Listeners::visitors(const std::string& place) const {
  Visitors here;
  std::lock_guard lock(mutex_);
  const auto entry = places_.find(place);
  if (entry == places_.end()) return here;
  for (const auto& listener : entry->second) here[listener->user()] |= listener->place.is_editing;
  return here;
}

std::optional<std::string> Listeners::move(const ListenerPtr& listener, const Place& now) {
  std::lock_guard lock(mutex_);
  auto& place = listener->place;
  const bool is_same = now.name == place.name && now.is_editing == place.is_editing;
  if (!listener->is_there || is_same) return std::nullopt;
  if (now.name == place.name) {
    place.is_editing = now.is_editing;
    return std::string();
  }
  leave(listener);
  if (!now.name.empty()) places_[now.name].push_back(listener);
  return std::exchange(place, now).name;
}

bool Listeners::takes(Listener& listener, const records::NoticesState& notices) {
  std::lock_guard lock(mutex_);
  return std::exchange(listener.notices, notices) != notices;
}

}  // namespace rapport::http
