#include "http/transport/request_parser.h"

#include <gtest/gtest.h>

#include "base/limits.h"

namespace rapport::http::transport {
namespace {

// Feeds all of the text; the state it ends in.
ParseState feed_all(RequestParser& parser, std::string_view text, std::uint64_t limit = 1'000) {
  ParseState state = parser.feed(text);
  if (state == ParseState::HeadDone) {
    parser.limit_body(limit);
    state = parser.feed(text);
  }
  return state;
}

ParseState state_of(std::string_view text) {
  RequestParser parser;
  return feed_all(parser, text);
}

Refusal refusal_of(std::string_view text, std::uint64_t limit = 1'000) {
  RequestParser parser;
  EXPECT_EQ(feed_all(parser, text, limit), ParseState::Refused) << text.substr(0, 200);
  return parser.refusal();
}

TEST(RequestParser, ReadsHeadAndBody) {
  RequestParser parser;
  const auto state = feed_all(parser,
                              "POST /a/b%20c?x=1&y=%D0%B9+z HTTP/1.1\r\nHost: h\r\n"
                              "content-TYPE: text/plain\r\nContent-Length: 5\r\n\r\nhello");
  ASSERT_EQ(state, ParseState::Done);
  const auto& request = parser.request();
  EXPECT_EQ(request.method, Method::Post);
  EXPECT_EQ(request.path, "/a/b%20c");
  EXPECT_EQ(request.find_query("x"), "1");
  EXPECT_EQ(request.find_query("y"), "й z");
  EXPECT_FALSE(request.find_query("z"));
  EXPECT_EQ(request.headers.find("Content-Type"), "text/plain");
  EXPECT_EQ(request.body, "hello");
  EXPECT_TRUE(parser.framing().keeps_alive);
}

TEST(RequestParser, TakesAnythingByteByByte) {
  const std::string text =
      "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n"
      "5;name=value\r\nhello\r\n6\r\n world\r\n0\r\nX-Trailer: 1\r\n\r\n";
  RequestParser parser;
  std::string pending;
  ParseState state = ParseState::NeedsMore;
  for (const char c : text) {
    pending += c;
    std::string_view rest = pending;
    state = parser.feed(rest);
    if (state == ParseState::HeadDone) parser.limit_body(11);
    pending = std::string(rest);
  }
  EXPECT_EQ(state, ParseState::Done);
  EXPECT_EQ(parser.request().body, "hello world");
  EXPECT_FALSE(parser.request().headers.has("X-Trailer"));
}

TEST(RequestParser, LeavesTheNextRequestAlone) {
  std::string_view text = "GET /1 HTTP/1.1\r\nHost: h\r\n\r\nGET /2 HTTP/1.1\r\nHost: h\r\n\r\n";
  RequestParser first;
  ASSERT_EQ(first.feed(text), ParseState::HeadDone);
  ASSERT_EQ(first.feed(text), ParseState::Done);
  RequestParser second;
  ASSERT_EQ(second.feed(text), ParseState::HeadDone);
  EXPECT_EQ(second.request().path, "/2");
}

TEST(RequestParser, RefusesAmbiguousFraming) {
  const std::string head = "POST / HTTP/1.1\r\nHost: h\r\n";
  for (const std::string fields :
       {"Content-Length: 1\r\nTransfer-Encoding: chunked\r\n",
        "Transfer-Encoding: chunked\r\nContent-Length: 1\r\n",
        "Content-Length: 1\r\nContent-Length: 1\r\n", "Content-Length: 1\r\nContent-Length: 2\r\n",
        "Content-Length: -1\r\n", "Content-Length: 1x\r\n", "Content-Length: +1\r\n",
        "Content-Length: 99999999999999999999\r\n", "Transfer-Encoding: chunked\r\n"
        "Transfer-Encoding: chunked\r\n", "X : 1\r\n", "No colon\r\n"}) {
    EXPECT_EQ(refusal_of(head + fields + "\r\n"), Refusal::Malformed) << fields;
  }
  EXPECT_EQ(refusal_of(head + "Transfer-Encoding: gzip\r\n\r\n"), Refusal::Encoding);
  EXPECT_EQ(refusal_of(head + "Transfer-Encoding: gzip, chunked\r\n\r\n"), Refusal::Encoding);
  EXPECT_EQ(refusal_of(head + "Transfer-Encoding: xchunked\r\n\r\n"), Refusal::Encoding);
}

TEST(RequestParser, RefusesBadRequests) {
  for (const std::string text :
       {"GET /\r\n\r\n", "GET / HTTP/2.0\r\nHost: h\r\n\r\n", "GET / HTTP/1.1\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", "GET relative HTTP/1.1\r\nHost: h\r\n\r\n",
        "CONNECT h:80 HTTP/1.1\r\nHost: h\r\n\r\n", "GET /?a=%zz HTTP/1.1\r\nHost: h\r\n\r\n",
        "GET /?a=%00 HTTP/1.1\r\nHost: h\r\n\r\n", "GET /?a=%FF HTTP/1.1\r\nHost: h\r\n\r\n",
        "\x16\x03\x01\x02", "GET / HTTP/1.1\r\nHost: h\r\nX: a\x01""b\r\n\r\n"}) {
    EXPECT_EQ(refusal_of(text), Refusal::Malformed) << text;
  }
  EXPECT_EQ(refusal_of("POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n"),
            Refusal::Malformed);
  EXPECT_EQ(refusal_of("POST / HTTP/1.1\r\nHost: h\r\nExpect: tea\r\n\r\n"), Refusal::Expectation);
}

TEST(RequestParser, KnowsItsLimits) {
  const std::string long_text(base::limits::kHeaderBytes, 'a');
  const auto long_url = long_text.substr(0, base::limits::kUrlBytes + 1);
  EXPECT_EQ(refusal_of("GET /" + long_url + " HTTP/1.1\r\nHost: h\r\n\r\n"), Refusal::UrlTooLong);
  EXPECT_EQ(refusal_of("GET /" + long_text), Refusal::UrlTooLong);
  EXPECT_EQ(refusal_of("GET / HTTP/1.1\r\nHost: h\r\nX: " + long_text), Refusal::HeadersTooLarge);
  std::string many = "GET / HTTP/1.1\r\nHost: h\r\n";
  for (int i = 0; i < 2'000; ++i) many += "X: 1\r\n";
  EXPECT_EQ(refusal_of(many + "\r\n"), Refusal::HeadersTooLarge);
  const std::string post = "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n";
  EXPECT_EQ(refusal_of(post + "b\r\nhello world\r\n", 10), Refusal::BodyTooLarge);
  EXPECT_EQ(refusal_of(post + "6\r\nhello \r\n5\r\nworld\r\n", 10), Refusal::BodyTooLarge);
}

// Headers that trickle in are counted together, not piece by piece.
TEST(RequestParser, CountsTheWholeHead) {
  RequestParser parser;
  std::string pending = "GET / HTTP/1.1\r\nHost: h\r\n";
  ParseState state = ParseState::NeedsMore;
  for (int i = 0; i < 100 && state == ParseState::NeedsMore; ++i) {
    pending += "X: " + std::string(1'000, 'a') + "\r\n";
    std::string_view rest = pending;
    state = parser.feed(rest);
    pending = std::string(rest);
  }
  EXPECT_EQ(state, ParseState::Refused);
  EXPECT_EQ(parser.refusal(), Refusal::HeadersTooLarge);
}

TEST(RequestParser, AcceptsWhatTheStandardAllows) {
  EXPECT_EQ(state_of("\r\nGET / HTTP/1.1\r\nHost: h\r\n\r\n"), ParseState::Done);
  EXPECT_EQ(state_of("GET http://h/a HTTP/1.1\r\nHost: h\r\n\r\n"), ParseState::Done);
  EXPECT_EQ(state_of("GET / HTTP/1.0\r\n\r\n"), ParseState::Done);
  EXPECT_EQ(state_of("BREW / HTTP/1.1\r\nHost: h\r\n\r\n"), ParseState::Done);
  EXPECT_EQ(state_of("GET / HTTP/1.1\r\nHost: h\r\n"), ParseState::NeedsMore);
}

}  // namespace
}  // namespace rapport::http::transport
