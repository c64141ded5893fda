// Client: the one way of this program to other machines over HTTP. An address inside a network is
// refused unless the administrator allowed its range; what was checked is what is connected to.
// Redirects and proxies are not followed, time and size are bounded.
// Not here: what is sent, and what is done about a failure.
#pragma once
#include <atomic>
#include <cstdint>
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
};

struct Post {
  std::string url;
  std::vector<std::pair<std::string, std::string>> headers;
  std::string body;
};

struct Get {
  std::string url;
  std::vector<std::pair<std::string, std::string>> headers = {};
};

struct Answer {
  int status = 0;  // 0: there was none, `error` says why
  std::string body;
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
  // Cost: a connection of its own each time.
  Answer post(const Post& post, const std::atomic<bool>& give_up) const;
  Answer get(const Get& get, const std::atomic<bool>& give_up) const;

 private:
  Answer send(const std::string& url,
              const std::vector<std::pair<std::string, std::string>>& headers,
              const std::string* body, const std::atomic<bool>& give_up) const;

  ClientOptions options_;
};

}  // namespace rapport::outbound
