// Bytes → Request, one request at a time, within limits. No sockets: it is fed.
// Source: RFC 9112; the grammar is Boost.Beast's, the strictness about framing is ours.
#pragma once
#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>

#include "http/message.h"
#include "http/responder.h"

namespace rapport::http::transport {

enum class ParseState { NeedsMore, HeadDone, Done, Refused };

// What the head says about the connection and the body.
struct Framing {
  bool is_http10 = false;
  bool keeps_alive = false;
  bool expects_continue = false;
  bool has_body = false;
  std::optional<std::uint64_t> content_length;  // absent for a chunked body
};

class RequestParser {
 public:
  RequestParser();
  ~RequestParser();

  // Takes bytes from the front of `input`. Stops with HeadDone once, then with Done at the end of
  // the message; bytes after that belong to the next request. Stays Refused after a refusal.
  ParseState feed(std::string_view& input);

  // Valid from HeadDone on. The body grows in request().body; whoever spools it may empty it
  // between calls.
  Request& request();
  const Framing& framing() const;
  // Bytes of body allowed from now on. Set between HeadDone and the next feed().
  void limit_body(std::uint64_t bytes);

  bool has_begun() const;
  Refusal refusal() const;

 private:
  class Grammar;
  std::unique_ptr<Grammar> grammar_;
};

}  // namespace rapport::http::transport
