// The WebSocket door: the two ends of one open stream.
// Framing and sockets live in transport/.
#pragma once
#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

namespace rapport::http {

// Close codes. Source: RFC 6455, section 7.4.1.
inline constexpr int kCloseNormal = 1000;
inline constexpr int kCloseGoingAway = 1001;
inline constexpr int kCloseProtocol = 1002;
inline constexpr int kCloseUnsupported = 1003;
inline constexpr int kCloseNotUtf8 = 1007;
inline constexpr int kClosePolicy = 1008;
inline constexpr int kCloseTooBig = 1009;
inline constexpr int kCloseTryLater = 1013;

// Limits of one stream; a reader that falls further behind is closed with kCloseTryLater.
inline constexpr std::size_t kStreamQueueMessages = 1'000;
inline constexpr std::size_t kStreamQueueBytes = 1024 * 1024;
inline constexpr std::size_t kStreamMessageBytes = 64 * 1024;

// A message, the same for all who are sent it.
using StreamText = std::shared_ptr<const std::string>;

// Our end: pushes messages to the client. Threads: safe. Outlives the connection harmlessly.
class StreamSession {
 public:
  virtual ~StreamSession() = default;
  // Queues a text message; false when the stream is closed or has just overflowed.
  virtual bool send(StreamText text) = 0;
  bool send(std::string text) { return send(std::make_shared<const std::string>(std::move(text))); }
  virtual void close(int code) = 0;
};

// What a route makes of a stream. The calls come from the worker pool, one at a time, in order.
class StreamListener {
 public:
  virtual ~StreamListener() = default;
  virtual void on_open(std::shared_ptr<StreamSession> session) = 0;
  virtual void on_text(std::string_view text) = 0;
  // The last call; also after close() of our own.
  virtual void on_close() = 0;
};

}  // namespace rapport::http
