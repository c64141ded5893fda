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
#include "http/live/listeners.h"
#include "http/live/presence.h"
#include "http/live/stream.h"
#include "http/services.h"

namespace rapport::http {

class LiveChanges {
 public:
  explicit LiveChanges(Services& services);

  // A listener that begins with the changes after now. It hears as long as its session or key is
  // worth something, and with the rights of now. Throws: Error{Unauthenticated} when that has just
  // ended.
  std::unique_ptr<StreamListener> listen(const Call& call);
  // Sends every listener what is new to it: a round (docs/decisions/0040). True when more waits.
  // Threads: one at a time. Cost: the log and the notices are read once for all; then at most a
  // query for each person and entity whose rights owner and team do not tell, and one for every 500
  // of the sessions and keys of those who are told.
  bool publish();
  // Closes the streams of those whose session or key has ended, or who may not be where they are.
  // To be called twice a second. Threads: as publish.
  void look();
  // What another node tells: who is at which record there, whose notices have changed.
  // Threads: safe.
  void hear(std::string_view told);
  // Tells the other nodes who is where. To be called often; threads: one at a time.
  void speak();
  // Tells a person's listeners how many notices are unread. Threads: safe.
  void tell_notices(const base::Id& user);

 private:
  class End;
  void enter(const ListenerPtr& listener, std::int64_t noticed);
  // Where a client says it is, if its person may see that record.
  Place place_of(const Listener& listener, std::string_view text);
  // What a client has said of where it is.
  void move(const ListenerPtr& listener, std::string_view text);
  void note_who_is_at(const std::string& place);
  void tell_who_is_at(const std::string& place);
  void tell_listeners_of(const base::Id& user);

  Services& services_;
  access::Stays stays_;
  Presence presence_;
  Listeners listeners_;
  std::string metadata_;  // the schema all were told of; of who publishes

  std::mutex mutex_;  // of what follows
  std::int64_t position_ = 0;  // of the log: the next round begins behind it
  records::NoticeMark noticed_;
  std::set<base::Id> unsure_;  // people whose notices may have changed while they came in
  bool is_behind_ = false;     // somebody waits for a round though nothing is committed
};

}  // namespace rapport::http
