// Which encoding a text is in: the marks, the zeros of UTF-16, the validity of UTF-8, and for the
// one-byte encodings of Cyrillic the frequency of Russian letters and the order of capitals.
#include <array>
#include <cmath>
#include <cstring>
#include <fstream>

#include "imports/formats/encoding.h"
#include "imports/formats/row_source.h"

namespace rapport::imports {

namespace {

constexpr std::size_t kChunk = 64 * 1024;
constexpr std::size_t kBytesAfterFirst = 16 * 1024 * 1024;
constexpr std::size_t kWordBytes = 256 * 1024;

// Letters а…я in ten-thousandths of Russian text; ё stands with е.
constexpr int kFrequency[32] = {801, 159, 454, 170,  298, 849, 94,  165, 735, 121, 349,
                                440, 321, 670, 1097, 281, 473, 547, 626, 262, 26,  97,
                                48,  144, 73,  36,   4,   190, 174, 32,  64,  201};

using CodePage = std::array<char32_t, 128>;

CodePage make_page(Encoding encoding) {
  CodePage page{};
  for (int i = 0; i < 128; ++i) {
    char byte = static_cast<char>(128 + i);
    auto text = to_utf8({&byte, 1}, encoding);
    const auto* u = reinterpret_cast<const unsigned char*>(text.data());
    if (text.size() == 2) page[i] = ((u[0] & 0x1Fu) << 6) | (u[1] & 0x3Fu);
    if (text.size() == 3) page[i] = ((u[0] & 0x0Fu) << 12) | ((u[1] & 0x3Fu) << 6) | (u[2] & 0x3Fu);
  }
  return page;
}

constexpr Encoding kCyrillic[] = {Encoding::Windows1251, Encoding::Koi8R, Encoding::Ibm866};

// Of kCyrillic, made once: each takes a converter for every byte.
const CodePage& code_page(std::size_t which) {
  static const CodePage pages[] = {make_page(kCyrillic[0]), make_page(kCyrillic[1]),
                                   make_page(kCyrillic[2])};
  return pages[which];
}

enum class Case { None, Lower, Upper };

double letter_score(char32_t c, Case& kind) {
  kind = Case::None;
  if (c == 0x451 || c == 0x401) c = c == 0x451 ? 0x435 : 0x415;
  if (c >= 0x430 && c <= 0x44F) {
    kind = Case::Lower;
    return std::log2(kFrequency[c - 0x430] + 1.0) - 6;
  }
  if (c >= 0x410 && c <= 0x42F) {
    kind = Case::Upper;
    return std::log2(kFrequency[c - 0x410] + 1.0) - 7;
  }
  if (c >= 0x400 && c <= 0x4FF) return -2;     // a letter of a neighbour's alphabet
  if (c >= 0x2500 && c <= 0x25FF) return -10;  // frames and blocks
  if (c == 0xFFFD || (c >= 0x80 && c < 0xA0)) return -10;
  return -1;
}

double cyrillic_score(const std::string& words, const CodePage& page) {
  double score = 0;
  Case before = Case::None;
  for (unsigned char byte : words) {
    Case kind = Case::None;
    if (byte >= 0x80) score += letter_score(page[byte - 128], kind);
    if (kind == Case::Upper && before == Case::Lower) score -= 6;
    before = kind;
  }
  return score;
}

bool is_ascii_letter(unsigned char c) { return (c | 32) >= 'a' && (c | 32) <= 'z'; }

// Words with a byte beyond ASCII, and how they are made: Cyrillic comes in long runs, Latin letters
// with marks stand alone among plain ones.
class WordCensus {
 public:
  void add(unsigned char byte) {
    if (byte < 0x80 && !is_ascii_letter(byte)) return end_word();
    if (byte >= 0x80) {
      longest_ = std::max(longest_, ++run_);
    } else {
      run_ = 0;
      has_plain_ = true;
    }
    if (word_.size() < 64) word_ += static_cast<char>(byte);
  }
  void end_word() {
    if (longest_ > 0 && words_.size() < kWordBytes) {
      if (has_plain_ && longest_ < 3) ++latin_;
      if (!has_plain_ && longest_ >= 3) ++cyrillic_;
      words_ += word_;
      words_ += ' ';
    }
    word_.clear();
    run_ = longest_ = 0;
    has_plain_ = false;
  }
  Encoding verdict() {
    end_word();
    bool cyrillic = cyrillic_ > latin_;
    if (cyrillic_ == 0 && latin_ == 0) {
      for (unsigned char c : words_)
        cyrillic |= c == 0xB9 || c >= 0xC0;  // № and letters on their own
    }
    if (!cyrillic) return Encoding::Windows1252;
    Encoding best = Encoding::Windows1251;
    double best_score = -1e300;
    for (std::size_t i = 0; i < std::size(kCyrillic); ++i) {
      double score = cyrillic_score(words_, code_page(i));
      if (score > best_score) best = kCyrillic[i], best_score = score;
    }
    return best;
  }

 private:
  std::string words_, word_;
  int run_ = 0, longest_ = 0;
  bool has_plain_ = false;
  int latin_ = 0, cyrillic_ = 0;
};

std::optional<Encoding> by_mark_or_zeros(std::string_view start) {
  if (start.starts_with("\xEF\xBB\xBF")) return Encoding::Utf8;
  if (start.starts_with("\xFF\xFE")) return Encoding::Utf16Le;
  if (start.starts_with("\xFE\xFF")) return Encoding::Utf16Be;
  // Separators and ends of lines have a zero byte in UTF-16, always on the same side of a plain
  // sign.
  std::size_t zeros[2] = {0, 0};
  std::size_t length = std::min<std::size_t>(start.size(), 4096) & ~std::size_t{1};
  for (std::size_t i = 0; i < length; ++i) {
    if (start[i] != '\0') continue;
    char other = start[i ^ 1];
    if (other < '\t' || other > '~') return std::nullopt;
    ++zeros[i & 1];
  }
  if (zeros[1] > 1 && zeros[1] * 40 > length && zeros[0] == 0) return Encoding::Utf16Le;
  if (zeros[0] > 1 && zeros[0] * 40 > length && zeros[1] == 0) return Encoding::Utf16Be;
  return std::nullopt;
}

bool is_ascii(std::string_view text) {
  std::size_t at = 0;
  for (; at + 8 <= text.size(); at += 8) {
    std::uint64_t word;
    std::memcpy(&word, text.data() + at, 8);
    if (word & 0x8080808080808080ull) return false;
  }
  for (; at < text.size(); ++at) {
    if (static_cast<unsigned char>(text[at]) >= 0x80) return false;
  }
  return true;
}

// Counts characters beyond ASCII that are good UTF-8, and bytes that are not.
class Utf8Census {
 public:
  // `last`: a character cut at the end stays cut.
  void add(std::string_view chunk, bool last) {
    std::string joined;
    if (!rest_.empty()) {
      joined = rest_ + std::string(chunk);
      chunk = joined;
    }
    rest_.clear();
    while (!chunk.empty()) {
      auto valid = valid_utf8_prefix(chunk);
      for (unsigned char c : chunk.substr(0, valid)) good_ += c >= 0xC2;
      chunk.remove_prefix(valid);
      if (chunk.empty()) break;
      if (chunk.size() < 4 && !last) {
        rest_ = chunk;
        break;
      }
      ++bad_;
      chunk.remove_prefix(1);
    }
  }
  // A stray bad byte in a large file of UTF-8 is an error of that file, not another encoding.
  bool is_utf8() const { return bad_ == 0 || good_ > bad_ * 200; }

 private:
  std::string rest_;
  std::size_t good_ = 0, bad_ = 0;
};

}  // namespace

Encoding detect_encoding_of(std::string_view text) {
  if (auto sure = by_mark_or_zeros(text)) return *sure;
  Utf8Census utf8;
  utf8.add(text, true);
  if (utf8.is_utf8()) return Encoding::Utf8;
  WordCensus words;
  for (unsigned char c : text) words.add(c);
  return words.verdict();
}

Encoding detect_encoding(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) refuse_file("file_unreadable");
  std::string chunk(kChunk, '\0');
  Utf8Census utf8;
  WordCensus words;
  std::size_t beyond_ascii = 0;
  for (bool first = true; beyond_ascii < kBytesAfterFirst; first = false) {
    file.read(chunk.data(), static_cast<std::streamsize>(kChunk));
    auto count = static_cast<std::size_t>(file.gcount());
    std::string_view part(chunk.data(), count);
    if (first) {
      if (auto sure = by_mark_or_zeros(part)) return *sure;
    }
    bool last = count < kChunk;
    bool plain = is_ascii(part);
    if (!plain || last || beyond_ascii > 0) utf8.add(part, last);
    if (!plain) {
      for (unsigned char c : part) words.add(c);
    }
    if (!plain || beyond_ascii > 0) beyond_ascii += count;
    if (last) break;
  }
  return utf8.is_utf8() ? Encoding::Utf8 : words.verdict();
}

}  // namespace rapport::imports
