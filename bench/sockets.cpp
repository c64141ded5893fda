// Many who listen and some who ask: holds open WebSockets to /api/v1/stream, and beside them sends
// so many requests a second whether or not the earlier ones were answered (an open loop).
//
//   sockets --port 8080 --keys FILE --sockets 20000 --requests FILE --rate 2000 --seconds 60
//           [--asking-keys FILE] [--warm-up 5] [--connections 128]
//           [--writes FILE --write-key K --write-rate 5]
//           [--list NAME=FILE]… [--seed 1]
//
// Listeners take the keys in turn, and requests those of --asking-keys, or the same. A request's
// time counts from when it was due.
// Prints one line of JSON: the times of requests, and for each write how many listeners were told
// of it and when the last one was. Exits 1 when an answer was not 2xx or a listener was closed. One
// thread for those who listen, one for those who ask; each address for some thousands.
#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <chrono>
#include <cstdio>
#include <cstring>
#include <deque>
#include <stdexcept>
#include <stop_token>
#include <thread>
#include <unordered_map>

#include "request_template.h"

namespace rapport::bench {
namespace {

using Clock = std::chrono::steady_clock;
using Time = Clock::time_point;

constexpr std::size_t kOfOneAddress = 10'000;  // connections

struct Options {
  int port = 8080, sockets = 20'000, connections = 128;
  double rate = 2'000, write_rate = 5, seconds = 60, warm_up = 5;
  std::uint64_t seed = 1;
  std::string keys, asking_keys, requests, writes, write_key;
  Lists lists;
};

Options parse_options(int count, char** arguments) {
  Options options;
  for (int i = 1; i + 1 < count; i += 2) {
    const std::string name = arguments[i], value = arguments[i + 1];
    if (name == "--port") options.port = std::stoi(value);
    else if (name == "--sockets") options.sockets = std::stoi(value);
    else if (name == "--connections") options.connections = std::stoi(value);
    else if (name == "--rate") options.rate = std::stod(value);
    else if (name == "--write-rate") options.write_rate = std::stod(value);
    else if (name == "--seconds") options.seconds = std::stod(value);
    else if (name == "--warm-up") options.warm_up = std::stod(value);
    else if (name == "--seed") options.seed = std::stoull(value);
    else if (name == "--keys") options.keys = value;
    else if (name == "--asking-keys") options.asking_keys = value;
    else if (name == "--requests") options.requests = value;
    else if (name == "--writes") options.writes = value;
    else if (name == "--write-key") options.write_key = value;
    else if (name == "--list") add_list(options.lists, value);
    else throw std::runtime_error("unknown option " + name);
  }
  if (options.requests.empty() || options.keys.empty())
    throw std::runtime_error("--requests FILE and --keys FILE are needed");
  return options;
}

std::chrono::nanoseconds seconds(double count) {
  return std::chrono::duration_cast<std::chrono::nanoseconds>(std::chrono::duration<double>(count));
}

int connected(int port, std::size_t number) {
  const int made = socket(AF_INET, SOCK_STREAM, 0);
  if (made < 0) throw std::runtime_error(std::string("no socket: ") + std::strerror(errno));
  const int on = 1;
  setsockopt(made, IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT, &on, sizeof on);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr =
      htonl(INADDR_LOOPBACK + 1 + static_cast<std::uint32_t>(number / kOfOneAddress));
  bind(made, reinterpret_cast<sockaddr*>(&address), sizeof address);
  address.sin_port = htons(static_cast<std::uint16_t>(port));
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (connect(made, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0)
    throw std::runtime_error(std::string("cannot connect: ") + std::strerror(errno));
  setsockopt(made, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  return made;
}

// Requests are small: a socket that cannot take one at once blocks.
void send_all(int socket, std::string_view bytes) {
  while (!bytes.empty()) {
    const auto count = send(socket, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (count <= 0) throw std::runtime_error("the server closed a connection");
    bytes.remove_prefix(static_cast<std::size_t>(count));
  }
}

// A record and its version: "<id>@<version>".
std::string name_of(std::string_view id, std::string_view version) {
  return std::string(id) + "@" + std::string(version);
}

std::string_view digits_after(std::string_view text, std::string_view word, std::size_t from) {
  const auto at = text.find(word, from);
  if (at == text.npos) return {};
  const auto begin = at + word.size();
  return text.substr(begin, text.find_first_not_of("0123456789", begin) - begin);
}

// Those who listen.
class Listeners {
 public:
  struct Told {
    std::size_t count = 0;
    Time last;
  };

  Listeners(const Options& options, std::vector<std::string> keys)
      : options_(options), keys_(std::move(keys)), epoll_(epoll_create1(0)) {}

  void open() {
    listeners_.resize(static_cast<std::size_t>(options_.sockets));
    for (std::size_t i = 0; i < listeners_.size(); ++i) open(listeners_[i], i);
  }

  void run(const std::stop_token& stop) {
    std::vector<epoll_event> events(1'024);
    while (!stop.stop_requested()) {
      const int ready = epoll_wait(epoll_, events.data(), static_cast<int>(events.size()), 50);
      for (int i = 0; i < ready; ++i) read(*static_cast<Listener*>(events[i].data.ptr));
    }
  }

  const Told& told(const std::string& name) { return told_[name]; }
  std::size_t messages() const { return messages_; }
  std::size_t closed() const { return closed_; }

 private:
  struct Listener {
    int socket = -1;
    std::string in;
    bool is_closed = false;
  };

  void open(Listener& listener, std::size_t number) {
    listener.socket = connected(options_.port, number);
    send_all(listener.socket, "GET /api/v1/stream HTTP/1.1\r\nHost: localhost\r\n"
                              "Upgrade: websocket\r\nConnection: Upgrade\r\n"
                              "Sec-WebSocket-Version: 13\r\n"
                              "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
                              "Authorization: Bearer " + keys_[number % keys_.size()] +
                                  "\r\n\r\n");
    char buffer[4'096];
    while (listener.in.find("\r\n\r\n") == std::string::npos) {
      const auto count = recv(listener.socket, buffer, sizeof buffer, 0);
      if (count <= 0) throw std::runtime_error("the server closed a listener at once");
      listener.in.append(buffer, static_cast<std::size_t>(count));
    }
    if (!listener.in.starts_with("HTTP/1.1 101"))
      throw std::runtime_error("listener " + std::to_string(number) + ": " + listener.in);
    listener.in.erase(0, listener.in.find("\r\n\r\n") + 4);
    epoll_event event{};
    event.events = EPOLLIN;
    event.data.ptr = &listener;
    epoll_ctl(epoll_, EPOLL_CTL_ADD, listener.socket, &event);
  }

  void read(Listener& listener) {
    char buffer[65'536];
    const auto count = recv(listener.socket, buffer, sizeof buffer, MSG_DONTWAIT);
    if (count < 0 && errno == EAGAIN) return;
    if (count <= 0) return close(listener);
    const auto now = Clock::now();
    listener.in.append(buffer, static_cast<std::size_t>(count));
    while (take(listener, now)) {
    }
    if (listener.in.empty()) listener.in = {};
  }

  bool take(Listener& listener, Time now) {
    const auto& in = listener.in;
    if (in.size() < 2) return false;
    std::size_t size = in[1] & 0x7F, start = 2;
    const std::size_t length_bytes = size == 126 ? 2 : size == 127 ? 8 : 0;
    if (in.size() < start + length_bytes) return false;
    if (length_bytes != 0) size = 0;
    for (; start < 2 + length_bytes; ++start)
      size = size << 8 | static_cast<unsigned char>(in[start]);
    if (in.size() < start + size) return false;
    const int kind = in[0] & 0x0F;
    const auto payload = std::string_view(in).substr(start, size);
    if (kind == 1) hear(payload, now);
    if (kind == 9) answer_ping(listener);
    listener.in.erase(0, start + size);
    return true;
  }

  void answer_ping(Listener& listener) {
    try {
      send_all(listener.socket, std::string("\x8A\x80\0\0\0\0", 6));
    } catch (const std::exception&) {
      close(listener);
    }
  }

  void close(Listener& listener) {
    if (listener.is_closed) return;
    listener.is_closed = true;
    ++closed_;
    epoll_ctl(epoll_, EPOLL_CTL_DEL, listener.socket, nullptr);
  }

  void hear(std::string_view text, Time now) {
    ++messages_;
    constexpr std::string_view id = "\"id\":\"";
    for (auto at = text.find(id); at != text.npos; at = text.find(id, at + 1)) {
      const auto version = digits_after(text, "\"version\":", at);
      auto& told = told_[name_of(text.substr(at + id.size(), 36), version)];
      ++told.count;
      told.last = now;
    }
  }

  const Options& options_;
  const std::vector<std::string> keys_;
  const int epoll_;
  std::vector<Listener> listeners_;
  std::unordered_map<std::string, Told> told_;
  std::size_t messages_ = 0, closed_ = 0;
};

// Those who ask.
class Askers {
 public:
  struct Write {
    std::string name;
    Time due, answered;
  };

  Askers(const Options& options, std::vector<std::string> keys)
      : options_(options), random_(options.seed), epoll_(epoll_create1(0)) {
    for (const auto& line : lines_of(options.requests)) reads_.emplace_back(line, options.lists);
    if (!options.writes.empty())
      for (const auto& line : lines_of(options.writes)) writes_.emplace_back(line, options.lists);
    for (const auto& key : keys) headers_.push_back(header(key));
    write_header_ = header(options.write_key);
    connections_.resize(static_cast<std::size_t>(options.connections));
    for (auto& connection : connections_) open(connection);
  }

  void run() {
    const auto start = Clock::now();
    counted_from_ = start + seconds(options_.warm_up);
    const auto end = counted_from_ + seconds(options_.seconds);
    Time read_due = start, write_due = writes_.empty() ? Time::max() : start;
    while (Clock::now() < end) {
      for (const auto now = Clock::now(); read_due <= now; read_due += seconds(1 / options_.rate))
        waiting_.push_back({read_due, false});
      for (const auto now = Clock::now(); write_due <= now;
           write_due += seconds(1 / options_.write_rate))
        waiting_.push_back({write_due, true});
      most_waiting_ = std::max(most_waiting_, waiting_.size());
      for (; !idle_.empty() && !waiting_.empty(); idle_.pop_back(), waiting_.pop_front())
        ask(*idle_.back(), waiting_.front());
      wait_until(std::min({read_due, write_due, end}));
    }
  }

  std::vector<float>& times_ms() { return times_ms_; }
  const std::vector<Write>& writes() const { return told_; }
  std::size_t most_waiting() const { return most_waiting_; }
  std::size_t failed() const { return failed_; }
  const std::string& first_failure() const { return first_failure_; }

 private:
  struct Due {
    Time at;
    bool is_write = false;
  };
  struct Connection {
    int socket = -1;
    std::string out, in;
    Due due;
  };

  static std::string header(const std::string& key) {
    return "Host: localhost\r\nAuthorization: Bearer " + key + "\r\n";
  }

  void open(Connection& connection) {
    connection.socket = connected(options_.port, 30 * kOfOneAddress);
    epoll_event event{};
    event.events = EPOLLIN;
    event.data.ptr = &connection;
    epoll_ctl(epoll_, EPOLL_CTL_ADD, connection.socket, &event);
    idle_.push_back(&connection);
  }

  void ask(Connection& connection, Due due) {
    connection.out.clear();
    connection.in.clear();
    connection.due = due;
    const auto& templates = due.is_write ? writes_ : reads_;
    const auto& headers = due.is_write ? write_header_ : headers_[random_() % headers_.size()];
    templates[random_() % templates.size()].append_to(connection.out, headers, random_);
    send_all(connection.socket, connection.out);
  }

  void wait_until(Time time) {
    const auto left = std::max(std::chrono::nanoseconds(0),
                               std::chrono::nanoseconds(time - Clock::now()));
    const timespec wait{static_cast<time_t>(left.count() / 1'000'000'000),
                        static_cast<long>(left.count() % 1'000'000'000)};
    epoll_event events[64];
    const int ready = epoll_pwait2(epoll_, events, 64, &wait, nullptr);
    for (int i = 0; i < ready; ++i) advance(*static_cast<Connection*>(events[i].data.ptr));
  }

  void advance(Connection& connection) {
    char buffer[65'536];
    const auto count = recv(connection.socket, buffer, sizeof buffer, MSG_DONTWAIT);
    if (count < 0 && errno == EAGAIN) return;
    if (count <= 0) throw std::runtime_error("the server closed a connection");
    connection.in.append(buffer, static_cast<std::size_t>(count));
    const auto head_end = connection.in.find("\r\n\r\n");
    if (head_end == std::string::npos) return;
    const auto length = digits_after(connection.in, "Content-Length: ", 0);
    std::size_t size = 0;
    std::from_chars(length.data(), length.data() + length.size(), size);
    if (connection.in.size() < head_end + 4 + size) return;
    settle(connection);
    idle_.push_back(&connection);
  }

  void settle(const Connection& connection) {
    const auto now = Clock::now();
    const std::string_view answer = connection.in;
    if (answer[9] != '2' && ++failed_ == 1)
      first_failure_ = connection.out.substr(0, 300) + "\n" + connection.in.substr(0, 700);
    if (connection.due.at < counted_from_) return;
    times_ms_.push_back(std::chrono::duration<float, std::milli>(now - connection.due.at).count());
    if (!connection.due.is_write) return;
    const auto id = connection.out.find('/', connection.out.find("/api/v1/") + 8) + 1;
    told_.push_back({name_of(std::string_view(connection.out).substr(id, 36),
                             digits_after(answer, "\"version\":", 0)),
                     connection.due.at, now});
  }

  const Options& options_;
  std::mt19937_64 random_;
  const int epoll_;
  std::vector<RequestTemplate> reads_, writes_;
  std::vector<std::string> headers_;
  std::string write_header_;
  std::vector<Connection> connections_;
  std::vector<Connection*> idle_;
  std::deque<Due> waiting_;
  std::size_t most_waiting_ = 0, failed_ = 0;
  Time counted_from_;
  std::vector<float> times_ms_;
  std::vector<Write> told_;
  std::string first_failure_;
};

float percentile(const std::vector<float>& values, double share) {
  if (values.empty()) return 0;
  const auto at = static_cast<std::size_t>(share * static_cast<double>(values.size()));
  return values[std::min(at, values.size() - 1)];
}

double cpu_seconds() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return static_cast<double>(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) +
         static_cast<double>(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6;
}

void print_times(const char* name, std::vector<float>& ms) {
  std::sort(ms.begin(), ms.end());
  std::printf("\"%s\":{\"count\":%zu,\"p50_ms\":%.2f,\"p95_ms\":%.2f,\"p99_ms\":%.2f,"
              "\"max_ms\":%.2f},", name, ms.size(), percentile(ms, 0.50), percentile(ms, 0.95),
              percentile(ms, 0.99), ms.empty() ? 0.0 : ms.back());
}

int run(const Options& options) {
  const auto keys = lines_of(options.keys);
  const auto began = Clock::now();
  Listeners listeners(options, keys);
  listeners.open();
  const auto opened_s = std::chrono::duration<double>(Clock::now() - began).count();
  std::fprintf(stderr, "opened\n");
  std::jthread hearing([&](const std::stop_token& stop) { listeners.run(stop); });
  std::this_thread::sleep_for(std::chrono::seconds(2));
  Askers askers(options, options.asking_keys.empty() ? keys : lines_of(options.asking_keys));
  const auto spent = cpu_seconds();
  const auto run_from = Clock::now();
  askers.run();
  const auto ran_s = std::chrono::duration<double>(Clock::now() - run_from).count();
  const auto spent_s = cpu_seconds() - spent;
  std::fprintf(stderr, "asked\n");
  std::this_thread::sleep_for(std::chrono::seconds(5));  // what is still on its way
  hearing.request_stop();
  hearing.join();
  std::vector<float> told_ms;
  std::size_t untold = 0;
  std::printf("{\"opened\":%d,\"open_s\":%.1f,", options.sockets, opened_s);
  print_times("requests", askers.times_ms());
  std::printf("\"writes\":[");
  for (const auto& write : askers.writes()) {
    const auto& told = listeners.told(write.name);
    std::printf("%s[\"%s\",%zu]", &write == &askers.writes().front() ? "" : ",",
                write.name.c_str(), told.count);
    if (told.count == 0) ++untold;
    else
      told_ms.push_back(
          std::chrono::duration<float, std::milli>(told.last - write.answered).count());
  }
  std::printf("],\"untold\":%zu,", untold);
  print_times("told", told_ms);
  std::printf("\"messages\":%zu,\"closed\":%zu,\"failed\":%zu,\"most_waiting\":%zu,"
              "\"client_cpu\":%.2f,\"ran_s\":%.1f}\n", listeners.messages(), listeners.closed(),
              askers.failed(), askers.most_waiting(), spent_s / ran_s, ran_s);
  if (askers.failed() > 0)
    std::fprintf(stderr, "%zu failed; the first:\n%s\n", askers.failed(),
                 askers.first_failure().c_str());
  return askers.failed() == 0 && listeners.closed() == 0 ? 0 : 1;
}

}  // namespace
}  // namespace rapport::bench

int main(int count, char** arguments) {
  try {
    return rapport::bench::run(rapport::bench::parse_options(count, arguments));
  } catch (const std::exception& error) {
    std::fprintf(stderr, "sockets: %s\n", error.what());
    return 2;
  }
}
