// Bytes of a connection: the outcome is the same however they are cut, and what is made of a
// request's address can be read.
#include <algorithm>

#include "http/transport/request_parser.h"
#include "http/url.h"
#include "input.h"

using namespace rapport;
using http::transport::ParseState;
using http::transport::RequestParser;

namespace {

constexpr std::uint64_t kBody = 5'000;

struct Outcome {
  ParseState state = ParseState::NeedsMore;
  std::string body, path;
  std::size_t taken = 0;

  bool operator==(const Outcome&) const = default;
};

// They arrive in pieces of this size at most, and what the parser has not taken stays before them.
Outcome outcome_of(std::string_view bytes, std::size_t piece) {
  RequestParser parser;
  Outcome outcome;
  bool has_head = false;
  for (std::size_t arrived = 0;;) {
    auto input = bytes.substr(outcome.taken, arrived - outcome.taken);
    const auto size = input.size();
    outcome.state = parser.feed(input);
    outcome.taken += size - input.size();
    if (outcome.state == ParseState::Done || outcome.state == ParseState::Refused) break;
    if (outcome.state == ParseState::HeadDone) {
      fuzz::must(!has_head);
      has_head = true;
      parser.limit_body(kBody);
      continue;
    }
    if (arrived < bytes.size()) arrived += std::min(piece, bytes.size() - arrived);
    else if (input.size() == size) break;
  }
  // It may notice sooner or later; how much of a head is taken before its end is its own affair.
  if (outcome.state == ParseState::Refused || !has_head) outcome.taken = 0;
  if (has_head && outcome.state != ParseState::Refused) {
    outcome.body = parser.request().body;
    outcome.path = parser.request().path;
    fuzz::must(outcome.body.size() <= kBody);
    fuzz::must(outcome.path.starts_with('/'));
    parser.request().cookie("rapport_session");
  }
  return outcome;
}

// What is wrong is noticed at once in one piece, and in several at the end of the head.
bool agree(const Outcome& one, const Outcome& other) {
  auto is_refused = [](const Outcome& outcome) { return outcome.state == ParseState::Refused; };
  auto waits = [](const Outcome& outcome) { return outcome.state == ParseState::NeedsMore; };
  return one == other || (is_refused(one) && waits(other)) || (waits(one) && is_refused(other));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  fuzz::Input input(bytes, size);
  auto piece = 1 + input.choice(64);
  auto whole = outcome_of(input.rest(), input.rest().size() + 1);
  // Beast 1.81 asserts that a last chunk whose line it has seen once is well-formed; in a release
  // it answers as to any wrong chunk. So what may be chunked comes in one piece here.
  if (input.rest().find("hunked") == std::string_view::npos) {
    fuzz::must(agree(whole, outcome_of(input.rest(), 1)));
    fuzz::must(agree(whole, outcome_of(input.rest(), piece)));
  }
  if (auto decoded = http::decode_percent(input.rest()))
    fuzz::must(http::decode_percent(http::encode_percent(*decoded)) == decoded);
  http::decode_query(input.rest());
  for (auto segment : http::path_segments(input.rest())) fuzz::must(segment.size() <= size);
  http::origin_form(input.rest());
  return 0;
}
