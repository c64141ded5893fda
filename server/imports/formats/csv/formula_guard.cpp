#include "imports/formats/csv/formula_guard.h"

namespace rapport::imports {

namespace {
constexpr std::string_view kWide[] = {"\uFF1D", "\uFF0B", "\uFF0D", "\uFF20", "\u2212"};

bool begins_formula(std::string_view text) {
  if (text.empty()) return false;
  switch (text[0]) {
    case '=':
    case '+':
    case '-':
    case '@':
    case '\t':
    case '\r':
    case '\n':
      return true;
    default:
      break;
  }
  for (auto sign : kWide) {
    if (text.starts_with(sign)) return true;
  }
  return false;
}

std::string_view after_apostrophes(std::string_view text) {
  while (text.starts_with('\'')) text.remove_prefix(1);
  return text;
}
}  // namespace

bool needs_guard(std::string_view text) { return begins_formula(after_apostrophes(text)); }

std::string_view without_guard(std::string_view text) {
  return text.starts_with('\'') && needs_guard(text) ? text.substr(1) : text;
}

}  // namespace rapport::imports
