#include "http/transport/websocket_frames.h"

#include <openssl/evp.h>
#include <openssl/sha.h>

#include <algorithm>

#include "base/text.h"
#include "http/live/stream.h"

namespace rapport::http::transport {
namespace {

constexpr int kContinuation = 0, kText = 1, kBinary = 2, kClose = 8, kPing = 9, kPong = 10;
constexpr std::size_t kControlBytes = 125;

FrameEvent violation(int code) { return {FrameKind::Violation, {}, code}; }

bool is_control(int opcode) { return opcode >= 8; }

void append_frame(std::string& out, int opcode, std::string_view payload) {
  out += static_cast<char>(0x80 | opcode);
  const auto size = payload.size();
  if (size < 126) {
    out += static_cast<char>(size);
  } else {
    const int bytes = size < 65'536 ? 2 : 8;
    out += static_cast<char>(bytes == 2 ? 126 : 127);
    for (int shift = (bytes - 1) * 8; shift >= 0; shift -= 8) {
      out += static_cast<char>(static_cast<std::uint64_t>(size) >> shift & 0xFF);
    }
  }
  out += payload;
}

bool is_valid_close_code(int code) {
  if (code >= 3000 && code <= 4999) return true;
  return (code >= 1000 && code <= 1003) || (code >= 1007 && code <= 1014);
}

FrameEvent close_event(const std::string& payload) {
  if (payload.empty()) return {FrameKind::Close, {}, kCloseNormal};
  if (payload.size() == 1) return violation(kCloseProtocol);
  const int code = static_cast<unsigned char>(payload[0]) * 256 +
                   static_cast<unsigned char>(payload[1]);
  if (!is_valid_close_code(code)) return violation(kCloseProtocol);
  return {FrameKind::Close, payload.substr(2), code};
}

}  // namespace

std::string accept_key(const Request& request) {
  const auto& headers = request.headers;
  const std::string key(headers.find("Sec-WebSocket-Key"));
  const bool is_opening = request.method == Method::Get && key.size() == 24 &&
                          equal_ignoring_case(headers.find("Upgrade"), "websocket") &&
                          lists_token(headers.find("Connection"), "Upgrade") &&
                          headers.find("Sec-WebSocket-Version") == "13";
  if (!is_opening) return {};
  const std::string joined = key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
  unsigned char hash[SHA_DIGEST_LENGTH];
  SHA1(reinterpret_cast<const unsigned char*>(joined.data()), joined.size(), hash);
  unsigned char text[4 * ((SHA_DIGEST_LENGTH + 2) / 3) + 1];
  const int size = EVP_EncodeBlock(text, hash, SHA_DIGEST_LENGTH);
  return {reinterpret_cast<const char*>(text), static_cast<std::size_t>(size)};
}

// Collects the 2–14 bytes before the payload; true when the frame's head is complete.
bool FrameReader::read_head(std::string_view& input) {
  while (!input.empty()) {
    head_ += input.front();
    input.remove_prefix(1);
    if (head_.size() < 2) continue;
    const auto second = static_cast<unsigned char>(head_[1]);
    const bool is_masked = second & 0x80;
    if (!is_masked) violation_ = kCloseProtocol;
    if (!is_masked) return true;
    const int short_size = second & 0x7F;
    const std::size_t size_bytes = short_size == 126 ? 2 : short_size == 127 ? 8 : 0;
    if (head_.size() < 2 + size_bytes + 4) continue;
    left_ = size_bytes == 0 ? static_cast<std::uint64_t>(short_size) : 0;
    for (std::size_t i = 0; i < size_bytes; ++i) {
      left_ = left_ << 8 | static_cast<unsigned char>(head_[2 + i]);
    }
    std::copy(head_.end() - 4, head_.end(), reinterpret_cast<char*>(mask_));
    violation_ = judge_head();
    return true;
  }
  return false;
}

// The code to close with when the frame may not come now, else 0.
int FrameReader::judge_head() const {
  const int opcode = head_[0] & 0x0F;
  const bool is_final = head_[0] & 0x80;
  const bool has_reserved_bits = head_[0] & 0x70;
  const bool is_known = opcode <= kBinary || (opcode >= kClose && opcode <= kPong);
  if (!is_known || has_reserved_bits) return kCloseProtocol;
  if (is_control(opcode)) return is_final && left_ <= kControlBytes ? 0 : kCloseProtocol;
  if ((opcode == kContinuation) != is_in_message_) return kCloseProtocol;
  if (opcode == kBinary) return kCloseUnsupported;
  return left_ > kStreamMessageBytes - message_.size() ? kCloseTooBig : 0;
}

FrameEvent FrameReader::next(std::string_view& input) {
  while (violation_ == 0) {
    if (!is_in_frame_) {
      if (!read_head(input)) return {};
      is_in_frame_ = true;
      continue;
    }
    const auto count = std::min<std::uint64_t>(left_, input.size());
    for (std::size_t i = 0; i < count; ++i) {
      const auto byte = static_cast<unsigned char>(input[i]);
      payload_ += static_cast<char>(byte ^ mask_[payload_.size() % 4]);
    }
    input.remove_prefix(count);
    left_ -= count;
    if (left_ > 0) return {};
    is_in_frame_ = false;
    auto event = finish_frame();
    if (event.kind != FrameKind::NeedsMore) return event;
  }
  return violation(violation_);
}

FrameEvent FrameReader::finish_frame() {
  const int opcode = head_[0] & 0x0F;
  const bool is_final = head_[0] & 0x80;
  head_.clear();
  const std::string payload = std::move(payload_);
  payload_.clear();
  if (opcode == kClose) return close_event(payload);
  if (opcode == kPing) return {FrameKind::Ping, payload, 0};
  if (opcode == kPong) return {FrameKind::Pong, payload, 0};
  message_ += payload;
  is_in_message_ = !is_final;
  return is_final ? finish_message() : FrameEvent{};
}

FrameEvent FrameReader::finish_message() {
  FrameEvent event{FrameKind::Text, std::move(message_), 0};
  message_.clear();
  if (!base::is_valid_utf8(event.payload)) {
    violation_ = kCloseNotUtf8;
    return violation(violation_);
  }
  return event;
}

void append_text_frame(std::string& out, std::string_view text) { append_frame(out, kText, text); }

void append_ping_frame(std::string& out) { append_frame(out, kPing, {}); }

void append_pong_frame(std::string& out, std::string_view payload) {
  append_frame(out, kPong, payload);
}

void append_close_frame(std::string& out, int code) {
  const char payload[2] = {static_cast<char>(code >> 8), static_cast<char>(code & 0xFF)};
  append_frame(out, kClose, {payload, 2});
}

}  // namespace rapport::http::transport
