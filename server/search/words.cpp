#include "search/words.h"

#include <unicode/uchar.h>
#include <unicode/utf8.h>

#include <algorithm>
#include <cstdint>

namespace rapport::search {

namespace {

enum class Kind { Other, Digit, Small, Capital, Caseless, Apostrophe };

bool is_apostrophe(char32_t c) {
  return c == '\'' || c == '`' || c == 0xB4 || c == 0x2018 || c == 0x2019 || c == 0x2B9 ||
         (c >= 0x2BB && c <= 0x2BD) || c == 0x2032;
}

Kind kind_of(char32_t c) {
  if (is_apostrophe(c)) return Kind::Apostrophe;
  if (c < 0x80) {
    if (c >= '0' && c <= '9') return Kind::Digit;
    if (c >= 'a' && c <= 'z') return Kind::Small;
    return c >= 'A' && c <= 'Z' ? Kind::Capital : Kind::Other;
  }
  if (c >= 0x410 && c <= 0x44F) return c < 0x430 ? Kind::Capital : Kind::Small;  // А–я, for speed
  auto point = static_cast<UChar32>(c);
  if (u_isdigit(point)) return Kind::Digit;
  if (u_isUUppercase(point)) return Kind::Capital;
  if (u_isULowercase(point)) return Kind::Small;
  bool part_of_word = u_isalpha(point) || (U_GET_GC_MASK(point) & (U_GC_M_MASK | U_GC_CF_MASK));
  return part_of_word ? Kind::Caseless : Kind::Other;
}

struct Character {
  Kind kind;
  std::size_t from, until;  // bytes
};

std::vector<Character> characters_of(std::string_view text) {
  std::vector<Character> out;
  out.reserve(text.size());
  auto size = static_cast<std::int32_t>(text.size());
  for (std::int32_t at = 0; at < size;) {
    auto from = static_cast<std::size_t>(at);
    UChar32 c;
    U8_NEXT(text.data(), at, size, c);
    out.push_back({kind_of(static_cast<char32_t>(c)), from, static_cast<std::size_t>(at)});
  }
  return out;
}

bool is_letter(Kind kind) {
  return kind == Kind::Small || kind == Kind::Capital || kind == Kind::Caseless;
}

// An apostrophe at the edge of a word is a quotation mark.
bool belongs_to_word(const std::vector<Character>& all, std::size_t i) {
  if (all[i].kind != Kind::Apostrophe) return all[i].kind != Kind::Other;
  return i > 0 && i + 1 < all.size() && is_letter(all[i - 1].kind) && is_letter(all[i + 1].kind);
}

// Whether a part begins at character i.
bool is_border(const std::vector<Character>& all, std::size_t i) {
  Kind before = all[i - 1].kind, here = all[i].kind;
  if ((before == Kind::Digit) != (here == Kind::Digit)) return true;
  if (before == Kind::Small && here == Kind::Capital) return true;
  return before == Kind::Capital && here == Kind::Capital && i + 1 < all.size() &&
         all[i + 1].kind == Kind::Small;
}

}  // namespace

std::vector<std::string_view> words_of(std::string_view text) {
  std::vector<Character> all = characters_of(text);
  std::vector<std::string_view> words;
  for (std::size_t i = 0; i < all.size();) {
    std::size_t from = i;
    while (i < all.size() && belongs_to_word(all, i)) ++i;
    if (i > from)
      words.push_back(text.substr(all[from].from, all[i - 1].until - all[from].from));
    else
      ++i;
  }
  return words;
}

std::vector<std::string_view> parts_of(std::string_view word) {
  std::vector<Character> all = characters_of(word);
  std::vector<std::string_view> parts;
  std::size_t from = 0;
  for (std::size_t i = 1; i < all.size(); ++i) {
    if (!is_border(all, i)) continue;
    parts.push_back(word.substr(from, all[i].from - from));
    from = all[i].from;
  }
  parts.push_back(word.substr(from));
  return parts;
}

bool is_number(std::string_view word) {
  return !word.empty() &&
         std::all_of(word.begin(), word.end(), [](char c) { return c >= '0' && c <= '9'; });
}

}  // namespace rapport::search
