#include "http/server.h"

#include <sys/socket.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <sstream>
#include <thread>
#include <vector>

#include "base/error.h"
#include "http/transport/loop.h"

namespace rapport::http {
namespace {

using namespace transport;
using Acceptor = asio::basic_socket_acceptor<asio::ip::tcp, Executor>;

constexpr std::chrono::milliseconds kAcceptPause{100};
constexpr std::chrono::milliseconds kCutTime{1'000};
constexpr std::string_view kFull =
    "HTTP/1.1 503 Service Unavailable\r\nRetry-After: 1\r\nContent-Length: 0\r\n"
    "Connection: close\r\n\r\n";

void check(const IoError& error, const ServerOptions& options) {
  if (!error) return;
  const auto place = options.sockets.empty()
                         ? options.address + ":" + std::to_string(options.port)
                         : "the socket that was handed over";
  throw base::Error(base::ErrorKind::Unavailable, "listen", {},
                    "cannot listen on " + place + ": " + error.message());
}

asio::ip::tcp protocol_of(int socket, IoError& error) {
  sockaddr_storage address{};
  socklen_t size = sizeof address;
  int listens = 0;
  socklen_t listens_size = sizeof listens;
  const bool is_known =
      ::getsockname(socket, reinterpret_cast<sockaddr*>(&address), &size) == 0 &&
      ::getsockopt(socket, SOL_SOCKET, SO_ACCEPTCONN, &listens, &listens_size) == 0;
  const bool is_ip = address.ss_family == AF_INET || address.ss_family == AF_INET6;
  if (!is_known || !is_ip || listens == 0)
    error = boost::system::errc::make_error_code(boost::system::errc::not_a_socket);
  return address.ss_family == AF_INET6 ? asio::ip::tcp::v6() : asio::ip::tcp::v4();
}

// Best effort: whoever cannot read it at once sees a closed connection.
void turn_away(Socket& socket, bool is_tls) {
  IoError ignored;
  constexpr int flags = MSG_DONTWAIT | MSG_NOSIGNAL;
  if (!is_tls) ::send(socket.native_handle(), kFull.data(), kFull.size(), flags);
  socket.close(ignored);
}

WorkerPoolOptions workers_of(const ServerOptions& options) {
  WorkerPoolOptions workers;
  workers.thread_count = options.worker_threads;
  workers.most_working = options.most_working;
  workers.queue_limit = options.queue_limit;
  return workers;
}

}  // namespace

struct Server::Parts {
  Parts(ServerOptions options, Responder& responder, base::Clock& clock)
      : shared{options, responder, clock, WorkerPool(workers_of(options)), nullptr} {
    for (std::size_t i = 0; i < std::max<std::size_t>(options.io_threads, 1); ++i) {
      loops.push_back(std::make_unique<Loop>(shared));
    }
  }

  void listen();
  void open_address();
  void take_over(int socket);
  Task<void> accept_all(Acceptor& acceptor);
  void say_farewell(std::chrono::milliseconds time);
  bool is_finished() const;
  bool wait_finished(std::chrono::milliseconds time);

  Shared shared;
  std::vector<std::unique_ptr<Loop>> loops;
  std::vector<std::unique_ptr<Acceptor>> acceptors;
  asio::ip::tcp::endpoint place;  // of the first
  bool started = false;
  bool stopped = false;
};

void Server::Parts::listen() {
  const auto& options = shared.options;
  if (options.sockets.empty()) open_address();
  for (const int socket : options.sockets) take_over(socket);
  IoError error;
  place = acceptors[0]->local_endpoint(error);
  check(error, options);
}

void Server::Parts::take_over(int socket) {
  IoError error;
  const auto protocol = protocol_of(socket, error);
  check(error, shared.options);
  acceptors.push_back(std::make_unique<Acceptor>(loops[0]->context));
  acceptors.back()->assign(protocol, socket, error);
  check(error, shared.options);
}

void Server::Parts::open_address() {
  const auto& options = shared.options;
  IoError error;
  const auto address = asio::ip::make_address(options.address, error);
  check(error, options);
  const asio::ip::tcp::endpoint endpoint(address, options.port);
  acceptors.push_back(std::make_unique<Acceptor>(loops[0]->context));
  auto& acceptor = acceptors.back();
  acceptor->open(endpoint.protocol(), error);
  check(error, options);
  acceptor->set_option(asio::socket_base::reuse_address(true), error);
  check(error, options);
  acceptor->bind(endpoint, error);
  check(error, options);
  acceptor->listen(1024, error);
  check(error, options);
}

// Connections go round the loops: each loop then has its own, and shares no lock with the others.
Task<void> Server::Parts::accept_all(Acceptor& acceptor) {
  std::size_t turn = 0;
  while (acceptor.is_open()) {
    auto& loop = *loops[turn++ % loops.size()];
    Socket socket(loop.context);
    asio::ip::tcp::endpoint remote;
    IoError error;
    co_await acceptor.async_accept(socket, remote, asio::redirect_error(use_task, error));
    if (error && acceptor.is_open()) {  // out of descriptors, most likely
      Timer pause(loops[0]->context);
      pause.expires_after(kAcceptPause);
      IoError ignored;
      co_await pause.async_wait(asio::redirect_error(use_task, ignored));
    }
    if (error) continue;
    if (shared.connections >= shared.options.max_connections) {
      turn_away(socket, shared.tls != nullptr);
      continue;
    }
    shared.connections += 1;
    IoError ignored;
    socket.set_option(asio::ip::tcp::no_delay(true), ignored);
    loop.open(std::move(socket), remote.address().to_string(ignored));
  }
}

// Until nobody is connected, or the time is over.
void Server::Parts::say_farewell(std::chrono::milliseconds time) {
  constexpr std::chrono::milliseconds step{5};
  for (auto& loop : loops) loop->begin_farewell();
  for (; shared.connections > 0 && time.count() > 0; time -= step)
    std::this_thread::sleep_for(step);
}

bool Server::Parts::is_finished() const {
  for (const auto& loop : loops) {
    if (!loop->is_finished()) return false;
  }
  return true;
}

bool Server::Parts::wait_finished(std::chrono::milliseconds time) {
  constexpr std::chrono::milliseconds step{5};
  while (!is_finished() && time.count() > 0) {
    std::this_thread::sleep_for(step);
    time -= step;
  }
  return is_finished();
}

Server::Server(ServerOptions options, Responder& responder, base::Clock& clock) {
  if (options.spool_folder.empty()) options.spool_folder = std::filesystem::temp_directory_path();
  parts_ = std::make_unique<Parts>(std::move(options), responder, clock);
}

Server::~Server() {
  stop(std::chrono::milliseconds(0));
  parts_->shared.workers.stop();
  for (auto& loop : parts_->loops) loop->join();
}

void Server::start() {
  auto& parts = *parts_;
  const auto& options = parts.shared.options;
  if (!options.certificate_file.empty() && !options.key_file.empty()) {
    parts.shared.tls = tls_context(options.certificate_file, options.key_file);
  }
  parts.listen();
  for (auto& acceptor : parts.acceptors)
    asio::co_spawn(parts.loops[0]->context, parts.accept_all(*acceptor), asio::detached);
  for (auto& loop : parts.loops) loop->start();
  parts.started = true;
}

std::uint16_t Server::port() const { return parts_->place.port(); }

std::optional<int> Server::own_socket() const {
  if (!parts_->shared.options.sockets.empty()) return std::nullopt;
  return parts_->acceptors[0]->native_handle();
}

std::string Server::address() const {
  std::ostringstream text;
  text << parts_->place;
  return text.str();
}

std::size_t Server::connection_count() const { return parts_->shared.connections; }

bool Server::stop(std::chrono::milliseconds grace) {
  auto& parts = *parts_;
  if (!parts.started) return true;
  if (!parts.stopped) {
    parts.say_farewell(std::min(parts.shared.options.farewell_time, grace));
    asio::post(parts.loops[0]->context, [&parts] {
      for (auto& acceptor : parts.acceptors) acceptor->close();
    });
    for (auto& loop : parts.loops) loop->begin_stop();
    parts.stopped = true;
  }
  if (parts.wait_finished(grace)) return true;
  for (auto& loop : parts.loops) loop->cut();
  return parts.wait_finished(kCutTime);
}

}  // namespace rapport::http
