// The index and the query together: what is stored of a text, and which queries find it.
#include "search/query_terms.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "base/text.h"
#include "search/layout.h"
#include "search/tokens.h"

namespace rapport::search {
namespace {

using Tokens = std::set<std::string>;

Tokens tokens_of(std::string_view text) {
  auto parts = base::split(index_tokens(text), ' ');
  return {parts.begin(), parts.end()};
}

bool holds(const Tokens& tokens, const std::string& token, bool is_prefix) {
  auto found = tokens.lower_bound(token);
  return found != tokens.end() && (is_prefix ? found->starts_with(token) : *found == token);
}

bool holds(const Tokens& tokens, const Term& term) {
  if (term.kind != TermKind::Phone) return holds(tokens, term.token, term.is_prefix);
  auto grams = phone_grams(std::string_view(term.token).substr(1));
  return std::all_of(grams.begin(), grams.end(), [&](const std::string& gram) {
    return holds(tokens, gram, gram.size() <= kGramDigits);
  });
}

bool fits(const Tokens& tokens, const Reading& reading) {
  return std::all_of(reading.all_of.begin(), reading.all_of.end(), [&](const QueryWord& word) {
    return std::any_of(word.any_of.begin(), word.any_of.end(),
                       [&](const Term& term) { return holds(tokens, term); });
  });
}

// The kind of the first reading that finds the text; nothing when none does.
std::optional<ReadingKind> found_by(std::string_view text, std::string_view query) {
  Tokens tokens = tokens_of(text);
  for (const Reading& reading : query_terms(query))
    if (fits(tokens, reading)) return reading.kind;
  return std::nullopt;
}

struct Case {
  const char* text;
  const char* query;
  std::optional<ReadingKind> kind;
};

constexpr auto kTyped = ReadingKind::Typed;

class Search : public testing::TestWithParam<Case> {};

TEST_P(Search, Finds) {
  const Case& c = GetParam();
  EXPECT_EQ(found_by(c.text, c.query), c.kind) << c.text << " | " << c.query;
}

INSTANTIATE_TEST_SUITE_P(Spellings, Search, testing::ValuesIn(std::vector<Case>{
    {"Иванов Пётр", "Ivanov", kTyped},
    {"Иванов Пётр", "иванова", kTyped},
    {"Иванова Анна", "Иванов", kTyped},
    {"Ivanov Petr", "Иванов", kTyped},
    {"Иванов Пётр", "Ivanova", kTyped},
    {"Иванов Пётр", "петр ИВАН", kTyped},
    {"Иванов Петр", "Пётр", kTyped},
    {"Соловьёв", "соловьев", kTyped},
    {"Юлдашева Феруза", "yuldash", kTyped},
    {"Oʻktam Gʻaniyev", "ўктам ғание", kTyped},
    {"Oʻktam", "o'ktam", kTyped},
    {"Oʻktam", "oktam", kTyped},
    {"Иванов Пётр", "Сидоров", std::nullopt},
    {"Иванов Пётр", "Иванов Олег", std::nullopt},
    {"Петров Иван", "Иванов", kTyped},  // by the stem, which ranking puts last
}));

INSTANTIATE_TEST_SUITE_P(Stems, Search, testing::ValuesIn(std::vector<Case>{
    {"подписание договоров поставки", "договор", kTyped},
    {"договор поставки", "договоров", kTyped},
    {"договор поставки", "договорами поставками", kTyped},
    {"requesting invoices", "invoice request", kTyped},
    {"invoice", "invoices", kTyped},
    {"договор", "дог", kTyped},
    {"договор", "поговор", std::nullopt},
}));

INSTANTIATE_TEST_SUITE_P(AsYouType, Search, testing::ValuesIn(std::vector<Case>{
    {"Ахмедов", "ах", kTyped},
    {"Дмитриев", "дмитри", kTyped},
    {"Дмитриев", "dmitri", kTyped},
    {"Дмитриев", "dmitriy", kTyped},
    {"Дмитриев", "dmitriye", kTyped},
    {"Bakhtiyor Alimov", "bak", kTyped},
    {"Bakhtiyor Alimov", "bakh", kTyped},
    {"Александров", "алек", kTyped},
    {"Каримжон", "karimz", kTyped},
    {"Щербаков", "shc", kTyped},
    {"Щербаков", "shch", kTyped},
    {"Щербаков", "sherb", kTyped},
}));

INSTANTIATE_TEST_SUITE_P(Parts, Search, testing::ValuesIn(std::vector<Case>{
    {"Видеокарта GTX Pro", "GTXPro", ReadingKind::Split},
    {"Видеокарта GTXPro", "gtx pro", kTyped},
    {"Видеокарта GTX Super Pro", "GTXPro", ReadingKind::Split},
    {"Видеокарта GTXPRO", "GTX Pro", ReadingKind::Joined},
    {"GTX 1060 Ti", "GTX1060", ReadingKind::Split},
    {"GTX 1060 Ti", "GTX1060Ti", ReadingKind::Split},
    {"GTX1060", "1060", kTyped},
    {"GTX Pro", "xPro", std::nullopt},
}));

INSTANTIATE_TEST_SUITE_P(Layout, Search, testing::ValuesIn(std::vector<Case>{
    {"Иванов Пётр", "bdfyjd", ReadingKind::OtherLayout},
    {"Иванов Пётр", "bdfyjd gtnh", ReadingKind::OtherLayout},
    {"Иванов Пётр", "Gtn", ReadingKind::OtherLayout},
    {"Хасанов", "[fcfyjd", ReadingKind::OtherLayout},
    {"Ivanov", "шмфтщм", ReadingKind::OtherLayout},
    {"Microsoft", "Ьшскщыщае", ReadingKind::OtherLayout},
    {"Microsoft Office", "ьшскщ", ReadingKind::OtherLayout},
    {"Договор 2026", "ljujdjh 2026", ReadingKind::OtherLayout},
}));

INSTANTIATE_TEST_SUITE_P(Phones, Search, testing::ValuesIn(std::vector<Case>{
    {"+998 90 123-45-67", "998901234567", kTyped},
    {"+998 90 123-45-67", "1234567", kTyped},
    {"+998 90 123-45-67", "0123", kTyped},
    {"+998 90 123-45-67", "+998 (90) 123 45 67", kTyped},
    {"998901234567", "+998 (90) 123 45 67", ReadingKind::Phone},
    {"998901234567", "123-45-67", ReadingKind::Phone},
    {"998901234567", "4567", kTyped},
    {"79123456789", "8 912 345-67-89", ReadingKind::Phone},
    {"79123456789", "89123456789", kTyped},
    {"8 (912) 345-67-89", "+79123456789", kTyped},
    {"90 123 45 67", "998901234567", kTyped},
    {"Каримов, тел. 998901234567", "Каримов 123-45-67", ReadingKind::Phone},
    {"998901234567", "1235", std::nullopt},
}));

TEST(IndexTokens, HoldNoTokenTwice) {
  EXPECT_EQ(index_tokens("Иванов иванов IVANOV"), "ivanov qivan");
  EXPECT_EQ(index_tokens(""), "");
  EXPECT_EQ(index_tokens("— «»"), "");
}

TEST(IndexTokens, AreWordsOfTheTokenAlphabet) {
  std::string tokens = index_tokens("Съёмка №5: «Qo'qon» xwy — GTXPro, объект О'Нил");
  EXPECT_EQ(tokens.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789 "), tokens.npos)
      << tokens;
  EXPECT_EQ(tokens.find("  "), tokens.npos);
}

TEST(IndexTokens, CutLongWords) {
  std::string text(1000, 'a');
  for (std::size_t i = 0; i < text.size(); i += 2) text[i] = 'b';
  for (const std::string& token : tokens_of(text)) EXPECT_LE(token.size(), kWordChars + 1);
  EXPECT_EQ(found_by(text, text.substr(0, 200)), kTyped);
}

TEST(PhoneTokens, AreItsDigitsByFours) {
  Tokenizer tokenizer;
  tokenizer.add_phone("123456");
  EXPECT_EQ(tokenizer.take(), "w1234 w2345 w3456 w456");
  tokenizer.add_phone("12");
  EXPECT_EQ(tokenizer.take(), "");
  EXPECT_EQ(phone_grams("23456"), (std::vector<std::string>{"w2345", "w3456"}));
  EXPECT_EQ(phone_grams("456"), std::vector<std::string>{"w456"});
}

TEST(Tokenizer, SortsTheWordsItMeets) {
  Tokenizer tokenizer;
  tokenizer.add_text("Договоры GTX1060");
  tokenizer.add_address("ivanov@mail.ru");
  tokenizer.take();
  using List = std::vector<std::string>;
  WordLists words = tokenizer.take_words();
  EXPECT_EQ(words[0], (List{"dogovori", "gt"}));
  EXPECT_EQ(words[1], (List{"gt1060", "1060", "ivanov", "mail", "ru"}));
  EXPECT_EQ(words[2], List{"qdogovor"});
  EXPECT_TRUE(tokenizer.take_words()[0].empty());
  tokenizer.add_text("Договоры");
  EXPECT_EQ(tokenizer.take_words()[0], List{"dogovori"}) << "a remembered word is told again";
}

TEST(QueryTerms, OfNothingAreNone) {
  for (const char* query : {"", "   ", "«»", "-", "ъ"})
    EXPECT_TRUE(query_terms(query).empty()) << query;
}

TEST(QueryTerms, AreLimited) {
  std::string query;
  for (int i = 0; i < 1000; ++i) query += "слово" + std::to_string(i) + " ";
  for (const Reading& reading : query_terms(query)) EXPECT_LE(reading.all_of.size(), kQueryWords);
}

TEST(QueryTerms, LeaveSingleLettersWhole) {
  auto readings = query_terms("договор и акт");
  ASSERT_FALSE(readings.empty());
  ASSERT_EQ(readings[0].all_of.size(), 3u);
  EXPECT_FALSE(readings[0].all_of[1].any_of[0].is_prefix);
  EXPECT_TRUE(query_terms("и")[0].all_of[0].any_of[0].is_prefix);
}

TEST(OtherLayout, ChangesOnlyWhatBecomesAWord) {
  EXPECT_EQ(other_layout("bdfyjd gtnh"), "иванов петр");
  EXPECT_EQ(other_layout("bdfyjd 2026"), "иванов 2026");
  EXPECT_EQ(other_layout("k.lvbkf"), "людмила");
  EXPECT_EQ(other_layout("ivan"), "") << "шмфт has no vowel";
  EXPECT_EQ(other_layout("db"), "") << "two letters are too few to tell";
  EXPECT_EQ(other_layout("2026"), "");
  EXPECT_EQ(other_layout(""), "");
}

}  // namespace
}  // namespace rapport::search
