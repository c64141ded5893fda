#include "http/transport/websocket_frames.h"

#include <gtest/gtest.h>

#include "http/live/stream.h"

namespace rapport::http::transport {
namespace {

constexpr int kFinal = 0x80, kText = 1, kClose = 8, kPing = 9;

// A client frame with the mask 1, 2, 3, 4.
std::string frame(int first_byte, std::string_view payload) {
  std::string out(1, static_cast<char>(first_byte));
  if (payload.size() < 126) {
    out += static_cast<char>(0x80 | payload.size());
  } else {
    out += static_cast<char>(0x80 | 127);
    for (int shift = 56; shift >= 0; shift -= 8) {
      out += static_cast<char>(payload.size() >> shift & 0xFF);
    }
  }
  out += "\1\2\3\4";
  for (std::size_t i = 0; i < payload.size(); ++i) {
    out += static_cast<char>(payload[i] ^ static_cast<char>(1 + i % 4));
  }
  return out;
}

FrameEvent first_event(std::string_view bytes) {
  FrameReader reader;
  return reader.next(bytes);
}

// Source: the example of RFC 6455, section 1.3.
TEST(WebSocketFrames, AnswersTheHandshakeOfTheStandard) {
  Request request;
  request.headers.add("Upgrade", "WebSocket");
  request.headers.add("Connection", "keep-alive, Upgrade");
  request.headers.add("Sec-WebSocket-Version", "13");
  request.headers.add("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ==");
  EXPECT_EQ(accept_key(request), "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
  request.method = Method::Post;
  EXPECT_EQ(accept_key(request), "");
}

TEST(WebSocketFrames, PutsFragmentsTogetherAroundAPing) {
  const std::string bytes = frame(kText, "При") + frame(kFinal | kPing, "p") +
                            frame(kFinal, "вет") + frame(kFinal | kClose, "\x03\xE8");
  FrameReader reader;
  std::vector<FrameEvent> events;
  std::string pending;
  for (const char c : bytes) {
    pending += c;
    std::string_view rest = pending;
    auto event = reader.next(rest);
    pending = std::string(rest);
    if (event.kind != FrameKind::NeedsMore) events.push_back(event);
  }
  ASSERT_EQ(events.size(), 3u);
  EXPECT_EQ(events[0].kind, FrameKind::Ping);
  EXPECT_EQ(events[0].payload, "p");
  EXPECT_EQ(events[1].kind, FrameKind::Text);
  EXPECT_EQ(events[1].payload, "Привет");
  EXPECT_EQ(events[2].kind, FrameKind::Close);
  EXPECT_EQ(events[2].code, 1000);
}

TEST(WebSocketFrames, RefusesWhatTheStandardForbids) {
  const std::string large(kStreamMessageBytes + 1, 'a');
  const std::pair<std::string, int> cases[] = {
      {std::string("\x81\x01""a", 3), kCloseProtocol},            // not masked
      {frame(kFinal | 0x40 | kText, "a"), kCloseProtocol},       // reserved bit
      {frame(kFinal | 3, "a"), kCloseProtocol},                  // unknown opcode
      {frame(kFinal, "a"), kCloseProtocol},                      // continues nothing
      {frame(kPing, "a"), kCloseProtocol},                       // fragmented control frame
      {frame(kFinal | kClose, "\x03"), kCloseProtocol},          // half a code
      {frame(kFinal | kClose, "\x03\xED"), kCloseProtocol},      // 1005 is never sent
      {frame(kFinal | 2, "a"), kCloseUnsupported},               // binary
      {frame(kFinal | kText, "\xFF"), kCloseNotUtf8},
      {frame(kFinal | kText, large), kCloseTooBig},
  };
  for (const auto& [bytes, code] : cases) {
    const auto event = first_event(bytes);
    EXPECT_EQ(event.kind, FrameKind::Violation) << bytes.substr(0, 8);
    EXPECT_EQ(event.code, code) << bytes.substr(0, 8);
  }
}

TEST(WebSocketFrames, WritesEachLengthForm) {
  std::string out;
  append_text_frame(out, "hi");
  EXPECT_EQ(out, "\x81\x02hi");
  out.clear();
  append_text_frame(out, std::string(300, 'a'));
  EXPECT_EQ(out.substr(0, 4), std::string("\x81\x7E\x01\x2C", 4));
  out.clear();
  append_text_frame(out, std::string(70'000, 'a'));
  EXPECT_EQ(out.substr(0, 10), std::string("\x81\x7F\0\0\0\0\0\x01\x11\x70", 10));
}

}  // namespace
}  // namespace rapport::http::transport
