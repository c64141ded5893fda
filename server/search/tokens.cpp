#include "search/tokens.h"

#include <unordered_set>
#include <vector>

#include "base/text.h"
#include "search/phones.h"
#include "search/stems.h"
#include "search/words.h"

namespace rapport::search {

namespace {

class TokenList {
 public:
  void add(std::string token) {
    if (token.empty() || !seen_.insert(token).second) return;
    if (!text_.empty()) text_ += ' ';
    text_ += token;
  }
  std::string take() { return std::move(text_); }

 private:
  std::unordered_set<std::string> seen_;
  std::string text_;
};

void add_word(TokenList& out, std::string_view word) {
  std::string folded = base::fold(base::prefix_of(word, kWordChars));
  std::string skeleton = base::transliterate(folded);
  std::string stem = stem_skeleton(folded);
  if (!stem.empty() && stem != skeleton) out.add(kStemMark + stem);
  out.add(std::move(skeleton));
}

void add_phone(TokenList& out, std::string_view digits) {
  for (; digits.size() >= kPhonePartDigits; digits.remove_prefix(1))
    out.add(kPhoneMark + std::string(digits));
}

void add_pairs(TokenList& out, const std::vector<std::string_view>& words) {
  for (std::size_t i = 1; i < words.size(); ++i)
    if (!is_number(words[i - 1]) || !is_number(words[i]))
      out.add(word_skeleton(std::string(words[i - 1]) += words[i]));
}

}  // namespace

std::string index_tokens(std::string_view text) {
  TokenList out;
  auto words = words_of(text);
  for (std::string_view word : words) {
    add_word(out, word);
    auto parts = parts_of(word);
    if (parts.size() < 2) continue;
    for (std::string_view part : parts) add_word(out, part);
    add_pairs(out, parts);
  }
  if (words.size() <= kTitleWords) add_pairs(out, words);
  for (const DigitRun& run : digit_runs(words))
    if (run.digits.size() >= kPhoneDigits.least && run.digits.size() <= kPhoneDigits.most)
      add_phone(out, run.digits);
  return out.take();
}

std::string phone_tokens(std::string_view digits) {
  TokenList out;
  add_phone(out, digits);
  return out.take();
}

std::string word_skeleton(std::string_view word) {
  return base::transliterate(base::fold(base::prefix_of(word, kWordChars)));
}

}  // namespace rapport::search
