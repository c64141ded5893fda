// Socket: a connection over TCP to another machine, for protocols that are not HTTP, by the same
// rule: an address inside a network is refused unless the administrator allowed its range, and what
// was checked is what is connected to.
// Not here: what is spoken over it.
#pragma once
#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <string>
#include <thread>

#include "outbound/client.h"

namespace rapport::outbound {

struct Connected {
  int socket = -1;  // to be closed by who asked; -1: there is none, `error` says why
  // Code of a message; `detail` fills its hole.
  std::string error, detail;
};

// Tries each address of the host, connect_ms long. The socket blocks.
Connected connect_to(const std::string& host, std::uint16_t port, const ClientOptions& options);

// Ends a conversation when its time is over, whatever library is waiting in it: the socket is shut
// down, and the library sees the other side gone. To be destroyed before the socket is closed.
class Deadline {
 public:
  Deadline(int socket, std::int64_t total_ms);
  ~Deadline();
  Deadline(const Deadline&) = delete;
  Deadline& operator=(const Deadline&) = delete;

 private:
  std::mutex mutex_;
  std::condition_variable over_;
  bool is_over_ = false;
  std::thread thread_;
};

}  // namespace rapport::outbound
