// The load generator: keeps a number of connections busy, one request in flight on each, and tells
// requests a second and the percentiles of their times.
//
//   load --port 8080 --requests FILE [--connections 16] [--seconds 10] [--warm-up 1] [--key K]
//        [--list NAME=FILE]… [--seed 1]
//
// FILE holds templates of requests, one a line (request_template.h); one is taken at random each
// time. Prints one line of JSON; exits 1 when an answer was not 2xx. One thread, epoll.
#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <chrono>
#include <cstdio>
#include <cstring>
#include <stdexcept>

#include "request_template.h"

namespace rapport::bench {
namespace {

using Time = std::chrono::steady_clock::time_point;

struct Options {
  int port = 8080;
  int connections = 16;
  double seconds = 10;
  double warm_up = 1;
  std::uint64_t seed = 1;
  std::string key;
  std::string requests;
  Lists lists;
};

struct Connection {
  int socket = -1;
  std::string out;
  std::size_t sent = 0;
  std::string in;
  Time began;
};

struct Totals {
  std::vector<float> times_ms;
  std::uint64_t failed = 0;
  std::uint64_t bytes = 0;
  std::string first_failure;
};

Options parse_options(int count, char** arguments) {
  Options options;
  for (int i = 1; i + 1 < count; i += 2) {
    const std::string name = arguments[i], value = arguments[i + 1];
    if (name == "--port") options.port = std::stoi(value);
    else if (name == "--connections") options.connections = std::stoi(value);
    else if (name == "--seconds") options.seconds = std::stod(value);
    else if (name == "--warm-up") options.warm_up = std::stod(value);
    else if (name == "--seed") options.seed = std::stoull(value);
    else if (name == "--key") options.key = value;
    else if (name == "--requests") options.requests = value;
    else if (name == "--list") add_list(options.lists, value);
    else throw std::runtime_error("unknown option " + name);
  }
  if (options.requests.empty()) throw std::runtime_error("--requests FILE is missing");
  return options;
}

// Size of the first whole answer in `text`; 0 while it is not all there.
std::size_t answer_size(std::string_view text) {
  const auto head_end = text.find("\r\n\r\n");
  if (head_end == text.npos) return 0;
  std::string head(text.substr(0, head_end + 2));
  std::transform(head.begin(), head.end(), head.begin(), [](unsigned char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : static_cast<char>(c);
  });
  const auto body = head_end + 4;
  if (const auto at = head.find("\r\ncontent-length:"); at != head.npos) {
    const auto digits = head.find_first_not_of(' ', at + 17);
    std::size_t length = 0;
    std::from_chars(head.data() + digits, head.data() + head.size(), length);
    return text.size() >= body + length ? body + length : 0;
  }
  if (head.find("\r\ntransfer-encoding: chunked") == head.npos) return body;
  return text.ends_with("\r\n0\r\n\r\n") || text.substr(body) == "0\r\n\r\n" ? text.size() : 0;
}

class Load {
 public:
  explicit Load(const Options& options) : options_(options), random_(options.seed) {
    for (const auto& line : lines_of(options.requests)) {
      templates_.emplace_back(line, options.lists);
    }
    headers_ = "Host: localhost\r\n";
    if (!options.key.empty()) headers_ += "Authorization: Bearer " + options.key + "\r\n";
    epoll_ = epoll_create1(0);
    connections_.resize(options.connections);
  }
  ~Load() {
    for (auto& connection : connections_) close(connection.socket);
    close(epoll_);
  }
  Load(const Load&) = delete;
  Load& operator=(const Load&) = delete;

  Totals run() {
    for (auto& connection : connections_) open(connection);
    const auto start = now();
    counted_from_ = start + seconds(options_.warm_up);
    const auto end = counted_from_ + seconds(options_.seconds);
    std::vector<epoll_event> events(connections_.size());
    while (now() < end) {
      const int ready = epoll_wait(epoll_, events.data(), static_cast<int>(events.size()), 100);
      for (int i = 0; i < ready; ++i) advance(*static_cast<Connection*>(events[i].data.ptr));
    }
    return std::move(totals_);
  }

 private:
  static Time now() { return std::chrono::steady_clock::now(); }
  static std::chrono::steady_clock::duration seconds(double count) {
    return std::chrono::duration_cast<std::chrono::steady_clock::duration>(
        std::chrono::duration<double>(count));
  }

  void open(Connection& connection) {
    connection.socket = socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(static_cast<std::uint16_t>(options_.port));
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (connect(connection.socket, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0) {
      throw std::runtime_error(std::string("cannot connect: ") + std::strerror(errno));
    }
    const int on = 1;
    setsockopt(connection.socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    epoll_event event{};
    event.events = EPOLLIN | EPOLLRDHUP;
    event.data.ptr = &connection;
    epoll_ctl(epoll_, EPOLL_CTL_ADD, connection.socket, &event);
    ask(connection);
  }

  // Sends the next request. They are small: a socket that cannot take one at once blocks.
  void ask(Connection& connection) {
    connection.out.clear();
    connection.in.clear();
    templates_[random_() % templates_.size()].append_to(connection.out, headers_, random_);
    connection.began = now();
    connection.sent = 0;
    while (connection.sent < connection.out.size()) {
      const auto count = send(connection.socket, connection.out.data() + connection.sent,
                              connection.out.size() - connection.sent, MSG_NOSIGNAL);
      if (count <= 0) throw std::runtime_error("the server closed a connection");
      connection.sent += static_cast<std::size_t>(count);
    }
  }

  void advance(Connection& connection) {
    char buffer[65536];
    const auto count = recv(connection.socket, buffer, sizeof buffer, MSG_DONTWAIT);
    if (count < 0 && errno == EAGAIN) return;
    if (count <= 0) return reopen(connection);
    connection.in.append(buffer, static_cast<std::size_t>(count));
    if (answer_size(connection.in) == 0) return;
    settle(connection);
    ask(connection);
  }

  // A server may end a connection between two requests, not within one.
  void reopen(Connection& connection) {
    note_failure("connection closed before the answer to: " + connection.out.substr(0, 200));
    close(connection.socket);
    open(connection);
  }

  void settle(const Connection& connection) {
    const auto finished = now();
    if (connection.in.size() < 12 || connection.in[9] != '2') {
      note_failure(connection.out.substr(0, 300) + "\n" + connection.in.substr(0, 700));
    }
    if (connection.began < counted_from_) return;
    totals_.bytes += connection.in.size();
    totals_.times_ms.push_back(
        std::chrono::duration<float, std::milli>(finished - connection.began).count());
  }

  void note_failure(const std::string& what) {
    if (++totals_.failed == 1) totals_.first_failure = what;
  }

  const Options& options_;
  std::mt19937_64 random_;
  std::vector<RequestTemplate> templates_;
  std::string headers_;
  int epoll_ = -1;
  std::vector<Connection> connections_;
  Time counted_from_;
  Totals totals_;
};

float percentile(const std::vector<float>& sorted, double share) {
  if (sorted.empty()) return 0;
  const auto at = static_cast<std::size_t>(share * static_cast<double>(sorted.size()));
  return sorted[std::min(at, sorted.size() - 1)];
}

int report(const Options& options, Totals totals) {
  auto& times = totals.times_ms;
  std::sort(times.begin(), times.end());
  std::printf("{\"requests\":%zu,\"per_second\":%.1f,\"p50_ms\":%.3f,\"p95_ms\":%.3f,"
              "\"p99_ms\":%.3f,\"max_ms\":%.3f,\"bytes\":%llu,\"failed\":%llu}\n",
              times.size(), static_cast<double>(times.size()) / options.seconds,
              percentile(times, 0.50), percentile(times, 0.95), percentile(times, 0.99),
              times.empty() ? 0.0 : times.back(), static_cast<unsigned long long>(totals.bytes),
              static_cast<unsigned long long>(totals.failed));
  if (totals.failed == 0) return 0;
  std::fprintf(stderr, "%llu failed; the first:\n%s\n",
               static_cast<unsigned long long>(totals.failed), totals.first_failure.c_str());
  return 1;
}

}  // namespace
}  // namespace rapport::bench

int main(int count, char** arguments) {
  try {
    const auto options = rapport::bench::parse_options(count, arguments);
    rapport::bench::Load load(options);
    return rapport::bench::report(options, load.run());
  } catch (const std::exception& error) {
    std::fprintf(stderr, "load: %s\n", error.what());
    return 2;
  }
}
