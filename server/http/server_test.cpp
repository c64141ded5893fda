// The server over real loopback sockets, with a responder of the test's own.
#include "http/server.h"

#include <gtest/gtest.h>

#include <atomic>
#include <fstream>
#include <thread>

#include "base/error.h"
#include "http/transport/loopback_client.h"

namespace rapport::http {
namespace {

using std::chrono::milliseconds;
using transport::LoopbackClient;

constexpr std::size_t kLimit = 1'000'000;

class Echo : public StreamListener {
 public:
  explicit Echo(std::atomic<int>& closed) : closed_(closed) {}
  ~Echo() override {
    if (talking_.joinable()) talking_.join();
  }
  void on_open(std::shared_ptr<StreamSession> session) override { session_ = std::move(session); }
  void on_text(std::string_view text) override {
    if (text == "close") return session_->close(kCloseNormal);
    if (text == "flood") {
      while (session_->send(std::string(1'000, 'x'))) {
      }
      return;
    }
    if (text == "talk") {
      talking_ = std::thread([session = session_] {
        while (session->send("told")) std::this_thread::sleep_for(milliseconds(20));
      });
      return;
    }
    session_->send("echo " + std::string(text));
  }
  void on_close() override { closed_ += 1; }

 private:
  std::atomic<int>& closed_;
  std::shared_ptr<StreamSession> session_;
  std::thread talking_;
};

class TestResponder : public Responder {
 public:
  Admission admit(Request& head) override {
    Admission admission;
    admission.body_limit = kLimit;
    admission.runs_inline = head.path == "/inline";
    admission.may_be_quick = head.path.starts_with("/quick");
    admission.is_stream = head.path == "/stream";
    admission.spools_body = head.path == "/file";
    admission.is_checked_first = head.path == "/checked";
    return admission;
  }
  Response refuse(Refusal reason, const Admission&, const Request*) override {
    static constexpr int statuses[] = {400, 408, 413, 414, 431, 417, 501, 426, 503, 503};
    return text_response("refused", statuses[static_cast<int>(reason)]);
  }
  std::optional<Response> respond_quickly(const Request& request) override {
    if (request.path != "/quick") return std::nullopt;
    return text_response("at once");
  }
  std::optional<Response> precheck(const Request&) override { return text_response("stop", 401); }
  Response respond(Request& request) override {
    if (request.path == "/slow") std::this_thread::sleep_for(milliseconds(300));
    if (request.path == "/none") return empty_response(204);
    if (request.path == "/large") return text_response(std::string(5'000'000, 'L'));
    if (request.path == "/pieces" || request.path == "/broken") return pieces(request);
    if (request.body_file) {
      std::ifstream file(*request.body_file);
      spooled = *request.body_file;
      std::string content(std::istreambuf_iterator<char>(file), {});
      return text_response("file " + std::to_string(content.size()) + content.substr(0, 5));
    }
    const auto size = request.body.size();
    const std::string body = size < 100 ? request.body : std::to_string(size);
    return text_response(request.target + " " + body + ".");
  }
  PieceState next_piece(Response& response, std::string& piece) override {
    const bool has_more = response.produce(piece);
    if (piece == "broken") return PieceState::Broken;
    return has_more ? PieceState::More : PieceState::Last;
  }
  StreamOpening open_stream(const Request&) override {
    StreamOpening opening;
    opening.listener = std::make_unique<Echo>(streams_closed);
    return opening;
  }
  bool deliver(StreamListener& listener, std::string_view text) override {
    listener.on_text(text);
    return true;
  }
  bool begin(StreamListener& listener, std::shared_ptr<StreamSession> session) override {
    listener.on_open(std::move(session));
    return true;
  }
  void end(StreamListener& listener) override { listener.on_close(); }

  std::atomic<int> streams_closed{0};
  std::filesystem::path spooled;

 private:
  static Response pieces(const Request& request) {
    auto response = text_response({});
    const bool breaks = request.path == "/broken";
    response.produce = [breaks, count = 0](std::string& piece) mutable {
      piece = breaks && count == 2 ? "broken" : "piece" + std::to_string(count);
      return ++count < 3;
    };
    return response;
  }
};

class ServerTest : public testing::Test {
 protected:
  void start(ServerOptions options = {}) {
    options.port = 0;
    server = std::make_unique<Server>(options, responder, base::system_clock());
    server->start();
  }
  // One request on a connection of its own; the whole answer.
  std::string ask(const std::string& text) {
    LoopbackClient client(server->port());
    client.send(text);
    client.finish_sending();
    return client.read_all();
  }
  static std::string get(const std::string& path, const std::string& fields = "") {
    return "GET " + path + " HTTP/1.1\r\nHost: h\r\n" + fields + "\r\n";
  }
  static std::string post(const std::string& path, const std::string& fields) {
    return "POST " + path + " HTTP/1.1\r\nHost: h\r\n" + fields + "\r\n";
  }

  TestResponder responder;
  std::unique_ptr<Server> server;
};

bool has(const std::string& text, std::string_view part) {
  return text.find(part) != std::string::npos;
}

TEST_F(ServerTest, AnswersAndKeepsTheConnection) {
  start();
  LoopbackClient client(server->port());
  for (int i = 0; i < 3; ++i) {
    client.send(get("/a?n=" + std::to_string(i)));
    const auto head = client.read_until("\r\n\r\n");
    EXPECT_TRUE(head.starts_with("HTTP/1.1 200 OK\r\nDate: ")) << head;
    EXPECT_TRUE(has(head, "Content-Length: 8\r\n")) << head;
    EXPECT_EQ(client.read_count(8), "/a?n=" + std::to_string(i) + " .");
  }
}

TEST_F(ServerTest, AnswersPipelinedRequestsInOrder) {
  start();
  LoopbackClient client(server->port());
  std::string all;
  for (int i = 0; i < 50; ++i) all += get((i % 2 ? "/inline?" : "/w?") + std::to_string(i));
  client.send(get("/slow") + all);
  client.read_until("/slow .");
  for (int i = 0; i < 50; ++i) {
    const auto mark = (i % 2 ? "/inline?" : "/w?") + std::to_string(i) + " .";
    const auto answer = client.read_until(" .");
    ASSERT_TRUE(answer.ends_with(mark)) << answer;
  }
}

TEST_F(ServerTest, ClosesWhenAsked) {
  start();
  LoopbackClient client(server->port());
  client.send(get("/a", "Connection: close\r\n"));
  const auto answer = client.read_all(1'000);
  EXPECT_TRUE(has(answer, "Connection: close\r\n"));
  EXPECT_TRUE(client.is_closed(100));
  EXPECT_TRUE(has(ask("GET /old HTTP/1.0\r\n\r\n"), "Connection: close\r\n"));
  EXPECT_TRUE(has(ask("GET /old HTTP/1.0\r\nConnection: keep-alive\r\n\r\n"),
                  "Connection: keep-alive\r\n"));
}

TEST_F(ServerTest, SendsNoBodyForHeadAnd204) {
  start();
  const auto head = ask("HEAD /large HTTP/1.1\r\nHost: h\r\n\r\n");
  EXPECT_TRUE(has(head, "Content-Length: 5000000\r\n"));
  EXPECT_TRUE(head.ends_with("\r\n\r\n"));
  const auto none = ask(get("/none"));
  EXPECT_TRUE(none.starts_with("HTTP/1.1 204 No Content"));
  EXPECT_FALSE(has(none, "Content-Length"));
}

TEST_F(ServerTest, RefusesWhatIsMalformedOrTooLarge) {
  start();
  EXPECT_TRUE(ask("nonsense\r\n\r\n").starts_with("HTTP/1.1 400 "));
  EXPECT_TRUE(ask(get("/" + std::string(17'000, 'u'))).starts_with("HTTP/1.1 414 "));
  EXPECT_TRUE(ask(get("/", "X: " + std::string(40'000, 'h') + "\r\n"))
                  .starts_with("HTTP/1.1 431 "));
  EXPECT_TRUE(ask(post("/", "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n"))
                  .starts_with("HTTP/1.1 400 "));
}

TEST_F(ServerTest, RefusesADeclaredBodyAtOnceAndPolitely) {
  start();
  LoopbackClient client(server->port());
  client.send(post("/", "Content-Length: 2147483648\r\n"));
  const std::string part(500'000, 'b');
  client.send(part);
  client.send(part);
  const auto answer = client.read_until("refused");
  EXPECT_TRUE(answer.starts_with("HTTP/1.1 413 ")) << answer;
  EXPECT_TRUE(has(answer, "Connection: close\r\n"));
  client.finish_sending();
  EXPECT_TRUE(client.is_closed());
}

TEST_F(ServerTest, ReadsBodiesOfEachKind) {
  start();
  const std::string body(300'000, 'b');
  const auto length = "Content-Length: 300000\r\n";
  EXPECT_TRUE(has(ask(post("/", length) + body), "/ 300000."));
  std::string chunked;
  for (int i = 0; i < 100; ++i) chunked += "bb8\r\n" + std::string(3'000, 'c') + "\r\n";
  const auto fields = "Transfer-Encoding: chunked\r\n";
  EXPECT_TRUE(has(ask(post("/", fields) + chunked + "0\r\n\r\n"), "/ 300000."));
  std::string too_much;
  for (int i = 0; i < 4; ++i) too_much += chunked;
  EXPECT_TRUE(ask(post("/", fields) + too_much).starts_with("HTTP/1.1 413 "));
}

TEST_F(ServerTest, SpoolsLargeBodiesAndCleansUp) {
  start();
  const std::string body(900'000, 'f');
  const auto answer = ask(post("/file", "Content-Length: 900000\r\n") + body);
  EXPECT_TRUE(answer.ends_with("file 900000fffff")) << answer.substr(0, 200);
  ASSERT_FALSE(responder.spooled.empty());
  EXPECT_FALSE(std::filesystem::exists(responder.spooled));
}

TEST_F(ServerTest, AsksForTheBodyOnlyWhenItWantsIt) {
  start();
  const auto fields = "Expect: 100-continue\r\nContent-Length: 2\r\n";
  LoopbackClient wanted(server->port());
  wanted.send(post("/", fields));
  EXPECT_EQ(wanted.read_until("\r\n\r\n"), "HTTP/1.1 100 Continue\r\n\r\n");
  wanted.send("ok");
  EXPECT_TRUE(has(wanted.read_until("/ ok."), "HTTP/1.1 200 "));
  LoopbackClient unwanted(server->port());
  unwanted.send(post("/checked", fields));
  EXPECT_TRUE(unwanted.read_until("stop").starts_with("HTTP/1.1 401 "));
  unwanted.finish_sending();
  EXPECT_TRUE(unwanted.is_closed());
}

TEST_F(ServerTest, SendsLargeAndProducedAnswers) {
  start();
  const auto large = ask(get("/large"));
  EXPECT_TRUE(large.ends_with("\r\n\r\n" + std::string(5'000'000, 'L'))) << large.size();
  const auto pieces = ask(get("/pieces"));
  EXPECT_TRUE(has(pieces, "Transfer-Encoding: chunked\r\n"));
  EXPECT_TRUE(pieces.ends_with("6\r\npiece0\r\n6\r\npiece1\r\n6\r\npiece2\r\n0\r\n\r\n")) << pieces;
  const auto broken = ask(get("/broken"));
  EXPECT_TRUE(broken.ends_with("6\r\npiece1\r\n")) << broken;
  const auto old = ask("GET /pieces HTTP/1.0\r\n\r\n");
  EXPECT_FALSE(has(old, "chunked"));
  EXPECT_TRUE(old.ends_with("piece0piece1piece2"));
}

TEST_F(ServerTest, EndsThoseWhoAreTooSlow) {
  ServerOptions options;
  options.head_timeout = milliseconds(300);
  options.idle_timeout = milliseconds(300);
  options.body_timeout = milliseconds(300);
  start(options);
  LoopbackClient silent(server->port()), loris(server->port()), body(server->port());
  body.send(post("/", "Content-Length: 100\r\n") + "begun");
  for (const char c : std::string("GET / HTTP")) {
    loris.send(std::string(1, c));
    std::this_thread::sleep_for(milliseconds(50));
  }
  EXPECT_TRUE(loris.read_until("refused").starts_with("HTTP/1.1 408 "));
  EXPECT_TRUE(body.read_until("refused").starts_with("HTTP/1.1 408 "));
  EXPECT_EQ(silent.read_all(2'000), "");
  EXPECT_TRUE(silent.is_closed(100));
}

TEST_F(ServerTest, EndsThoseWhoDoNotRead) {
  ServerOptions options;
  options.write_timeout = milliseconds(300);
  start(options);
  LoopbackClient client(server->port());
  std::string many;
  for (int i = 0; i < 8; ++i) many += get("/large");
  client.send(many);
  for (int i = 0; i < 100 && server->connection_count() > 0; ++i) {
    std::this_thread::sleep_for(milliseconds(50));
  }
  EXPECT_EQ(server->connection_count(), 0u);
}

TEST_F(ServerTest, LimitsConnectionsAndQueue) {
  ServerOptions options;
  options.max_connections = 12;
  options.worker_threads = 1;
  options.queue_limit = 2;
  start(options);
  std::vector<std::unique_ptr<LoopbackClient>> clients;
  for (int i = 0; i < 12; ++i) {
    clients.push_back(std::make_unique<LoopbackClient>(server->port()));
    clients.back()->send(get("/slow"));
  }
  int refused = 0, answered = 0;
  LoopbackClient extra(server->port());
  EXPECT_TRUE(extra.read_all(1'000).starts_with("HTTP/1.1 503 "));
  for (auto& client : clients) {
    const auto answer = client->read_until("\r\n\r\n");
    refused += answer.starts_with("HTTP/1.1 503 ");
    answered += answer.starts_with("HTTP/1.1 200 ");
  }
  EXPECT_GE(answered, 1);
  EXPECT_GE(refused, 6);
  EXPECT_EQ(answered + refused, 12);
}

TEST_F(ServerTest, ServesManyAtOnce) {
  start();
  std::atomic<int> good{0};
  std::vector<std::thread> threads;
  for (int i = 0; i < 8; ++i) {
    threads.emplace_back([this, i, &good] {
      LoopbackClient client(server->port());
      for (int n = 0; n < 200; ++n) {
        const auto mark = "/t?" + std::to_string(i * 1000 + n) + " .";
        client.send(get(mark.substr(0, mark.size() - 2)));
        good += client.read_until(" .").ends_with(mark);
      }
    });
  }
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(good, 1600);
}

TEST_F(ServerTest, StopsInOrder) {
  start();
  const auto port = server->port();
  LoopbackClient idle(port), working(port);
  working.send(get("/slow"));
  std::this_thread::sleep_for(milliseconds(100));
  EXPECT_TRUE(server->stop(milliseconds(3'000)));
  const auto answer = working.read_all(1'000);
  EXPECT_TRUE(has(answer, "/slow .")) << answer;
  EXPECT_TRUE(has(answer, "Connection: close\r\n"));
  EXPECT_TRUE(idle.is_closed(100));
  EXPECT_FALSE(LoopbackClient(port).is_open());
}

TEST_F(ServerTest, RefusesATakenPort) {
  start();
  ServerOptions options;
  options.port = server->port();
  Server second(options, responder, base::system_clock());
  EXPECT_THROW(second.start(), base::Error);
}

// The server's side of a WebSocket.
class StreamTest : public ServerTest {
 protected:
  void open(LoopbackClient& client) {
    client.send(get("/stream",
                    "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"));
    const auto head = client.read_until("\r\n\r\n");
    EXPECT_TRUE(head.starts_with("HTTP/1.1 101 ")) << head;
  }
  // A masked frame with a mask of zeros.
  static std::string frame(int opcode, std::string_view payload) {
    std::string out{static_cast<char>(0x80 | opcode), static_cast<char>(0x80 | payload.size())};
    return out + std::string(4, '\0') + std::string(payload);
  }
  void expect_ended() {
    for (int i = 0; i < 100 && responder.streams_closed == 0; ++i) {
      std::this_thread::sleep_for(milliseconds(20));
    }
    EXPECT_EQ(responder.streams_closed, 1);
  }
};

TEST_F(StreamTest, EchoesAndAnswersPings) {
  start();
  LoopbackClient client(server->port());
  open(client);
  client.send(frame(1, "one") + frame(9, "p") + frame(1, "two"));
  const auto answers = client.read_count(10 + 3 + 10);
  EXPECT_TRUE(has(answers, "\x81\x08""echo one"));
  EXPECT_TRUE(has(answers, "\x81\x08""echo two"));
  EXPECT_TRUE(has(answers, "\x8A\x01p"));
  client.send(frame(8, "\x03\xE8"));
  EXPECT_EQ(client.read_count(4), "\x88\x02\x03\xE8");
  EXPECT_TRUE(client.is_closed());
  expect_ended();
}

TEST_F(StreamTest, ClosesFromOurSideAndOnViolations) {
  start();
  LoopbackClient client(server->port());
  open(client);
  client.send(frame(1, "close"));
  EXPECT_EQ(client.read_count(4), "\x88\x02\x03\xE8");
  client.send(frame(8, "\x03\xE8"));
  EXPECT_TRUE(client.is_closed());
  LoopbackClient wrong(server->port());
  open(wrong);
  wrong.send("\x81\x01x");
  EXPECT_EQ(wrong.read_count(4), "\x88\x02\x03\xEA");
  EXPECT_TRUE(ask(get("/stream")).starts_with("HTTP/1.1 426 "));
}

TEST_F(StreamTest, EndsAReaderThatFallsBehind) {
  start();
  LoopbackClient client(server->port());
  open(client);
  client.send(frame(1, "flood"));
  const auto all = client.read_all(6'000);
  EXPECT_TRUE(all.ends_with("\x88\x02\x03\xF5")) << all.size();
  expect_ended();
}

TEST_F(StreamTest, PingsAndGivesUpOnSilence) {
  ServerOptions options;
  options.ping_interval = milliseconds(200);
  start(options);
  LoopbackClient client(server->port());
  open(client);
  EXPECT_EQ(client.read_count(2), std::string("\x89\0", 2));
  expect_ended();
}

// Whoever only listens is heard of by its answers to pings, also while it is told something all the
// time.
TEST_F(StreamTest, PingsWhoIsTalkedToAllTheTime) {
  ServerOptions options;
  options.ping_interval = milliseconds(200);
  start(options);
  LoopbackClient client(server->port());
  open(client);
  client.send(frame(1, "talk"));
  const std::string ping("\x89\0", 2);
  for (int i = 0; i < 6; ++i) {
    EXPECT_TRUE(client.read_until(ping, 400).ends_with(ping)) << i;
    client.send(frame(10, ""));
  }
  EXPECT_EQ(responder.streams_closed, 0);
  client.read_all(1'500);  // and no answer any more
  expect_ended();
}

TEST_F(StreamTest, SaysGoodbyeOnStop) {
  start();
  LoopbackClient client(server->port());
  open(client);
  client.send(frame(1, "x"));
  client.read_count(8);
  std::thread stopping([this] { server->stop(milliseconds(2'000)); });
  EXPECT_EQ(client.read_count(4), "\x88\x02\x03\xE9");
  client.send(frame(8, "\x03\xE9"));
  stopping.join();
  expect_ended();
}

}  // namespace
}  // namespace rapport::http
