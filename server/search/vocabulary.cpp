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

TextTerm phone_term(const std::string& token) {
  auto part = std::string_view(token).substr(1);
  return {phone_grams(part), part.size() < kGramDigits};
}

}  // namespace

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
  for (auto kind : {WordKind::Plain, WordKind::Code})
    for (auto& word : reader_.words_beginning(static_cast<int>(kind), prefix, kWordsBeginning))
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
  if (std::any_of(word.begin(), word.end(), [](char c) { return c >= '0' && c <= '9'; })) return;
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
