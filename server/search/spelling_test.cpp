#include "search/spelling.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "base/text.h"

namespace rapport::search {
namespace {

// Whether the query finds the word by a key and proves it near.
int found(std::string_view query, std::string_view word) {
  auto asked = lookup_keys(query), stored = dictionary_keys(word);
  std::vector<std::int64_t> shared;
  std::set_intersection(asked.begin(), asked.end(), stored.begin(), stored.end(),
                        std::back_inserter(shared));
  return shared.empty() ? -1 : errors_between(query, word);
}

TEST(Spelling, ForgivesByLength) {
  EXPECT_EQ(errors_allowed("abc"), 0);
  EXPECT_EQ(errors_allowed("abcd"), 1);
  EXPECT_EQ(errors_allowed("юлдашев"), 1);
  EXPECT_EQ(errors_allowed("юлдашева"), 2);
}

TEST(Spelling, FindsNearWords) {
  EXPECT_EQ(found("ivonov", "ivanov"), 1);
  EXPECT_EQ(found("ivnaov", "ivanov"), 1) << "neighbours swapped";
  EXPECT_EQ(found("vanov", "ivanov"), 1);
  EXPECT_EQ(found("iivanov", "ivanov"), 1);
  EXPECT_EQ(found("ivanov", "ivanov"), 0);
  EXPECT_EQ(found("iuldoshova", "iuldasheva"), 2);
  EXPECT_EQ(found("karimovich", "karimov"), -1);
  EXPECT_EQ(found("abcd", "abd"), 1);
}

TEST(Spelling, LeavesFarAndShortWordsAlone) {
  EXPECT_EQ(found("petrov", "ivanov"), -1);
  EXPECT_EQ(found("ivenev", "ivanov"), -1) << "two errors in six letters";
  EXPECT_EQ(found("oli", "ali"), -1);
  EXPECT_TRUE(lookup_keys("oli").empty());
}

// Every word within the errors allowed must share a key: all single and double edits of words of
// many lengths, over a small alphabet.
void edits_of(const std::string& word, int left, std::vector<std::string>& out) {
  out.push_back(word);
  if (left == 0) return;
  for (std::size_t i = 0; i <= word.size(); ++i) {
    edits_of(word.substr(0, i) + "z" + word.substr(i), left - 1, out);
    if (i == word.size()) continue;
    edits_of(word.substr(0, i) + word.substr(i + 1), left - 1, out);
    edits_of(word.substr(0, i) + "z" + word.substr(i + 1), left - 1, out);
    if (i + 1 == word.size()) continue;
    std::string swapped = word;
    std::swap(swapped[i], swapped[i + 1]);
    edits_of(swapped, left - 1, out);
  }
}

TEST(Spelling, MissesNoWordWithinTheErrorsAllowed) {
  for (const char* query : {"abcd", "abcde", "abcdefg", "abcdefgh", "abcdefghij", "aabbccddee"}) {
    std::vector<std::string> words;
    edits_of(query, errors_allowed(query), words);
    for (const std::string& word : words) {
      int distance = base::edit_distance(query, word, errors_allowed(query));
      if (distance > errors_allowed(query)) continue;
      ASSERT_EQ(found(query, word), distance) << query << " " << word;
    }
  }
}

TEST(Spelling, StoresFewKeys) {
  EXPECT_LE(dictionary_keys("abcdefghijklmnopqrstuvwxyz").size(), 29u);
  EXPECT_EQ(dictionary_keys("abcde").size(), 6u);
}

}  // namespace
}  // namespace rapport::search
