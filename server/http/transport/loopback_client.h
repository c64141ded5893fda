// A bare TCP client for tests of the server: sends bytes, reads bytes, waits no longer than told.
// Blocking; used by *_test.cpp only.
#pragma once
#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cstdint>
#include <string>
#include <string_view>

namespace rapport::http::transport {

class LoopbackClient {
 public:
  explicit LoopbackClient(std::uint16_t port) {
    descriptor_ = ::socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    is_open_ = ::connect(descriptor_, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0;
  }
  ~LoopbackClient() { ::close(descriptor_); }
  LoopbackClient(const LoopbackClient&) = delete;

  bool is_open() const { return is_open_; }

  bool send(std::string_view bytes) {
    while (!bytes.empty()) {
      const auto sent = ::send(descriptor_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
      if (sent <= 0) return false;
      bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
    return true;
  }

  // Everything up to the end of the connection, or until nothing came for a while.
  std::string read_all(int patience_ms = 5'000) {
    while (receive(patience_ms)) {
    }
    return take();
  }
  // At least up to and with `mark`; what comes after stays for the next call.
  std::string read_until(std::string_view mark, int patience_ms = 5'000) {
    while (unread_.find(mark) == std::string::npos && receive(patience_ms)) {
    }
    const auto at = unread_.find(mark);
    if (at == std::string::npos) return take();
    auto part = unread_.substr(0, at + mark.size());
    unread_.erase(0, at + mark.size());
    return part;
  }
  std::string read_count(std::size_t count, int patience_ms = 5'000) {
    while (unread_.size() < count && receive(patience_ms)) {
    }
    auto part = unread_.substr(0, count);
    unread_.erase(0, count);
    return part;
  }
  // Whether the other side has closed in order (not by a reset) within the time.
  bool is_closed(int patience_ms = 5'000) {
    while (receive(patience_ms)) {
    }
    return ended_;
  }
  void finish_sending() { ::shutdown(descriptor_, SHUT_WR); }

 private:
  bool receive(int patience_ms) {
    pollfd waiting{descriptor_, POLLIN, 0};
    if (::poll(&waiting, 1, patience_ms) <= 0) return false;
    char bytes[64 * 1024];
    const auto count = ::recv(descriptor_, bytes, sizeof bytes, 0);
    if (count == 0) ended_ = true;
    if (count > 0) unread_.append(bytes, static_cast<std::size_t>(count));
    return count > 0;
  }
  std::string take() {
    std::string all;
    all.swap(unread_);
    return all;
  }

  int descriptor_ = -1;
  bool is_open_ = false;
  bool ended_ = false;
  std::string unread_;
};

}  // namespace rapport::http::transport
