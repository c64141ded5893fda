#include "base/text.h"

#include <algorithm>
#include <array>

namespace rapport::base {

namespace {

bool is_continuation(char c) { return (c & 0xC0) == 0x80; }

// Bytes of the code point that begins with `lead`; 0 when none can.
int sequence_length(unsigned char lead) {
  if (lead < 0x80) return 1;
  if (lead >= 0xC2 && lead <= 0xDF) return 2;
  if (lead >= 0xE0 && lead <= 0xEF) return 3;
  if (lead >= 0xF0 && lead <= 0xF4) return 4;
  return 0;
}

// The second byte decides about overlong forms, surrogates and what lies beyond U+10FFFF.
// Source: The Unicode Standard, table 3-7.
bool is_second_byte(unsigned char lead, unsigned char second) {
  unsigned char least = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
  unsigned char most = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;
  return second >= least && second <= most;
}

bool is_space(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }

// Bytes of white space at the front or at the back, no-break space among them.
std::size_t space_in_front(std::string_view text) {
  if (text.empty()) return 0;
  if (is_space(text[0])) return 1;
  return text.starts_with("\u00A0") ? 2 : 0;
}

std::size_t space_behind(std::string_view text) {
  if (text.empty()) return 0;
  if (is_space(text.back())) return 1;
  return text.ends_with("\u00A0") ? 2 : 0;
}

char32_t take_code_point(std::string_view text, std::size_t& at) {
  unsigned char lead = text[at++];
  if (lead < 0x80) return lead;
  int more = lead >= 0xF0 ? 3 : lead >= 0xE0 ? 2 : 1;
  char32_t point = lead & (0x3F >> more);
  for (; more > 0 && at < text.size(); --more) point = point << 6 | (text[at++] & 0x3F);
  return point;
}

std::u32string code_points(std::string_view text) {
  std::u32string out;
  out.reserve(text.size());
  for (std::size_t at = 0; at < text.size();) out += take_code_point(text, at);
  return out;
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// The digits before an extension: "912-34-56 доб. 7" → "9123456".
std::string main_digits(std::string_view text) {
  std::string digits;
  for (char c : text) {
    bool opens_extension = c == '#' || c == ',' || c == ';' || (c & 0x80) || (c | 0x20) == 'x' ||
                           (c | 0x20) == 'e';
    if (opens_extension && digits.size() >= 5) break;
    if (is_digit(c)) digits += c;
  }
  return digits;
}

}  // namespace

bool is_valid_utf8(std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    unsigned char lead = text[at];
    if (lead != 0 && lead < 0x80) {
      ++at;
      continue;
    }
    std::size_t length = lead == 0 ? 0 : sequence_length(lead);
    if (length == 0 || at + length > text.size()) return false;
    if (!is_second_byte(lead, text[at + 1])) return false;
    for (std::size_t i = 2; i < length; ++i)
      if (!is_continuation(text[at + i])) return false;
    at += length;
  }
  return true;
}

std::size_t length_of(std::string_view text) {
  return text.size() - std::count_if(text.begin(), text.end(), is_continuation);
}

std::string_view prefix_of(std::string_view text, std::size_t count) {
  std::size_t at = 0;
  for (; at < text.size(); ++at)
    if (!is_continuation(text[at]) && count-- == 0) break;
  return text.substr(0, at);
}

std::string_view trim(std::string_view text) {
  while (std::size_t n = space_in_front(text)) text.remove_prefix(n);
  while (std::size_t n = space_behind(text)) text.remove_suffix(n);
  return text;
}

std::vector<std::string> split(std::string_view text, char separator) {
  std::vector<std::string> parts;
  for (std::size_t from = 0; from <= text.size();) {
    std::size_t until = std::min(text.find(separator, from), text.size());
    parts.emplace_back(text.substr(from, until - from));
    from = until + 1;
  }
  return parts;
}

// Optimal string alignment over three rows, within the diagonal band that `limit` allows.
int edit_distance(std::string_view first, std::string_view second, int limit) {
  std::u32string a = code_points(first), b = code_points(second);
  int rows = static_cast<int>(a.size()), columns = static_cast<int>(b.size());
  if (std::abs(rows - columns) > limit) return limit + 1;
  std::vector<int> two_up(columns + 1), up(columns + 1), row(columns + 1);
  for (int j = 0; j <= columns; ++j) up[j] = j;
  for (int i = 1; i <= rows; ++i) {
    int from = std::max(1, i - limit), until = std::min(columns, i + limit), least = limit + 1;
    std::fill(row.begin(), row.end(), limit + 1);
    if (from == 1) row[0] = i, least = std::min(least, i);
    for (int j = from; j <= until; ++j) {
      int cost = up[j - 1] + (a[i - 1] != b[j - 1]);
      cost = std::min({cost, up[j] + 1, row[j - 1] + 1});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
        cost = std::min(cost, two_up[j - 2] + 1);
      row[j] = std::min(cost, limit + 1);
      least = std::min(least, row[j]);
    }
    if (least > limit) return limit + 1;
    std::swap(two_up, up);
    std::swap(up, row);
  }
  return up[columns];
}

std::string phone_digits(std::string_view text, std::string_view calling_code) {
  std::string digits = main_digits(text);
  std::size_t size = digits.size();
  if (size < 3) return {};
  if (trim(text).starts_with('+')) return digits;
  auto national = [&](std::size_t dropped) {
    return std::string(calling_code) + digits.substr(dropped);
  };
  bool soviet = calling_code == "7" || calling_code == "998";
  if (soviet && size > 12 && digits.starts_with("810")) return digits.substr(3);
  if (size > 10 && digits.starts_with("00")) return digits.substr(2);
  if (soviet && size == 11 && digits[0] == '8') return "7" + digits.substr(1);
  if (calling_code == "7") return size == 10 ? national(0) : digits;
  if (calling_code == "998") {
    if (size == 9) return national(0);
    return size == 10 && digits[0] == '8' ? national(1) : digits;
  }
  if (digits[0] == '0' && size >= 8) return national(1);
  bool whole = size > 10 || (size > 9 && digits.starts_with(calling_code));
  return whole || size < 8 ? digits : national(0);
}

}  // namespace rapport::base
