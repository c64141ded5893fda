#include "http/transport/response_head.h"

#include <array>
#include <charconv>

#include "base/date.h"

namespace rapport::http::transport {
namespace {

void append_number(std::string& out, std::uint64_t number, int base = 10) {
  std::array<char, 24> digits;
  const auto end = std::to_chars(digits.begin(), digits.end(), number, base).ptr;
  out.append(digits.data(), end);
}

void append_field(std::string& out, std::string_view name, std::string_view value) {
  out += name;
  out += ": ";
  out += value;
  out += "\r\n";
}

void append_two_digits(std::string& out, int number) {
  out += static_cast<char>('0' + number / 10 % 10);
  out += static_cast<char>('0' + number % 10);
}

}  // namespace

bool has_body(int status) { return status >= 200 && status != 204 && status != 304; }

void append_head(std::string& out, const Response& response, const HeadFacts& facts) {
  out += "HTTP/1.1 ";
  append_number(out, static_cast<std::uint64_t>(response.status));
  out += ' ';
  out += reason_of(response.status);
  out += "\r\n";
  append_field(out, "Date", facts.date);
  if (!response.content_type.empty()) append_field(out, "Content-Type", response.content_type);
  if (has_body(response.status) && facts.body_end == BodyEnd::Length) {
    out += "Content-Length: ";
    append_number(out, facts.body_size);
    out += "\r\n";
  }
  if (facts.body_end == BodyEnd::Chunks) append_field(out, "Transfer-Encoding", "chunked");
  if (facts.says_close) append_field(out, "Connection", "close");
  if (facts.says_keep_alive) append_field(out, "Connection", "keep-alive");
  for (std::size_t i = 0; i < response.headers.size(); ++i) {
    const auto [name, value] = response.headers[i];
    append_field(out, name, value);
  }
  out += "\r\n";
}

std::string http_date(base::Instant instant) {
  constexpr std::string_view week_days = "ThuFriSatSunMonTueWed";
  constexpr std::string_view months = "JanFebMarAprMayJunJulAugSepOctNovDec";
  const auto seconds = instant / 1'000'000;
  const auto date = static_cast<base::Date>(seconds / 86'400);
  const int in_day = static_cast<int>(seconds % 86'400);
  const auto civil = base::to_civil(date);
  std::string out(week_days.substr(static_cast<std::size_t>(date % 7) * 3, 3));
  out += ", ";
  append_two_digits(out, civil.day);
  out += ' ';
  out += months.substr(static_cast<std::size_t>(civil.month - 1) * 3, 3);
  out += ' ';
  append_number(out, static_cast<std::uint64_t>(civil.year));
  out += ' ';
  append_two_digits(out, in_day / 3600);
  out += ':';
  append_two_digits(out, in_day / 60 % 60);
  out += ':';
  append_two_digits(out, in_day % 60);
  out += " GMT";
  return out;
}

void append_chunk(std::string& out, std::string_view bytes) {
  if (bytes.empty()) return;  // an empty chunk would be the last one
  append_number(out, bytes.size(), 16);
  out += "\r\n";
  out += bytes;
  out += "\r\n";
}

void append_last_chunk(std::string& out) { out += "0\r\n\r\n"; }

}  // namespace rapport::http::transport
