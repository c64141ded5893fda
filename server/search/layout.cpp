#include "search/layout.h"

#include "base/text.h"
#include "search/words.h"

namespace rapport::search {

namespace {

constexpr std::size_t kLeastLetters = 3;  // shorter words look like words in any layout
constexpr int kMostConsonants = 4;        // in a row

bool contains(std::string_view letters, std::string_view letter) {
  return letters.find(letter) != letters.npos;
}

bool is_vowel(std::string_view letter) { return contains("аеиоуыэюяaeiouyўії", letter); }

// Whether someone could pronounce it: a vowel, no heap of consonants, no ь, ъ or ы in front and no
// ь or ъ behind a vowel.
bool is_pronounceable(std::string_view folded) {
  int consonants = 0;
  bool has_vowel = false, after_vowel = false, is_first = true;
  while (!folded.empty()) {
    std::string_view letter = base::prefix_of(folded, 1);
    folded.remove_prefix(letter.size());
    bool is_sign = letter == "ь" || letter == "ъ";
    if ((is_first && (is_sign || letter == "ы")) || (is_sign && after_vowel)) return false;
    after_vowel = is_vowel(letter);
    has_vowel |= after_vowel;
    consonants = after_vowel || is_sign ? 0 : consonants + 1;
    if (consonants > kMostConsonants) return false;
    is_first = false;
  }
  return has_vowel;
}

bool is_word(std::string_view text) {
  auto words = words_of(text);
  std::size_t letters = 0;
  for (std::string_view word : words) {
    if (is_number(word)) continue;
    if (!is_pronounceable(base::fold(word))) return false;
    letters += base::length_of(word);
  }
  return letters >= kLeastLetters;
}

}  // namespace

std::string other_layout(std::string_view query) {
  std::string out;
  bool changed = false;
  for (const std::string& chunk : base::split(query, ' ')) {
    std::string swapped = base::swap_layout(chunk);
    bool better = swapped != chunk && is_word(swapped);
    if (!out.empty()) out += ' ';
    out += better ? swapped : chunk;
    changed |= better;
  }
  return changed ? out : std::string();
}

}  // namespace rapport::search
