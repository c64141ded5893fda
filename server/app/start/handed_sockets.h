// Sockets that outlive the process: systemd keeps the listening one while one process of the
// service ends and the next begins, so that whoever connects meanwhile waits and is not refused. It
// is given them by this program (FileDescriptorStoreMax= of the service), or opens them itself
// (a .socket unit).
// Source: systemd, sd_listen_fds(3), sd_notify(3); without its library.
#pragma once
#include <cstdint>
#include <string>
#include <vector>

namespace rapport::app {

struct HandedSocket {
  int socket = -1;
  bool is_ours = false;  // given to systemd by a process before this one
};

// Those that are meant for this process; none when it was started otherwise. They are not passed
// on to programs that it starts. To be asked once. Throws: UsageError: the variables make no sense.
std::vector<HandedSocket> handed_sockets();

// Whether it listens at that address. `port` 0 is never the same.
bool listens_at(int socket, const std::string& address, std::uint16_t port);

// Gives a socket to systemd to keep, or takes all of ours back. Nothing happens when nobody keeps
// sockets for this process.
void keep_socket(int socket);
void keep_no_socket();

}  // namespace rapport::app
