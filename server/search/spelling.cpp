#include "search/spelling.h"

#include <algorithm>
#include <string>

#include "base/text.h"

namespace rapport::search {

namespace {

constexpr std::size_t kPrefixLetters = 7;  // the rest of a word brings no keys: they would be many

using Letters = std::vector<std::string_view>;

Letters letters_of(std::string_view word) {
  Letters letters;
  word = base::prefix_of(word, kPrefixLetters);
  while (!word.empty()) {
    letters.push_back(base::prefix_of(word, 1));
    word.remove_prefix(letters.back().size());
  }
  return letters;
}

// FNV-1a. Another word of the same key costs a comparison, nothing else.
std::int64_t key_of(const Letters& letters) {
  std::uint64_t hash = 0xCBF29CE484222325;
  for (std::string_view letter : letters)
    for (unsigned char byte : letter) hash = (hash ^ byte) * 0x100000001B3;
  return static_cast<std::int64_t>(hash);
}

void add_keys(std::vector<std::int64_t>& keys, const Letters& letters, std::size_t from, int left) {
  keys.push_back(key_of(letters));
  if (left == 0) return;
  for (std::size_t i = from; i < letters.size(); ++i) {
    Letters shorter(letters);
    shorter.erase(shorter.begin() + static_cast<std::ptrdiff_t>(i));
    add_keys(keys, shorter, i, left - 1);
  }
}

std::vector<std::int64_t> keys_of(std::string_view word, int deletions) {
  std::vector<std::int64_t> keys;
  add_keys(keys, letters_of(word), 0, deletions);
  std::sort(keys.begin(), keys.end());
  keys.erase(std::unique(keys.begin(), keys.end()), keys.end());
  return keys;
}

}  // namespace

int errors_allowed(std::string_view word) {
  std::size_t length = base::length_of(word);
  return length < 4 ? 0 : length < 8 ? 1 : 2;
}

// A query of 8 letters forgives two errors, so that words of 6 must be ready for it.
std::vector<std::int64_t> dictionary_keys(std::string_view word) {
  return keys_of(word, base::length_of(word) < 6 ? 1 : 2);
}

std::vector<std::int64_t> lookup_keys(std::string_view word) {
  int allowed = errors_allowed(word);
  if (allowed == 0) return {};
  return keys_of(word, allowed);
}

int errors_between(std::string_view query, std::string_view word) {
  int allowed = errors_allowed(query);
  int errors = base::edit_distance(query, word, allowed);
  return errors > allowed ? -1 : errors;
}

}  // namespace rapport::search
