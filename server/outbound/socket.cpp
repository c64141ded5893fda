#include "outbound/socket.h"

#include <fcntl.h>
#include <netdb.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <memory>

namespace rapport::outbound {

namespace {

using Addresses = std::unique_ptr<addrinfo, decltype(&freeaddrinfo)>;

Addresses resolve(const std::string& host, std::uint16_t port) {
  addrinfo wanted{};
  wanted.ai_family = AF_UNSPEC;
  wanted.ai_socktype = SOCK_STREAM;
  wanted.ai_flags = AI_NUMERICSERV;
  addrinfo* found = nullptr;
  if (getaddrinfo(host.c_str(), std::to_string(port).c_str(), &wanted, &found) != 0)
    found = nullptr;
  return {found, freeaddrinfo};
}

IpAddress address_of(const addrinfo& entry) {
  if (entry.ai_family == AF_INET) {
    sockaddr_in v4;
    std::memcpy(&v4, entry.ai_addr, sizeof v4);
    return v4_address(ntohl(v4.sin_addr.s_addr));
  }
  IpAddress address;
  sockaddr_in6 v6;
  std::memcpy(&v6, entry.ai_addr, sizeof v6);
  std::memcpy(address.bytes.data(), &v6.sin6_addr, address.bytes.size());
  return address;
}

// A connected, blocking socket; -1 when it cannot be had in time.
int open_to(const addrinfo& entry, std::int64_t connect_ms) {
  int made = socket(entry.ai_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  if (made < 0) return -1;
  bool connected = connect(made, entry.ai_addr, entry.ai_addrlen) == 0;
  if (!connected && errno == EINPROGRESS) {
    pollfd waiting{made, POLLOUT, 0};
    int failure = 0;
    socklen_t size = sizeof failure;
    connected = poll(&waiting, 1, static_cast<int>(connect_ms)) == 1 &&
                getsockopt(made, SOL_SOCKET, SO_ERROR, &failure, &size) == 0 && failure == 0;
  }
  if (connected && fcntl(made, F_SETFL, 0) == 0) return made;
  close(made);
  return -1;
}

}  // namespace

Connected connect_to(const std::string& host, std::uint16_t port, const ClientOptions& options) {
  auto addresses = resolve(host, port);
  if (!addresses) return {-1, "outbound_name_unknown", host};
  Connected result{-1, "outbound_not_connected", host};
  for (const auto* entry = addresses.get(); entry; entry = entry->ai_next) {
    if (entry->ai_family != AF_INET && entry->ai_family != AF_INET6) continue;
    auto address = address_of(*entry);
    if (!is_permitted(address, options.allowed)) {
      result = {-1, "outbound_denied", address.text()};
      continue;
    }
    result.socket = open_to(*entry, options.connect_ms);
    if (result.socket >= 0) return {result.socket, {}, {}};
    result = {-1, "outbound_not_connected", host};
  }
  return result;
}

Deadline::Deadline(int socket, std::int64_t total_ms)
    : thread_([this, socket, total_ms] {
        std::unique_lock lock(mutex_);
        bool is_in_time = over_.wait_for(lock, std::chrono::milliseconds(total_ms),
                                         [this] { return is_over_; });
        if (!is_in_time) shutdown(socket, SHUT_RDWR);
      }) {}

Deadline::~Deadline() {
  {
    std::lock_guard lock(mutex_);
    is_over_ = true;
  }
  over_.notify_all();
  thread_.join();
}

}  // namespace rapport::outbound
