// WebSocket framing, server side, without sockets: handshake key, frames in, frames out.
// Source: RFC 6455. No extensions; text messages only.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>

#include "http/message.h"

namespace rapport::http::transport {

// The Sec-WebSocket-Accept value for a well-formed opening handshake, else empty.
std::string accept_key(const Request& request);

enum class FrameKind { NeedsMore, Text, Ping, Pong, Close, Violation };

// One thing the client said. `payload` is the message, the ping's content; `code` is the code of
// a close, or the one to close with after a violation.
struct FrameEvent {
  FrameKind kind = FrameKind::NeedsMore;
  std::string payload;
  int code = 0;
};

// Puts client frames together to messages of at most kStreamMessageBytes.
class FrameReader {
 public:
  // Takes bytes from the front of `input`, up to the end of one event.
  FrameEvent next(std::string_view& input);

 private:
  bool read_head(std::string_view& input);
  int judge_head() const;
  FrameEvent finish_frame();
  FrameEvent finish_message();

  std::string head_;
  std::string payload_;   // of the frame under way
  std::string message_;   // of the fragments before it
  std::uint64_t left_ = 0;
  unsigned char mask_[4] = {};
  bool is_in_frame_ = false;
  bool is_in_message_ = false;
  int violation_ = 0;
};

void append_text_frame(std::string& out, std::string_view text);
void append_ping_frame(std::string& out);
void append_pong_frame(std::string& out, std::string_view payload);
void append_close_frame(std::string& out, int code);

}  // namespace rapport::http::transport
