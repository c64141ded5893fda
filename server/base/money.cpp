#include "base/money.h"

#include <unicode/ucurr.h>

#include <algorithm>

namespace rapport::base {

namespace {
std::u16string utf16(std::string_view ascii) { return {ascii.begin(), ascii.end()}; }
}  // namespace

namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// Reads digits into `value`, which grows towards minus infinity: that side holds one number more.
bool take_digit(std::int64_t& value, int digit) {
  return !__builtin_mul_overflow(value, std::int64_t{10}, &value) &&
         !__builtin_sub_overflow(value, std::int64_t{digit}, &value);
}

// Writes the digits backwards, passing over the zeros at the end that nobody asked for.
template <class Unsigned>
void append_scaled(std::string& out, Unsigned size, bool negative, int scale, int least_decimals) {
  char buffer[64];
  char* const end = buffer + sizeof buffer;
  char* at = end;
  for (int place = 0; size != 0 || place <= scale; ++place, size /= 10) {
    char digit = static_cast<char>('0' + static_cast<int>(size % 10));
    if (at == end && digit == '0' && scale - place > least_decimals) continue;
    if (place == scale && at != end) *--at = '.';
    *--at = digit;
  }
  if (negative) *--at = '-';
  out.append(at, static_cast<std::size_t>(end - at));
}

}  // namespace

std::optional<std::int64_t> parse_decimal(std::string_view text, int scale) {
  bool negative = !text.empty() && text[0] == '-';
  if (negative || (!text.empty() && text[0] == '+')) text.remove_prefix(1);
  std::size_t point = std::min(text.find('.'), text.size());
  std::string_view whole = text.substr(0, point), part;
  if (point < text.size()) {
    part = text.substr(point + 1);
    if (part.empty()) return std::nullopt;
  }
  if (whole.empty() || !std::all_of(whole.begin(), whole.end(), is_digit) ||
      !std::all_of(part.begin(), part.end(), is_digit))
    return std::nullopt;
  while (!part.empty() && part.back() == '0') part.remove_suffix(1);
  if (part.size() > static_cast<std::size_t>(scale)) return std::nullopt;

  std::int64_t value = 0;
  for (char c : whole)
    if (!take_digit(value, c - '0')) return std::nullopt;
  for (int i = 0; i < scale; ++i) {
    int digit = static_cast<std::size_t>(i) < part.size() ? part[i] - '0' : 0;
    if (!take_digit(value, digit)) return std::nullopt;
  }
  if (negative) return value;
  if (__builtin_sub_overflow(std::int64_t{0}, value, &value)) return std::nullopt;
  return value;
}

std::string format_decimal(__int128 value, int scale, int least_decimals) {
  std::string out;
  bool negative = value < 0;
  auto size = static_cast<unsigned __int128>(value);
  append_scaled(out, negative ? 0 - size : size, negative, scale, least_decimals);
  return out;
}

std::string format_decimal(std::int64_t value, int scale, int least_decimals) {
  std::string out;
  append_decimal(out, value, scale, least_decimals);
  return out;
}

void append_decimal(std::string& out, std::int64_t value, int scale, int least_decimals) {
  bool negative = value < 0;
  auto size = static_cast<std::uint64_t>(value);
  append_scaled(out, negative ? 0 - size : size, negative, scale, least_decimals);
}

bool is_currency(std::string_view code) {
  if (code.size() != 3) return false;
  for (char c : code)
    if (c < 'A' || c > 'Z') return false;
  UErrorCode error = U_ZERO_ERROR;
  bool known = ucurr_isAvailable(utf16(code).c_str(), U_DATE_MIN, U_DATE_MAX, &error) != 0;
  return known && U_SUCCESS(error);
}

int currency_digits(std::string_view code) {
  UErrorCode error = U_ZERO_ERROR;
  int digits = ucurr_getDefaultFractionDigits(utf16(code).c_str(), &error);
  return U_SUCCESS(error) ? digits : 2;
}

}  // namespace rapport::base
