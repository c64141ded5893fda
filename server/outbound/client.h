// Client: the one way of this program to other machines over HTTP. An address inside a network is
// refused unless the administrator allowed its range; what was checked is what is connected to.
// Redirects and proxies are not followed, time and size are bounded.
// Not here: what is sent, and what is done about a failure.
#pragma once
#include <atomic>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "outbound/addresses.h"

namespace rapport::outbound {

struct ClientOptions {
  std::vector<AddressRange> allowed;  // beside the open network
  std::int64_t connect_ms = 5'000;
  std::int64_t total_ms = 15'000;
  std::size_t answer_bytes = 64 * 1024;  // kept; more is not read
  bool keeps_connections = false;  // for who talks to one and the same server all the time
};

using HeaderFields = std::vector<std::pair<std::string, std::string>>;

struct Post {
  std::string url;
  HeaderFields headers;
  std::string body;
};

struct Get {
  std::string url;
  HeaderFields headers = {};
};

// Part of an open file, read as it is sent: it is never in memory as a whole.
struct FilePart {
  int descriptor = -1;
  std::uint64_t offset = 0, size = 0;
};

// A request of any method; `file` instead of `body` when it is there. HEAD has no body in its
// answer.
struct Call {
  std::string method, url;
  HeaderFields headers = {};
  std::string body = {};
  std::optional<FilePart> file = {};
  // Less than a kilobyte a second for so long is the end; 0: total_ms alone ends it.
  std::int64_t stall_s = 0;
};

struct Answer {
  int status = 0;  // 0: there was none, `error` says why
  std::string body;
  HeaderFields headers;  // of `send` alone; names in lower case
  std::int64_t retry_after_s = 0;  // of the header of that name; 0: none
  // Code of a message; empty when there was an answer. `detail` fills its hole.
  std::string error, detail;
};

// The failure of a URL that cannot be sent to: no http(s), a name or password in it, no host.
std::optional<base::Failure> fault_of_url(const std::string& url);

// Threads: safe.
class Client {
 public:
  explicit Client(ClientOptions options = {});
  ~Client();
  Client(const Client&) = delete;
  Client& operator=(const Client&) = delete;

  // Waits for the answer, at most total_ms; shorter once `give_up` is true.
  // Cost: a connection of its own each time, unless connections are kept.
  Answer post(const Post& post, const std::atomic<bool>& give_up) const;
  Answer get(const Get& get, const std::atomic<bool>& give_up) const;
  Answer send(const Call& call, const std::atomic<bool>& give_up) const;

 private:
  class Connections;

  ClientOptions options_;
  std::unique_ptr<Connections> connections_;
};

}  // namespace rapport::outbound
