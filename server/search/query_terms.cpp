#include "search/query_terms.h"

#include <algorithm>

#include "base/limits.h"
#include "base/text.h"
#include "search/layout.h"
#include "search/phones.h"
#include "search/stems.h"
#include "search/tokens.h"
#include "search/words.h"

namespace rapport::search {

namespace {

using Words = std::vector<std::string_view>;

constexpr std::size_t kStemLetters = 4;       // shorter words have no endings worth cutting
constexpr std::size_t kAmbiguousLetters = 3;  // shorter beginnings would find half the base
constexpr std::size_t kRunDigits = 5;         // of several numbers taken for a phone
constexpr std::size_t kJoinedWords = 4;

void add(QueryWord& word, std::string token, bool is_prefix, TermKind kind) {
  bool known = std::any_of(word.any_of.begin(), word.any_of.end(), [&](const Term& term) {
    return term.token == token && term.is_prefix >= is_prefix;
  });
  if (!token.empty() && !known) word.any_of.push_back({std::move(token), is_prefix, kind});
}

// The beginnings under which a longer word is stored when its next letters change the sound of the
// last one: "dmitri" of Дмитриев, stored as dmitrev.
void add_ambiguous(QueryWord& word, const std::string& folded, const std::string& skeleton) {
  for (const char* next : {"h", "s", "e", "j"}) {
    std::string longer = base::transliterate(folded + next);
    if (!longer.starts_with(skeleton)) add(word, longer, true, TermKind::Ambiguous);
  }
}

void add_stem(QueryWord& word, std::string stem) {
  if (base::length_of(stem) < kStemLetters - 1) return;
  add(word, kStemMark + stem, false, TermKind::Stem);
  add(word, std::move(stem), false, TermKind::Stem);
}

void add_phone(QueryWord& word, std::string_view digits) {
  if (digits.size() < kPhonePartDigits) return;
  for (const std::string& reading : phone_readings(digits))
    add(word, kPhoneMark + reading, true, TermKind::Phone);
}

// A single letter is a prefix of too much unless it is all there is.
QueryWord terms_of(std::string_view text, bool is_alone) {
  QueryWord word;
  std::string folded = base::fold(base::prefix_of(text, kWordChars));
  std::string skeleton = base::transliterate(folded);
  std::size_t letters = base::length_of(folded);
  add(word, skeleton, is_alone || letters > 1, TermKind::Typed);
  if (is_number(text)) {
    add_phone(word, text);
    return word;
  }
  if (letters >= kAmbiguousLetters) add_ambiguous(word, folded, skeleton);
  if (letters >= kStemLetters) {
    add_stem(word, stem_skeleton(folded));
    add_stem(word, stem_skeleton_of_latin(folded));
  }
  return word;
}

Reading reading_of(ReadingKind kind, const Words& words) {
  Reading reading{kind, {}};
  for (std::string_view text : words) {
    QueryWord word = terms_of(text, words.size() == 1);
    if (!word.any_of.empty()) reading.all_of.push_back(std::move(word));
  }
  return reading;
}

void add_phone_reading(std::vector<Reading>& readings, const Words& words) {
  Reading reading{ReadingKind::Phone, {}};
  bool has_phone = false;
  std::size_t next = 0;
  auto take_words_until = [&](std::size_t until) {
    for (; next < until; ++next) reading.all_of.push_back(terms_of(words[next], false));
  };
  for (const DigitRun& run : digit_runs(words)) {
    if (run.until - run.from < 2 || run.digits.size() < kRunDigits) continue;
    take_words_until(run.from);
    add_phone(reading.all_of.emplace_back(), run.digits);
    next = run.until;
    has_phone = true;
  }
  take_words_until(words.size());
  if (has_phone) readings.push_back(std::move(reading));
}

void add_split_reading(std::vector<Reading>& readings, const Words& words) {
  Words parts;
  for (std::string_view word : words)
    for (std::string_view part : parts_of(word)) parts.push_back(part);
  if (parts.size() > words.size() && parts.size() <= kQueryWords)
    readings.push_back(reading_of(ReadingKind::Split, parts));
}

void add_joined_readings(std::vector<Reading>& readings, const Words& words) {
  if (words.size() > kJoinedWords) return;
  for (std::size_t i = 1; i < words.size(); ++i) {
    if (is_number(words[i - 1]) && is_number(words[i])) continue;
    std::string pair = std::string(words[i - 1]) += words[i];
    Words joined(words);
    joined[i - 1] = pair;
    joined.erase(joined.begin() + static_cast<std::ptrdiff_t>(i));
    readings.push_back(reading_of(ReadingKind::Joined, joined));
  }
}

Words query_words(std::string_view text) {
  Words words = words_of(text);
  if (words.size() > kQueryWords) words.resize(kQueryWords);
  return words;
}

}  // namespace

std::vector<Reading> query_terms(std::string_view text) {
  text = base::prefix_of(text, base::limits::kSearchQueryChars);
  Words words = query_words(text);
  std::vector<Reading> readings;
  if (!words.empty()) {
    readings.push_back(reading_of(ReadingKind::Typed, words));
    add_phone_reading(readings, words);
    add_split_reading(readings, words);
    add_joined_readings(readings, words);
  }
  std::string other = other_layout(text);
  if (!other.empty())
    readings.push_back(reading_of(ReadingKind::OtherLayout, query_words(other)));
  std::erase_if(readings, [](const Reading& reading) { return reading.all_of.empty(); });
  return readings;
}

}  // namespace rapport::search
