#include "search/vocabulary.h"

#include <algorithm>
#include <set>

#include "base/text.h"
#include "search/spelling.h"
#include "search/tokens.h"

namespace rapport::search {

using storage::TextTerm;

namespace {

constexpr std::size_t kShortestPart = 2, kLongestJoined = 24;
constexpr std::size_t kSplits = 2;

void add(std::vector<TextTerm>& terms, std::string token) {
  for (const auto& term : terms)
    if (term.all_of.size() == 1 && term.all_of[0] == token && !term.last_is_prefix) return;
  terms.push_back({{std::move(token)}, false});
}

// The beginning of a long number is that of very many, and tells nothing that the end does not.
constexpr std::size_t kTellingDigits = 8;

TextTerm phone_term(const std::string& token) {
  auto part = std::string_view(token).substr(1);
  if (part.size() > kTellingDigits) part.remove_prefix(part.size() - kTellingDigits);
  return {phone_grams(part), part.size() < kGramDigits};
}

bool has_digit(const std::string& word) {
  return std::any_of(word.begin(), word.end(), [](char c) { return c >= '0' && c <= '9'; });
}

bool holds(const TokenSet& tokens, const TextTerm& term) {
  for (std::size_t i = 0; i < term.all_of.size(); ++i) {
    const auto& token = term.all_of[i];
    bool is_prefix = term.last_is_prefix && i + 1 == term.all_of.size();
    auto it = tokens.lower_bound(token);
    if (it == tokens.end() || !(is_prefix ? it->starts_with(token) : *it == token)) return false;
  }
  return true;
}

}  // namespace

TokenSet token_set(const std::string& tokens) {
  auto list = base::split(tokens, ' ');
  return {list.begin(), list.end()};
}

bool holds(const TokenSet& tokens, const std::vector<TextTerm>& any_of) {
  return std::any_of(any_of.begin(), any_of.end(),
                     [&](const TextTerm& term) { return holds(tokens, term); });
}

const std::string& typed_token(const QueryWord& word) {
  static const std::string none;
  for (const auto& term : word.any_of)
    if (term.kind == TermKind::Typed) return term.token;
  return none;
}

bool Vocabulary::is_known(const std::string& word) {
  for (auto kind : {WordKind::Plain, WordKind::Code, WordKind::Stem})
    if (reader_.has_word(static_cast<int>(kind), word)) return true;
  return false;
}

bool Vocabulary::is_beginning(const std::string& prefix) {
  for (auto kind : {WordKind::Plain, WordKind::Code})
    if (!reader_.words_beginning(static_cast<int>(kind), prefix, 1).empty()) return true;
  return false;
}

void Vocabulary::add_beginning(std::vector<TextTerm>& terms, const std::string& prefix) {
  auto length = base::length_of(prefix);
  if (length >= storage::kShortestPrefix && length <= storage::kLongestPrefix) {
    if (is_beginning(prefix)) terms.push_back({{prefix}, true});
    return;
  }
  auto codes = has_digit(prefix) ? kWordsBeginning : kCodesBeginning;
  for (auto [kind, limit] : {std::pair(WordKind::Plain, kWordsBeginning), {WordKind::Code, codes}})
    for (auto& word : reader_.words_beginning(static_cast<int>(kind), prefix, limit))
      add(terms, std::move(word));
}

std::vector<TextTerm> Vocabulary::any_form(const QueryWord& word) {
  std::vector<TextTerm> terms;
  for (const auto& term : word.any_of) {
    if (term.kind == TermKind::Phone) terms.push_back(phone_term(term.token));
    else if (term.is_prefix) add_beginning(terms, term.token);
    else if (is_known(term.token)) add(terms, term.token);
  }
  return terms;
}

Terms Vocabulary::whole(const Reading& reading) {
  Terms all;
  for (const auto& word : reading.all_of) {
    auto& terms = all.emplace_back();
    for (const auto& term : word.any_of) {
      if (term.kind == TermKind::Phone) terms.push_back(phone_term(term.token));
      else if (term.kind == TermKind::Typed && is_known(term.token)) add(terms, term.token);
    }
    if (terms.empty()) return {};
  }
  return all;
}

Terms Vocabulary::any_form(const Reading& reading) {
  Terms all;
  for (const auto& word : reading.all_of) {
    all.push_back(any_form(word));
    if (all.back().empty()) return {};
  }
  return all;
}

void Vocabulary::add_near(std::vector<TextTerm>& terms, const std::string& word) {
  if (has_digit(word)) return;
  std::set<std::pair<int, std::string>> near;  // the fewest errors first
  for (auto key : lookup_keys(word))
    for (auto& candidate : reader_.words_by_key(key)) {
      int errors = errors_between(word, candidate);
      if (errors > 0) near.emplace(errors, std::move(candidate));
    }
  std::size_t count = 0;
  for (const auto& [errors, candidate] : near)
    if (count++ < kWordsNear) add(terms, candidate);
}

Terms Vocabulary::misspelt(const Reading& reading) {
  Terms all;
  bool any_near = false;
  for (const auto& word : reading.all_of) {
    auto& terms = all.emplace_back(any_form(word));
    auto before = terms.size();
    add_near(terms, typed_token(word));
    if (terms.empty()) return {};
    any_near = any_near || terms.size() > before;
  }
  return any_near ? all : Terms();
}

bool Vocabulary::is_in_titles(const TextTerm& term, int kind) {
  const auto& token = term.all_of.front();
  if (token.front() == kPhoneMark) return true;  // grams are no words
  if (term.last_is_prefix) return !reader_.words_beginning(kind, token, 1).empty();
  return reader_.has_word(kind, title_word(token));
}

Terms Vocabulary::in_titles(const Terms& terms, std::int64_t slot) {
  Terms all;
  for (const auto& any_of : terms) {
    auto& kept = all.emplace_back();
    for (const auto& term : any_of)
      if (is_in_titles(term, kTitleWords + static_cast<int>(slot))) kept.push_back(term);
    if (kept.empty()) return {};
  }
  return all;
}

std::vector<Reading> Vocabulary::split(const Reading& reading) {
  std::vector<Reading> readings;
  for (std::size_t i = 0; i < reading.all_of.size(); ++i) {
    const auto& token = typed_token(reading.all_of[i]);
    if (token.size() > kLongestJoined || !any_form(reading.all_of[i]).empty()) continue;
    std::size_t found = 0;
    for (std::size_t at = token.size(); at-- > kShortestPart && found < kSplits;) {
      auto left = token.substr(0, at), right = token.substr(at);
      if (right.size() < kShortestPart || !is_known(left) || !is_beginning(right)) continue;
      Reading apart{ReadingKind::Split, reading.all_of};
      apart.all_of[i] = {{{left, false, TermKind::Typed}}};
      apart.all_of.push_back({{{right, true, TermKind::Typed}}});
      readings.push_back(std::move(apart));
      ++found;
    }
  }
  return readings;
}

}  // namespace rapport::search
