#include "app/start/handed_sockets.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <charconv>
#include <cstdlib>
#include <cstring>
#include <string_view>

#include "app/arguments.h"
#include "base/text.h"

namespace rapport::app {

namespace {

constexpr int kFirst = 3;  // behind the three that every program has
constexpr int kMost = 64;
constexpr std::string_view kName = "rapport-listen";

int number_of(const char* name) {
  const auto text = environment(name);
  if (text.empty()) return 0;
  int number = 0;
  auto read = std::from_chars(text.data(), text.data() + text.size(), number);
  if (read.ec != std::errc() || read.ptr != text.data() + text.size() || number < 0)
    throw UsageError(std::string(name) + " is no number");
  return number;
}

// Tells systemd something, with a descriptor or without (-1). Nobody is there: nothing happens.
void notify(const std::string& text, int descriptor) {
  const auto path = environment("NOTIFY_SOCKET");
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  if (path.size() < 2 || path.size() >= sizeof address.sun_path) return;
  std::memcpy(address.sun_path, path.data(), path.size());
  if (path.front() == '@') address.sun_path[0] = '\0';
  const int channel = ::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  if (channel < 0) return;
  iovec bytes{const_cast<char*>(text.data()), text.size()};
  alignas(cmsghdr) char control[CMSG_SPACE(sizeof descriptor)] = {};
  msghdr message{};
  message.msg_name = &address;
  message.msg_namelen =
      static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + path.size());
  message.msg_iov = &bytes;
  message.msg_iovlen = 1;
  if (descriptor >= 0) {
    message.msg_control = control;
    message.msg_controllen = sizeof control;
    auto* header = CMSG_FIRSTHDR(&message);
    header->cmsg_level = SOL_SOCKET;
    header->cmsg_type = SCM_RIGHTS;
    header->cmsg_len = CMSG_LEN(sizeof descriptor);
    std::memcpy(CMSG_DATA(header), &descriptor, sizeof descriptor);
  }
  ::sendmsg(channel, &message, MSG_NOSIGNAL);
  ::close(channel);
}

}  // namespace

std::vector<HandedSocket> handed_sockets() {
  std::vector<HandedSocket> sockets;
  if (number_of("LISTEN_PID") != ::getpid()) return sockets;
  const int count = number_of("LISTEN_FDS");
  const auto names = base::split(environment("LISTEN_FDNAMES"), ':');
  if (count > kMost) throw UsageError("LISTEN_FDS is too large");
  for (int at = 0; at < count; ++at) {
    const int socket = kFirst + at;
    if (::fcntl(socket, F_SETFD, FD_CLOEXEC) != 0)
      throw UsageError("LISTEN_FDS names a socket that is not there");
    const auto place = static_cast<std::size_t>(at);
    sockets.push_back({socket, place < names.size() && names[place] == kName});
  }
  for (const char* name : {"LISTEN_PID", "LISTEN_FDS", "LISTEN_FDNAMES"}) ::unsetenv(name);
  return sockets;
}

bool listens_at(int socket, const std::string& address, std::uint16_t port) {
  sockaddr_storage bound{};
  socklen_t size = sizeof bound;
  if (::getsockname(socket, reinterpret_cast<sockaddr*>(&bound), &size) != 0) return false;
  in6_addr wanted{};
  if (::inet_pton(bound.ss_family, address.c_str(), &wanted) != 1) return false;
  if (bound.ss_family == AF_INET) {
    sockaddr_in v4;
    std::memcpy(&v4, &bound, sizeof v4);
    return ntohs(v4.sin_port) == port && std::memcmp(&v4.sin_addr, &wanted, 4) == 0;
  }
  sockaddr_in6 v6;
  std::memcpy(&v6, &bound, sizeof v6);
  return ntohs(v6.sin6_port) == port && std::memcmp(&v6.sin6_addr, &wanted, 16) == 0;
}

void keep_socket(int socket) {
  notify("FDSTORE=1\nFDNAME=" + std::string(kName), socket);
}

void keep_no_socket() { notify("FDSTOREREMOVE=1\nFDNAME=" + std::string(kName), -1); }

}  // namespace rapport::app
