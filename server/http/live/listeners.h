// Listeners: who listens on this node, found by person and by the place where a client says it is.
// Not here: what they are told (live_changes.h).
#pragma once
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "access/stays.h"
#include "http/live/presence.h"
#include "http/live/stream.h"
#include "records/notices/notices.h"

namespace rapport::http {

// "contacts/<id>"; empty: at no record.
struct Place {
  std::string name;
  bool is_editing = false;
};

struct Listener {
  access::StayPtr stay;  // by which it came in
  std::string address;
  std::shared_ptr<StreamSession> session;
  // Of who publishes alone: up to which entry of the log it has heard, and the schema it knows.
  std::int64_t heard = 0;
  std::string metadata;
  // Guarded by Listeners.
  records::NoticesState notices;
  Place place;
  bool is_there = false;

  const base::Id& user() const { return stay->user(); }
};
using ListenerPtr = std::shared_ptr<Listener>;

// Threads: safe. Cost: what is found, never all.
class Listeners {
 public:
  void add(const ListenerPtr& listener);
  // The place it has left; empty: it was at none.
  std::string remove(const ListenerPtr& listener);

  std::vector<base::Id> people() const;
  std::vector<ListenerPtr> of(const base::Id& person) const;
  std::vector<ListenerPtr> at(const std::string& place) const;
  // Who is at a place, each person once.
  Visitors visitors(const std::string& place) const;

  // It is at a place from now on. The place it has left for it, if any; nothing at all when
  // nothing has changed, or it has gone.
  std::optional<std::string> move(const ListenerPtr& listener, const Place& now);
  // Whether that is new to it; it is told then.
  bool takes(Listener& listener, const records::NoticesState& notices);

 private:
  void leave(const ListenerPtr& listener);

  mutable std::mutex mutex_;
  std::unordered_map<base::Id, std::vector<ListenerPtr>> people_;
  std::unordered_map<std::string, std::vector<ListenerPtr>> places_;
};

}  // namespace rapport::http
