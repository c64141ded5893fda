#include "http/transport/request_parser.h"

#include <boost/beast/http/basic_parser.hpp>

#include "base/limits.h"
#include "http/url.h"

namespace rapport::http::transport {
namespace {

namespace beast_http = boost::beast::http;
using BeastError = boost::beast::error_code;
using BeastText = boost::beast::string_view;

constexpr std::size_t kHeaderFields = 128;
constexpr std::size_t kBodyReserve = 1024 * 1024;

std::string_view view(BeastText text) { return {text.data(), text.size()}; }

Method method_of(beast_http::verb verb) {
  switch (verb) {
    case beast_http::verb::get: return Method::Get;
    case beast_http::verb::head: return Method::Head;
    case beast_http::verb::post: return Method::Post;
    case beast_http::verb::put: return Method::Put;
    case beast_http::verb::patch: return Method::Patch;
    case beast_http::verb::delete_: return Method::Delete;
    case beast_http::verb::options: return Method::Options;
    default: return Method::Other;
  }
}

bool ends_line(std::string_view bytes) { return bytes.find('\n') != std::string_view::npos; }

}  // namespace

class RequestParser::Grammar : public beast_http::basic_parser<true> {
 public:
  Grammar() {
    header_limit(static_cast<std::uint32_t>(base::limits::kHeaderBytes));
    body_limit(boost::none);
  }

  ParseState feed(std::string_view& input);

  Request request;
  Framing framing;
  Refusal refusal = Refusal::Malformed;
  std::uint64_t body_limit_bytes = 0;

 private:
  ParseState refuse(Refusal why) {
    refusal = why;
    state_ = ParseState::Refused;
    return state_;
  }
  ParseState refuse_head(std::string_view rest);
  ParseState finish_head();
  bool set_target();
  bool set_framing();
  void take_body(BeastText bytes, BeastError& error);

  void on_request_impl(beast_http::verb method, BeastText, BeastText target, int version,
                       BeastError&) override {
    request.method = method_of(method);
    request.target = view(target);
    version_ = version;
  }
  void on_field_impl(beast_http::field, BeastText name, BeastText value, BeastError&) override {
    if (is_in_body_) return;  // trailers say nothing to us
    request.headers.add(view(name), view(value));
  }
  std::size_t on_body_impl(BeastText bytes, BeastError& error) override {
    take_body(bytes, error);
    return bytes.size();
  }
  std::size_t on_chunk_body_impl(std::uint64_t, BeastText bytes, BeastError& error) override {
    take_body(bytes, error);
    return bytes.size();
  }
  void on_response_impl(int, BeastText, int, BeastError&) override {}
  void on_header_impl(BeastError&) override {}
  void on_body_init_impl(const boost::optional<std::uint64_t>&, BeastError&) override {}
  void on_chunk_header_impl(std::uint64_t, BeastText, BeastError&) override {}
  void on_finish_impl(BeastError&) override {}

  ParseState state_ = ParseState::NeedsMore;
  bool is_in_body_ = false;
  bool is_over_limit_ = false;
  int version_ = 11;
  std::size_t head_bytes_ = 0;
  std::uint64_t body_bytes_ = 0;
};

ParseState RequestParser::Grammar::feed(std::string_view& input) {
  if (state_ == ParseState::Refused) return state_;
  // Source: RFC 9112, section 2.2: empty lines before a request are ignored.
  while (!got_some() && !input.empty() && (input[0] == '\r' || input[0] == '\n')) {
    if (++head_bytes_ > 16) return refuse(Refusal::Malformed);
    input.remove_prefix(1);
  }
  if (is_in_body_ && is_done()) return ParseState::Done;
  if (input.empty()) return ParseState::NeedsMore;
  BeastError error;
  const auto taken = put(boost::asio::const_buffer(input.data(), input.size()), error);
  input.remove_prefix(taken);
  if (is_over_limit_) return refuse(Refusal::BodyTooLarge);
  if (error && error != beast_http::error::need_more) {
    const bool is_long = error == beast_http::error::header_limit;
    return is_long ? refuse_head(input) : refuse(Refusal::Malformed);
  }
  if (is_in_body_) return is_done() ? ParseState::Done : ParseState::NeedsMore;
  head_bytes_ += taken;
  if (is_header_done()) return finish_head();
  const bool is_long = head_bytes_ + input.size() > base::limits::kHeaderBytes;
  const bool is_long_url = request.target.empty() && input.size() > base::limits::kUrlBytes + 32 &&
                           !ends_line(input);
  return is_long || is_long_url ? refuse_head(input) : ParseState::NeedsMore;
}

ParseState RequestParser::Grammar::refuse_head(std::string_view rest) {
  const bool is_in_first_line = request.target.empty() && !ends_line(rest);
  return refuse(is_in_first_line ? Refusal::UrlTooLong : Refusal::HeadersTooLarge);
}

ParseState RequestParser::Grammar::finish_head() {
  if (request.target.size() > base::limits::kUrlBytes) return refuse(Refusal::UrlTooLong);
  const bool is_long = head_bytes_ > base::limits::kHeaderBytes;
  if (is_long || request.headers.size() > kHeaderFields) return refuse(Refusal::HeadersTooLarge);
  if (!set_target()) return refuse(Refusal::Malformed);
  if (!set_framing()) return refuse(refusal);
  is_in_body_ = true;
  eager(true);
  return ParseState::HeadDone;
}

bool RequestParser::Grammar::set_target() {
  const auto hosts = request.headers.count("Host");
  if (hosts > 1 || (version_ >= 11 && hosts == 0)) return false;
  return http::set_target(request, std::string(request.target));
}

// A body framed in a way that two programs could read differently is refused (request smuggling).
bool RequestParser::Grammar::set_framing() {
  const auto coding = request.headers.find("Transfer-Encoding");
  if (!coding.empty() && (!chunked() || !equal_ignoring_case(coding, "chunked"))) {
    refusal = Refusal::Encoding;
    return false;
  }
  if (chunked() && version_ < 11) return false;
  if (request.headers.count("Content-Length") > 1) return false;
  const auto expectation = request.headers.find("Expect");
  framing.expects_continue = version_ >= 11 && equal_ignoring_case(expectation, "100-continue");
  if (!expectation.empty() && !framing.expects_continue) {
    refusal = Refusal::Expectation;
    return false;
  }
  framing.is_http10 = version_ < 11;
  framing.keeps_alive = keep_alive();
  framing.has_body = !is_done();
  if (const auto length = content_length()) framing.content_length = *length;
  return true;
}

void RequestParser::Grammar::take_body(BeastText bytes, BeastError& error) {
  body_bytes_ += bytes.size();
  if (body_bytes_ > body_limit_bytes) {
    is_over_limit_ = true;
    error = beast_http::error::body_limit;
    return;
  }
  if (request.body.empty() && framing.content_length) {
    request.body.reserve(std::min<std::uint64_t>(*framing.content_length, kBodyReserve));
  }
  request.body.append(bytes.data(), bytes.size());
}

RequestParser::RequestParser() : grammar_(std::make_unique<Grammar>()) {}
RequestParser::~RequestParser() = default;
ParseState RequestParser::feed(std::string_view& input) { return grammar_->feed(input); }
Request& RequestParser::request() { return grammar_->request; }
const Framing& RequestParser::framing() const { return grammar_->framing; }
void RequestParser::limit_body(std::uint64_t bytes) { grammar_->body_limit_bytes = bytes; }
bool RequestParser::has_begun() const { return grammar_->got_some(); }
Refusal RequestParser::refusal() const { return grammar_->refusal; }

}  // namespace rapport::http::transport
