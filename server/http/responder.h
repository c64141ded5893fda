// The seam between the sockets and the application: what the transport asks of whoever answers.
// dispatch.h is the implementation; tests of the transport bring their own.
#pragma once
#include <cstddef>
#include <memory>
#include <optional>
#include <string>

#include "http/message.h"
#include "http/live/stream.h"

namespace rapport::http {

// What is to be done with a request, decided from its head alone.
struct Admission {
  std::size_t body_limit = 0;     // bytes; more is refused with 413
  bool spools_body = false;       // to a file instead of memory
  bool is_checked_first = false;  // precheck() before a body of any size is read
  bool runs_inline = false;       // respond() on the socket's thread
  bool may_be_quick = false;      // respond_quickly() there, before respond() on a worker
  bool is_stream = false;         // a WebSocket, by open_stream()
};

// Why the transport refuses a request without asking further.
enum class Refusal {
  Malformed,        // 400
  Slow,             // 408
  BodyTooLarge,     // 413
  UrlTooLong,       // 414
  HeadersTooLarge,  // 431
  Expectation,      // 417
  Encoding,         // 501, a transfer coding other than chunked
  NoUpgrade,        // 426
  Overloaded,       // 503
  StorageFull,      // 503, the body could not be spooled
};

enum class PieceState { More, Last, Broken };

// The outcome of opening a stream: a listener, or the answer that refuses it.
struct StreamOpening {
  std::unique_ptr<StreamListener> listener;
  Response refusal;
};

// Threads: every member may be called from several threads at once. None throws.
class Responder {
 public:
  virtual ~Responder() = default;

  // On the socket's thread: must not wait.
  virtual Admission admit(Request& head) = 0;
  virtual Response refuse(Refusal reason, const Admission& admission, const Request* head) = 0;
  // Nothing when the answer cannot be given without waiting. What waits for a descriptor is put
  // aside (base/waiting.h).
  virtual std::optional<Response> respond_quickly(const Request&) { return std::nullopt; }

  // On the worker pool (respond() of an inline admission excepted).
  virtual std::optional<Response> precheck(const Request& head) = 0;
  virtual Response respond(Request& request) = 0;
  virtual PieceState next_piece(Response& response, std::string& piece) = 0;
  virtual StreamOpening open_stream(const Request& request) = 0;
  // One of the listener's calls; an exception inside closes the stream.
  virtual bool deliver(StreamListener& listener, std::string_view text) = 0;
  virtual bool begin(StreamListener& listener, std::shared_ptr<StreamSession> session) = 0;
  virtual void end(StreamListener& listener) = 0;
};

}  // namespace rapport::http
