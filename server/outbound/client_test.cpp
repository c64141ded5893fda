#include "outbound/client.h"

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <sys/socket.h>
#include <unistd.h>

#include <chrono>
#include <cstdlib>
#include <thread>

namespace rapport::outbound {
namespace {

const std::atomic<bool> kGoOn = false;

// Answers one connection after another with the same bytes; an empty answer never comes.
class Listener {
 public:
  explicit Listener(std::string answer) : answer_(std::move(answer)) {
    socket_ = socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    if (bind(socket_, reinterpret_cast<sockaddr*>(&address), size) != 0 || listen(socket_, 8) != 0)
      throw std::runtime_error("no socket");
    getsockname(socket_, reinterpret_cast<sockaddr*>(&address), &size);
    port_ = ntohs(address.sin_port);
    thread_ = std::thread([this] { serve(); });
  }
  ~Listener() {
    shutdown(socket_, SHUT_RDWR);
    thread_.join();
    close(socket_);
  }
  std::string url(const std::string& host = "127.0.0.1") const {
    return "http://" + host + ":" + std::to_string(port_) + "/hook";
  }
  int connections() const { return connections_; }
  const std::string& request() const { return request_; }

 private:
  void serve() {
    while (true) {
      int peer = accept(socket_, nullptr, nullptr);
      if (peer < 0) return;
      ++connections_;
      char bytes[65'536];
      request_.clear();
      for (ssize_t count = 1; count > 0 && !is_whole();) {
        count = recv(peer, bytes, sizeof bytes, 0);
        if (count > 0) request_.append(bytes, static_cast<std::size_t>(count));
      }
      if (answer_.empty()) recv(peer, bytes, sizeof bytes, 0);  // until the other end gives up
      else send(peer, answer_.data(), answer_.size(), MSG_NOSIGNAL);
      close(peer);
    }
  }
  // The head, and as much behind it as it tells of; of TLS its first word.
  bool is_whole() const {
    if (request_.starts_with('\x16')) return true;
    const auto end = request_.find("\r\n\r\n");
    if (end == std::string::npos) return false;
    const auto length = request_.find("Content-Length: ");
    if (length == std::string::npos) return true;
    return request_.size() >= end + 4 + std::stoul(request_.substr(length + 16));
  }
  std::string answer_, request_;
  int socket_ = -1;
  std::uint16_t port_ = 0;
  std::atomic<int> connections_ = 0;
  std::thread thread_;
};

Client client_of(std::string_view allowed, std::int64_t total_ms = 5'000) {
  ClientOptions options;
  options.allowed = *parse_ranges(allowed);
  options.total_ms = total_ms;
  return Client(options);
}

constexpr const char* kFine = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nOK";

TEST(Client, SendsWhatItIsGiven) {
  Listener listener(kFine);
  auto client = client_of("127.0.0.1");
  auto answer = client.post({listener.url(), {{"webhook-id", "7"}}, "{\"a\":1}"}, kGoOn);
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(answer.body, "OK");
  EXPECT_EQ(answer.error, "");
  EXPECT_NE(listener.request().find("webhook-id: 7\r\n"), std::string::npos);
  EXPECT_TRUE(listener.request().starts_with("POST /hook HTTP/1.1\r\n"));
  EXPECT_TRUE(listener.request().ends_with("\r\n\r\n{\"a\":1}"));
}

TEST(Client, SendsAPartOfAFileByAnyMethod) {
  Listener listener("HTTP/1.1 200 OK\r\nETag:  \"x\" \r\nContent-Length: 2\r\n\r\nOK");
  char path[] = "/tmp/rapport_part_XXXXXX";
  int file = mkstemp(path);
  unlink(path);
  ASSERT_EQ(write(file, "0123456789", 10), 10);
  auto client = client_of("127.0.0.1");
  auto answer = client.send({"PUT", listener.url(), {{"x-a", "b"}}, {}, FilePart{file, 3, 5}},
                            kGoOn);
  close(file);
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(answer.headers[0], std::pair(std::string("etag"), std::string("\"x\"")));
  EXPECT_TRUE(listener.request().starts_with("PUT /hook HTTP/1.1\r\n"));
  EXPECT_NE(listener.request().find("Content-Length: 5\r\n"), std::string::npos);
  EXPECT_TRUE(listener.request().ends_with("\r\n\r\n34567"));
}

TEST(Client, AsksForTheHeadAlone) {
  Listener listener("HTTP/1.1 404 Not Found\r\nContent-Length: 200\r\n\r\n");
  auto answer = client_of("127.0.0.1").send({"HEAD", listener.url()}, kGoOn);
  EXPECT_EQ(answer.status, 404);
  EXPECT_EQ(answer.body, "");
  EXPECT_TRUE(listener.request().starts_with("HEAD /hook HTTP/1.1\r\n"));
}

TEST(Client, ConnectsToNoInnerAddressUnlessAllowed) {
  Listener listener(kFine);
  for (const char* host : {"127.0.0.1", "localhost", "2130706433", "0x7f.1", "0177.0.0.1", "127.1",
                           "[::ffff:127.0.0.1]", "0.0.0.0", "0"}) {
    for (const char* allowed : {"", "10.0.0.0/8", "127.0.0.2"}) {
      auto answer = client_of(allowed).post({listener.url(host), {}, ""}, kGoOn);
      EXPECT_EQ(answer.status, 0) << host;
      EXPECT_EQ(answer.error, "outbound_denied") << host << ": " << answer.detail;
      EXPECT_FALSE(answer.detail.empty());
    }
  }
  EXPECT_EQ(listener.connections(), 0);
  EXPECT_EQ(client_of("127.0.0.0/8").post({listener.url("localhost"), {}, ""}, kGoOn).status, 200);
  EXPECT_EQ(client_of("127.0.0.1").post({listener.url("2130706433"), {}, ""}, kGoOn).status, 200);
}

TEST(Client, FollowsNoRedirect) {
  Listener inner(kFine);
  Listener listener("HTTP/1.1 302 Found\r\nLocation: " + inner.url() +
                    "\r\nContent-Length: 0\r\n\r\n");
  auto answer = client_of("127.0.0.1").post({listener.url(), {}, "{}"}, kGoOn);
  EXPECT_EQ(answer.status, 302);
  EXPECT_EQ(inner.connections(), 0);
}

TEST(Client, AsksNoProxyOfTheEnvironment) {
  Listener proxy(kFine), listener("HTTP/1.1 201 Created\r\nContent-Length: 0\r\n\r\n");
  setenv("http_proxy", proxy.url().c_str(), 1);
  setenv("ALL_PROXY", proxy.url().c_str(), 1);
  auto answer = client_of("127.0.0.1").post({listener.url(), {}, "{}"}, kGoOn);
  unsetenv("http_proxy");
  unsetenv("ALL_PROXY");
  EXPECT_EQ(answer.status, 201);
  EXPECT_EQ(proxy.connections(), 0);
}

TEST(Client, KeepsTheBeginningOfALongAnswer) {
  std::string long_body(1'000'000, 'x');
  Listener listener("HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n" + long_body);
  auto answer = client_of("127.0.0.1").post({listener.url(), {}, "{}"}, kGoOn);
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(answer.body.size(), 64u * 1024);
}

TEST(Client, BearsNoEndlessHeaders) {
  std::string headers;
  for (int i = 0; i < 2'000; ++i) headers += "X-Long: " + std::string(100, 'y') + "\r\n";
  Listener listener("HTTP/1.1 200 OK\r\n" + headers + "\r\n");
  auto answer = client_of("127.0.0.1").post({listener.url(), {}, "{}"}, kGoOn);
  EXPECT_EQ(answer.status, 0);
  EXPECT_EQ(answer.error, "outbound_broken");
}

TEST(Client, WaitsForNoAnswerTooLong) {
  Listener listener("");
  auto answer = client_of("127.0.0.1", 300).post({listener.url(), {}, "{}"}, kGoOn);
  EXPECT_EQ(answer.error, "outbound_timed_out");
}

TEST(Client, GivesUpWhenTold) {
  Listener listener("");
  std::atomic<bool> give_up = false;
  std::thread other([&] {
    std::this_thread::sleep_for(std::chrono::milliseconds(200));
    give_up = true;
  });
  auto answer = client_of("127.0.0.1", 30'000).post({listener.url(), {}, "{}"}, give_up);
  other.join();
  EXPECT_EQ(answer.error, "outbound_interrupted");
}

TEST(Client, SaysWhatIsWrong) {
  auto client = client_of("127.0.0.1");
  auto error = [&](const char* url) { return client.post({url, {}, ""}, kGoOn).error; };
  EXPECT_EQ(error("http://no-such-name.invalid/"), "outbound_name_unknown");
  EXPECT_EQ(error("http://127.0.0.1:1/"), "outbound_not_connected");
  EXPECT_EQ(error("file:///etc/passwd"), "outbound_wrong_url");
  EXPECT_EQ(error("gopher://127.0.0.1/"), "outbound_wrong_url");
  EXPECT_EQ(error("https://me:secret@example.com/"), "outbound_credentials");
  EXPECT_EQ(error("https://me@example.com/"), "outbound_credentials");
  EXPECT_EQ(error(""), "outbound_wrong_url");
  Listener listener(kFine);  // speaks no TLS
  EXPECT_EQ(client.post({"https" + listener.url().substr(4), {}, ""}, kGoOn).error,
            "outbound_tls_failed");
}

TEST(Client, AServerSaysWhenItIsToBeAskedAgain) {
  Listener listener("HTTP/1.1 503 Busy\r\nRetry-After: 120\r\nContent-Length: 0\r\n\r\n");
  auto answer = client_of("127.0.0.1").post({listener.url(), {}, "{}"}, kGoOn);
  EXPECT_EQ(answer.status, 503);
  EXPECT_EQ(answer.retry_after_s, 120);
}

}  // namespace
}  // namespace rapport::outbound
