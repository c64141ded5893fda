// fold(): a table for ASCII and Cyrillic, ICU for the rest of the world. Both give the same result
// where they overlap; text_test.cpp compares them over every Cyrillic letter.
#include <unicode/bytestream.h>
#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <array>
#include <optional>
#include <stdexcept>

#include "base/text.h"

namespace rapport::base {

namespace {

constexpr char32_t kDrop = 0, kSlow = 0xFFFFFFFF;

constexpr char32_t fold_ascii(char32_t c) {
  if (c >= 'A' && c <= 'Z') return c + 32;
  if (c <= ' ' || c == 0x7F) return ' ';
  return c == '`' ? '\'' : c;
}

// U+0400–U+052F; the combining marks of the block are left to ICU.
constexpr char32_t fold_cyrillic(char32_t c) {
  if (c == 0x401 || c == 0x451) return 0x435;  // ё → е
  if (c <= 0x40F) return c + 0x50;
  if (c <= 0x42F) return c + 0x20;
  if (c <= 0x45F) return c;
  if (c >= 0x482 && c <= 0x489) return kSlow;
  if (c == 0x4C0) return 0x4CF;
  if (c >= 0x4C1 && c <= 0x4CE) return c & 1 ? c + 1 : c;
  return c == 0x4CF || c & 1 ? c : c + 1;
}

// Punctuation that Russian and Uzbek texts are full of, white space, and marks without a width.
constexpr char32_t fold_punctuation(char32_t c) {
  switch (c) {
    case 0x2018: case 0x2019: case 0x201B: case 0x2032: case 0x00B4:
    case 0x02B9: case 0x02BB: case 0x02BC: case 0x02BD: case 0x02C8:
      return '\'';
    case 0x00A0: case 0x1680: case 0x2028: case 0x2029: case 0x202F: case 0x205F: case 0x3000:
      return ' ';
    case 0x00AD: case 0x2060: case 0xFEFF:
      return kDrop;
    case 0x00AB: case 0x00BB: case 0x2116:
      return c;
  }
  if (c >= 0x2000 && c <= 0x200A) return ' ';
  if (c >= 0x200B && c <= 0x200F) return kDrop;
  return c >= 0x2010 && c <= 0x2027 ? c : kSlow;
}

constexpr std::size_t kTableSize = 0x530;
constexpr std::array<char32_t, kTableSize> kTable = [] {
  std::array<char32_t, kTableSize> table{};
  for (char32_t c = 0; c < kTableSize; ++c)
    table[c] = c < 0x80 ? fold_ascii(c) : c >= 0x400 ? fold_cyrillic(c) : fold_punctuation(c);
  return table;
}();

char32_t fold_one(char32_t c) { return c < kTableSize ? kTable[c] : fold_punctuation(c); }

void append_utf8(std::string& out, char32_t c) {
  if (c < 0x80) {
    out += static_cast<char>(c);
  } else if (c < 0x800) {
    out += static_cast<char>(0xC0 | c >> 6);
    out += static_cast<char>(0x80 | (c & 0x3F));
  } else if (c < 0x10000) {
    out += static_cast<char>(0xE0 | c >> 12);
    out += static_cast<char>(0x80 | (c >> 6 & 0x3F));
    out += static_cast<char>(0x80 | (c & 0x3F));
  } else {
    out += static_cast<char>(0xF0 | c >> 18);
    out += static_cast<char>(0x80 | (c >> 12 & 0x3F));
    out += static_cast<char>(0x80 | (c >> 6 & 0x3F));
    out += static_cast<char>(0x80 | (c & 0x3F));
  }
}

// White space in runs as one, none at the ends.
void append_folded(std::string& out, char32_t c) {
  if (c == kDrop || (c == ' ' && (out.empty() || out.back() == ' '))) return;
  append_utf8(out, c);
}

void trim_end(std::string& out) {
  if (!out.empty() && out.back() == ' ') out.pop_back();
}

// Nothing as soon as a character needs ICU.
std::optional<std::string> fold_by_table(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t at = 0; at < text.size();) {
    unsigned char lead = text[at];
    if (lead < 0x80) {
      append_folded(out, kTable[lead]);
      ++at;
      continue;
    }
    if (lead >= 0xF0) return std::nullopt;
    std::size_t length = lead >= 0xE0 ? 3 : 2;
    if (at + length > text.size()) return std::nullopt;
    char32_t c = lead & (length == 2 ? 0x1F : 0x0F);
    for (std::size_t i = 1; i < length; ++i) c = c << 6 | (text[at + i] & 0x3F);
    char32_t folded = fold_one(c);
    if (folded == kSlow) return std::nullopt;
    append_folded(out, folded);
    at += length;
  }
  trim_end(out);
  return out;
}

const icu::Normalizer2& normalizer(bool composing) {
  UErrorCode status = U_ZERO_ERROR;
  const icu::Normalizer2* found = composing ? icu::Normalizer2::getNFCInstance(status)
                                            : icu::Normalizer2::getNFDInstance(status);
  if (U_FAILURE(status)) throw std::runtime_error("ICU has no normaliser");
  return *found;
}

icu::UnicodeString normalized(const icu::UnicodeString& text, bool composing) {
  UErrorCode status = U_ZERO_ERROR;
  icu::UnicodeString out = normalizer(composing).normalize(text, status);
  if (U_FAILURE(status)) throw std::runtime_error("ICU does not normalise");
  return out;
}

bool is_latin(UChar32 c) {
  return u_hasBinaryProperty(c, UCHAR_ALPHABETIC) && (c < 0x250 || (c >= 0x1E00 && c <= 0x1EFF));
}

// Latin letters that are no letter with a mark, and yet are typed as one.
const char16_t* plain_latin(UChar32 c) {
  switch (c) {
    case 0xE6: return u"ae";
    case 0xF0: case 0x111: return u"d";
    case 0xF8: return u"o";
    case 0xFE: return u"th";
    case 0x127: return u"h";
    case 0x131: return u"i";
    case 0x142: return u"l";
    case 0x153: return u"oe";
  }
  return nullptr;
}

icu::UnicodeString without_latin_marks(const icu::UnicodeString& decomposed) {
  icu::UnicodeString out;
  bool after_latin = false;
  for (int at = 0; at < decomposed.length();) {
    UChar32 c = decomposed.char32At(at);
    at += U16_LENGTH(c);
    // What has no width does not part a letter from its mark.
    if (fold_one(static_cast<char32_t>(c)) == kDrop) continue;
    bool is_mark = u_getCombiningClass(c) != 0;
    if (is_mark && after_latin) continue;
    if (!is_mark) after_latin = is_latin(c);
    if (const char16_t* plain = plain_latin(c))
      out.append(plain, -1);
    else
      out.append(c);
  }
  return out;
}

std::string fold_by_icu(std::string_view text) {
  auto wide = icu::UnicodeString::fromUTF8(
      icu::StringPiece(text.data(), static_cast<int32_t>(text.size())));
  wide.foldCase(U_FOLD_CASE_DEFAULT);
  wide = normalized(without_latin_marks(normalized(wide, false)), true);
  std::string out;
  out.reserve(text.size());
  for (int at = 0; at < wide.length();) {
    UChar32 c = wide.char32At(at);
    at += U16_LENGTH(c);
    char32_t folded = fold_one(static_cast<char32_t>(c));
    append_folded(out, folded == kSlow ? static_cast<char32_t>(c) : folded);
  }
  trim_end(out);
  return out;
}

}  // namespace

bool is_folded_ascii(std::string_view text) {
  bool after_space = true;
  for (unsigned char c : text) {
    if (c >= 0x80 || kTable[c] != c || (c == ' ' && after_space)) return false;
    after_space = c == ' ';
  }
  return text.empty() || !after_space;
}

std::string fold(std::string_view text) {
  auto folded = fold_by_table(text);
  return folded ? *std::move(folded) : fold_by_icu(text);
}

}  // namespace rapport::base
