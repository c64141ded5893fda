// LiveChanges: the WebSocket door /api/v1/stream: each listener hears of every change that it may
// see, as it is committed. Fed by whoever follows the change log; sockets and frames are
// transport/'s.
#pragma once
#include <memory>
#include <mutex>
#include <set>

#include "http/services.h"
#include "http/stream.h"

namespace rapport::http {

class LiveChanges {
 public:
  explicit LiveChanges(Services& services) : services_(services) {}

  // A listener that begins with the changes after now.
  std::unique_ptr<StreamListener> listen(std::shared_ptr<const access::Actor> actor);
  // Sends every listener what is new to it. Threads: one at a time. Cost: one bounded read a
  // listener.
  void publish();

 private:
  struct Listener;
  class Door;
  void send_news(Listener& listener);

  Services& services_;
  std::mutex mutex_;
  std::set<std::shared_ptr<Listener>> listeners_;
};

}  // namespace rapport::http
