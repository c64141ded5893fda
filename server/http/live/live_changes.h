// LiveChanges: the WebSocket door /api/v1/stream: each listener hears of every change that it may
// see, as it is committed, of its person's notices, and of who else is at the record it is at. Fed
// by whoever follows the change log; sockets and frames are transport/'s.
// A client says where it is: {"at":{"entity","id","editing":true}} or {"at":null}. It is told
// {"here":{"entity","id","people":[{"id","name","editing"}]}}: others, each person once.
#pragma once
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <vector>

#include "http/context.h"
#include "http/live/presence.h"
#include "http/services.h"
#include "http/live/stream.h"

namespace rapport::http {

class LiveChanges {
 public:
  explicit LiveChanges(Services& services);

  // A listener that begins with the changes after now. It hears as long as its session or key is
  // worth something, and with the rights of now.
  std::unique_ptr<StreamListener> listen(const Call& call);
  // Sends every listener what is new to it. Threads: one at a time. Cost: one bounded read a
  // listener.
  void publish();
  // Closes the streams of those whose session or key has ended. To be called at least each second.
  // Threads: as publish. Cost: a read of one row a listener and second.
  void close_ended();
  // What another node tells: who is at which record there, whose notices have changed.
  // Threads: safe.
  void hear(std::string_view told);
  // Tells the other nodes who is where. To be called often; threads: one at a time.
  void speak();
  // Tells a person's listeners how many notices are unread. Threads: safe.
  void tell_notices(const base::Id& user);

 private:
  struct Listener;
  class End;
  std::vector<std::shared_ptr<Listener>> all() const;
  // False when it is worth nothing any more: the stream is closed then.
  bool renew(Listener& listener);
  void send_news(Listener& listener);
  void send_notices(Listener& listener);
  // What a client has said of where it is.
  void move(Listener& listener, std::string_view text);
  void note_who_is_at(const std::string& place);
  void tell_who_is_at(const std::string& place);
  void tell_listeners_of(const base::Id& user);

  Services& services_;
  Presence presence_;
  mutable std::mutex mutex_;
  std::set<std::shared_ptr<Listener>> listeners_;
};

}  // namespace rapport::http
