#include "search/tokens.h"

#include <algorithm>
#include <utility>

#include "base/text.h"
#include "search/phones.h"
#include "search/stems.h"
#include "search/words.h"

namespace rapport::search {

namespace {

constexpr std::size_t kRememberedWords = 30'000;
constexpr std::size_t kFewTokens = 48;
constexpr std::size_t kShortCode = 4;  // characters, as many as a beginning that is looked up has

bool has_digit(std::string_view word) {
  return std::any_of(word.begin(), word.end(), [](char c) { return c >= '0' && c <= '9'; });
}

}  // namespace

Tokenizer::Known& Tokenizer::known(std::string_view word) {
  std::string key(base::prefix_of(word, kWordChars));
  if (auto it = known_.find(key); it != known_.end()) return it->second;
  if (known_.size() >= kRememberedWords) known_.clear();
  std::string folded = base::fold(key);
  Known made{base::transliterate(folded), {}, false};
  std::string stem = stem_skeleton(folded);
  if (!stem.empty() && stem != made.skeleton) made.stem = kStemMark + stem;
  return known_.emplace(std::move(key), std::move(made)).first->second;
}

bool Tokenizer::add_token(std::string_view token) {
  if (token.empty()) return false;
  auto hash = std::hash<std::string_view>()(token);
  if (seen_.size() < kFewTokens) {
    if (std::find(seen_.begin(), seen_.end(), hash) != seen_.end()) return false;
    seen_.push_back(hash);
  } else {
    if (many_seen_.empty()) many_seen_.insert(seen_.begin(), seen_.end());
    if (!many_seen_.insert(hash).second) return false;
  }
  if (!tokens_.empty()) tokens_ += ' ';
  tokens_ += token;
  return true;
}

void Tokenizer::add_plain(std::string_view word) {
  Known& found = known(word);
  add_token(found.skeleton);
  add_token(found.stem);
  if (found.is_taken) return;
  found.is_taken = true;
  if (!found.skeleton.empty()) words_[static_cast<int>(WordKind::Plain)].push_back(found.skeleton);
  if (!found.stem.empty()) words_[static_cast<int>(WordKind::Stem)].push_back(found.stem);
}

void Tokenizer::add_code(std::string_view word) {
  std::string skeleton = word_skeleton(word);
  if (add_token(skeleton)) words_[static_cast<int>(WordKind::Code)].push_back(std::move(skeleton));
}

void Tokenizer::add_word(std::string_view word) {
  if (has_digit(word)) add_code(word);
  else add_plain(word);
}

void Tokenizer::add_text(std::string_view text) {
  auto words = words_of(text);
  for (std::string_view word : words) {
    add_word(word);
    auto parts = parts_of(word);
    if (parts.size() < 2) continue;
    for (std::string_view part : parts) add_word(part);
  }
  for (const DigitRun& run : digit_runs(words))
    if (run.digits.size() >= kPhoneDigits.least && run.digits.size() <= kPhoneDigits.most)
      add_phone(run.digits);
}

void Tokenizer::add_address(std::string_view address) {
  for (std::string_view word : words_of(address)) add_code(word);
}

void Tokenizer::add_phone(std::string_view digits) {
  if (digits.size() < kPhonePartDigits) return;
  std::string token(1, kPhoneMark);
  for (; digits.size() >= kPhonePartDigits; digits.remove_prefix(1)) {
    token.resize(1);
    token += digits.substr(0, kGramDigits);
    add_token(token);
  }
}

std::string Tokenizer::take() {
  seen_.clear();
  many_seen_.clear();
  return std::exchange(tokens_, {});
}

WordLists Tokenizer::take_words() {
  for (auto& [word, found] : known_) found.is_taken = false;
  return std::exchange(words_, {});
}

std::string index_tokens(std::string_view text) {
  Tokenizer tokenizer;
  tokenizer.add_text(text);
  return tokenizer.take();
}

std::vector<std::string> phone_grams(std::string_view part) {
  std::vector<std::string> grams;
  std::size_t last = part.size() > kGramDigits ? part.size() - kGramDigits : 0;
  for (std::size_t i = 0; i <= last; ++i)
    grams.push_back(kPhoneMark + std::string(part.substr(i, kGramDigits)));
  return grams;
}

std::string_view title_word(std::string_view token) {
  if (!token.empty() && token.front() == kPhoneMark) return {};
  return has_digit(token) ? base::prefix_of(token, kShortCode) : token;
}

std::string word_skeleton(std::string_view word) {
  return base::transliterate(base::fold(base::prefix_of(word, kWordChars)));
}

}  // namespace rapport::search
