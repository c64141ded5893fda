// One server after another on the same socket, and what clients of the first one are told.
#include <gtest/gtest.h>

#include <thread>

#include "base/error.h"
#include "http/server.h"
#include "http/transport/loopback_client.h"

namespace rapport::http {
namespace {

using std::chrono::milliseconds;
using transport::LoopbackClient;

class Echo : public Responder {
 public:
  Admission admit(Request&) override { return {}; }
  Response refuse(Refusal, const Admission&, const Request*) override { return {}; }
  std::optional<Response> precheck(const Request&) override { return {}; }
  Response respond(Request& request) override { return text_response(request.target + " ."); }
  PieceState next_piece(Response&, std::string&) override { return PieceState::Broken; }
  StreamOpening open_stream(const Request&) override { return {}; }
  bool deliver(StreamListener&, std::string_view) override { return false; }
  bool begin(StreamListener&, std::shared_ptr<StreamSession>) override { return false; }
  void end(StreamListener&) override {}
};

class HandOverTest : public testing::Test {
 protected:
  void start(ServerOptions options) {
    options.port = 0;
    server = std::make_unique<Server>(options, responder, base::system_clock());
    server->start();
  }
  static std::string get(const std::string& path) {
    return "GET " + path + " HTTP/1.1\r\nHost: h\r\n\r\n";
  }

  Echo responder;
  std::unique_ptr<Server> server;
};

bool has(const std::string& text, std::string_view part) {
  return text.find(part) != std::string::npos;
}

TEST_F(HandOverTest, SaysFarewellBeforeItStops) {
  ServerOptions options;
  options.farewell_time = milliseconds(600);
  start(options);
  LoopbackClient kept(server->port());
  kept.send(get("/before"));
  EXPECT_FALSE(has(kept.read_until(" ."), "Connection: close\r\n"));
  std::thread stopping([this] { server->stop(milliseconds(3'000)); });
  std::this_thread::sleep_for(milliseconds(100));
  kept.send(get("/after"));
  EXPECT_TRUE(has(kept.read_until(" ."), "Connection: close\r\n"));
  LoopbackClient newcomer(server->port());
  newcomer.send(get("/new"));
  EXPECT_TRUE(has(newcomer.read_all(), "/new ."));
  stopping.join();
}

// A socket that others hold open too; the numbers are dups of it.
struct HeldSocket {
  HeldSocket() {
    descriptor = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    ::bind(descriptor, reinterpret_cast<sockaddr*>(&address), sizeof address);
  }
  ~HeldSocket() { ::close(descriptor); }
  int descriptor = -1;
};

TEST_F(HandOverTest, WhoConnectsBetweenTwoServersWaits) {
  HeldSocket held;
  ::listen(held.descriptor, 16);
  ServerOptions options;
  options.sockets = {::dup(held.descriptor)};
  start(options);
  EXPECT_FALSE(server->own_socket());
  EXPECT_EQ(server->address(), "127.0.0.1:" + std::to_string(server->port()));
  LoopbackClient first(server->port());
  first.send(get("/first"));
  EXPECT_TRUE(has(first.read_until(" ."), "/first ."));
  const auto port = server->port();
  EXPECT_TRUE(server->stop(milliseconds(3'000)));
  server.reset();
  LoopbackClient waiting(port);
  EXPECT_TRUE(waiting.is_open());
  waiting.send(get("/waiting"));
  options.sockets = {::dup(held.descriptor)};
  start(options);
  EXPECT_TRUE(has(waiting.read_until(" ."), "/waiting ."));
}

TEST_F(HandOverTest, RefusesASocketThatDoesNotListen) {
  HeldSocket held;
  ServerOptions options;
  options.sockets = {::dup(held.descriptor)};
  EXPECT_THROW(start(options), base::Error);
}

}  // namespace
}  // namespace rapport::http
