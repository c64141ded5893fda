// The HTTP server: listens, keeps connections within limits, hands requests to a Responder.
// What a request means is dispatch.h; the coroutines are in transport/.
#pragma once
#include <chrono>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "http/responder.h"

namespace rapport::http {

struct ServerOptions {
  std::string address = "127.0.0.1";
  std::uint16_t port = 8080;  // 0: any free one
  // Open and listening already, handed over by who started the program: instead of an address.
  std::vector<int> sockets;
  std::size_t io_threads = 2;
  std::size_t worker_threads = 4;
  std::size_t most_working = 4;          // of these at a time; those that wait do not count
  std::size_t queue_limit = 1'024;       // requests waiting for a worker; more get 503
  std::size_t max_connections = 4'096;
  std::chrono::milliseconds head_timeout{10'000};   // first byte to end of the head
  std::chrono::milliseconds idle_timeout{75'000};   // between requests
  std::chrono::milliseconds body_timeout{20'000};   // for each kBodyPaceBytes of a body
  std::chrono::milliseconds write_timeout{30'000};  // for each 64 kB of an answer
  // At the end: for so long everybody is still answered, and told to come by another connection.
  std::chrono::milliseconds farewell_time{400};
  std::chrono::milliseconds ping_interval{25'000};  // WebSocket; silence of three is the end
  std::filesystem::path spool_folder;    // for large bodies; the system's temporary one if empty
  std::string certificate_file, key_file;  // PEM; TLS when both are given
};

// Slowest acceptable upload: this much in each body_timeout.
inline constexpr std::size_t kBodyPaceBytes = 16 * 1024;

class Server {
 public:
  // Lifetime: the responder and the clock outlive the server.
  Server(ServerOptions options, Responder& responder, base::Clock& clock);
  ~Server();
  Server(const Server&) = delete;

  // Returns when the port is open. Throws: base::Error{Unavailable, "listen"} when it is taken, or
  // what was handed over is no socket that listens.
  void start();
  std::uint16_t port() const;
  // Of the first socket: "127.0.0.1:8080".
  std::string address() const;
  // The listening one, when it was not handed over.
  std::optional<int> own_socket() const;
  std::size_t connection_count() const;

  // First says with each answer that it is the connection's last, so that who asks all the time
  // meets no closed one. Then accepts nothing more (of a socket that was handed over the next
  // process does), closes idle connections, finishes the requests that run, and cuts what is left
  // after `grace`. False when a handler still runs then; it is waited for all the same by the
  // destructor.
  bool stop(std::chrono::milliseconds grace);

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

}  // namespace rapport::http
