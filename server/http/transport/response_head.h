// The status line and fields of an answer, as the bytes that are sent.
// Pure text: nothing here knows a socket.
#pragma once
#include <cstdint>
#include <optional>
#include <string>

#include "base/clock.h"
#include "http/message.h"

namespace rapport::http::transport {

// How the body's end is told.
enum class BodyEnd { Length, Chunks, Close };

struct HeadFacts {
  BodyEnd body_end = BodyEnd::Length;
  std::uint64_t body_size = 0;
  bool says_close = false;
  bool says_keep_alive = false;  // HTTP/1.0 only
  std::string_view date;
};

void append_head(std::string& out, const Response& response, const HeadFacts& facts);

// Whether a status has a body at all (204, 304 and 1xx have none).
bool has_body(int status);

// "Sun, 06 Nov 1994 08:49:37 GMT". Source: RFC 9110, section 5.6.7.
std::string http_date(base::Instant instant);

// Frame of one chunk: size line before, CRLF after; the last one is empty.
void append_chunk(std::string& out, std::string_view bytes);
void append_last_chunk(std::string& out);

}  // namespace rapport::http::transport
