// transliterate() and swap_layout(): the tables by which spellings in two alphabets meet.
#include <array>

#include "base/text.h"

namespace rapport::base {

namespace {

// Cyrillic а–я (U+0430–U+044F) in Latin letters, before reduction.
constexpr std::array<std::string_view, 32> kRussian = {
    "a", "b", "v", "g", "d", "e", "zh", "z", "i", "y", "k", "l", "m", "n", "o", "p",
    "r", "s", "t", "u", "f", "h", "ts", "ch", "sh", "shch", "", "y", "", "e", "yu", "ya"};

// Letters of the neighbours: Ukrainian, Belarusian, Uzbek, Kazakh, Tajik, Kyrgyz.
std::string_view neighbour_letter(char32_t c) {
  switch (c) {
    case 0x451: return "yo";
    case 0x454: return "ye";
    case 0x456: case 0x457: case 0x4E3: return "i";
    case 0x45E: case 0x4E9: return "o";               // ў: oʻ in Uzbek
    case 0x491: case 0x493: return "g";
    case 0x49B: case 0x49D: return "k";
    case 0x4A3: return "ng";
    case 0x4AF: case 0x4B1: case 0x4EF: return "u";
    case 0x4B3: case 0x4BB: return "h";
    case 0x4B7: return "j";
    case 0x4D9: return "a";
    case 0x459: return "l";
    case 0x45A: return "n";
  }
  return {};
}

bool is_letter(char c) { return c >= 'a' && c <= 'z'; }

// Everything in Latin letters, each sound that both alphabets know in one letter where one will do.
std::string to_latin(std::string_view folded) {
  std::string out;
  out.reserve(folded.size());
  for (std::size_t at = 0; at < folded.size(); ++at) {
    unsigned char c = folded[at];
    if (c == 'k' && folded.substr(at + 1, 1) == "h") continue;  // kh → h
    if (c == '\'') continue;
    if (c == 'x') c = 'h';
    if (c == 'q') c = 'k';
    if (c == 'w') c = 'v';
    if (c < 0xD0 || c > 0xD4 || at + 1 >= folded.size()) {
      out += static_cast<char>(c);
      continue;
    }
    char32_t point = (c & 0x1F) << 6 | (folded[at + 1] & 0x3F);
    if (point >= 0x430 && point <= 0x44F) {
      out += kRussian[point - 0x430];
    } else if (auto letter = neighbour_letter(point); !letter.empty()) {
      out += letter;
    } else {
      out += folded.substr(at, 2);
    }
    ++at;
  }
  return out;
}

struct Reduction {
  std::string_view from, to;
};

// Longest first among those that begin alike. The right side is not reduced again.
constexpr Reduction kReductions[] = {
    {"shch", "sh"}, {"sch", "sh"}, {"ch", "ch"}, {"ce", "tse"}, {"ci", "tsi"}, {"cy", "tsi"},
    {"c", "k"},     {"dzh", "j"},  {"dj", "j"},  {"gh", "g"},   {"ie", "e"},   {"iye", "e"},
    {"iyo", "e"},   {"ksh", "ksh"}, {"ks", "h"}, {"ph", "f"},  {"th", "t"},   {"tz", "ts"},
    {"ye", "e"},    {"yo", "e"},   {"y", "i"},   {"zh", "j"},
};

const Reduction* find_reduction(std::string_view rest) {
  for (const auto& reduction : kReductions)
    if (rest[0] == reduction.from[0] && rest.starts_with(reduction.from)) return &reduction;
  return nullptr;
}

void append_undoubled(std::string& out, std::string_view letters) {
  for (char c : letters)
    if (out.empty() || out.back() != c || !is_letter(c)) out += c;
}

// Keys of the two layouts in the same order.
constexpr std::string_view kLatinKeys =
    "qwertyuiop[]asdfghjkl;'zxcvbnm,.`QWERTYUIOP{}ASDFGHJKL:\"ZXCVBNM<>~/?@#$^&|";
constexpr std::u32string_view kCyrillicKeys =
    U"йцукенгшщзхъфывапролджэячсмитьбюёЙЦУКЕНГШЩЗХЪФЫВАПРОЛДЖЭЯЧСМИТЬБЮЁ.,\"№;:?/";
static_assert(kLatinKeys.size() == kCyrillicKeys.size());

bool has_cyrillic(std::string_view text) {
  for (char c : text)
    if (static_cast<unsigned char>(c) >= 0xD0 && static_cast<unsigned char>(c) <= 0xD3) return true;
  return false;
}

// The code point of one character of the key tables; 0 for any other.
char32_t code_point_of(std::string_view character) {
  if (character.size() == 1) return static_cast<unsigned char>(character[0]);
  if (character.size() == 2) return (character[0] & 0x1F) << 6 | (character[1] & 0x3F);
  return character == "№" ? U'№' : 0;
}

void append_key(std::string& out, char32_t c) {
  if (c < 0x80) {
    out += static_cast<char>(c);
  } else if (c < 0x800) {
    out += static_cast<char>(0xC0 | c >> 6);
    out += static_cast<char>(0x80 | (c & 0x3F));
  } else {
    out += "№";
  }
}

}  // namespace

std::string transliterate(std::string_view folded) {
  std::string latin = to_latin(folded);
  std::string_view rest = latin;
  std::string out;
  out.reserve(latin.size());
  while (!rest.empty()) {
    const Reduction* reduction = find_reduction(rest);
    append_undoubled(out, reduction ? reduction->to : rest.substr(0, 1));
    rest.remove_prefix(reduction ? reduction->from.size() : 1);
  }
  return out;
}

std::string swap_layout(std::string_view text) {
  std::string out;
  bool from_cyrillic = has_cyrillic(text);
  for (std::size_t at = 0; at < text.size();) {
    unsigned char lead = text[at];
    std::size_t length = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
    std::string_view whole = text.substr(at, length);
    std::size_t key = from_cyrillic ? kCyrillicKeys.find(code_point_of(whole))
                      : length == 1 ? kLatinKeys.find(whole[0])
                                    : kLatinKeys.npos;
    if (key == kLatinKeys.npos)
      out += whole;
    else
      append_key(out, from_cyrillic ? kLatinKeys[key] : kCyrillicKeys[key]);
    at += length;
  }
  return out;
}

}  // namespace rapport::base
