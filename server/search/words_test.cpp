#include "search/words.h"

#include <gtest/gtest.h>

namespace rapport::search {
namespace {

using Words = std::vector<std::string_view>;

TEST(Words, AreRunsOfLettersAndDigits) {
  EXPECT_EQ(words_of("ООО «Рога и копыта», 2-й этаж"),
            (Words{"ООО", "Рога", "и", "копыта", "2", "й", "этаж"}));
  EXPECT_EQ(words_of("ivan.petrov@example.com"), (Words{"ivan", "petrov", "example", "com"}));
  EXPECT_EQ(words_of("№5 — 漢字…café"), (Words{"5", "漢字", "café"}));
  EXPECT_EQ(words_of(" .,!"), Words{});
  EXPECT_EQ(words_of(""), Words{});
}

TEST(Words, KeepApostrophesInside) {
  EXPECT_EQ(words_of("Oʻktam G‘aniyev D'Artagnan"), (Words{"Oʻktam", "G‘aniyev", "D'Artagnan"}));
  EXPECT_EQ(words_of("'quoted' ‘words’ 5'7"), (Words{"quoted", "words", "5", "7"}));
}

TEST(Parts, BeginWhereLettersMeetDigitsAndCapitals) {
  EXPECT_EQ(parts_of("GTXPro"), (Words{"GTX", "Pro"}));
  EXPECT_EQ(parts_of("GtxPro1060Ti"), (Words{"Gtx", "Pro", "1060", "Ti"}));
  EXPECT_EQ(parts_of("РосНефть"), (Words{"Рос", "Нефть"}));
  EXPECT_EQ(parts_of("А123ВС"), (Words{"А", "123", "ВС"}));
}

TEST(Parts, AreOneWhereThereIsNoBorder) {
  for (const char* word : {"Иванов", "GTX", "иванов", "Oʻktam", "2026", "漢字", "Й"})
    EXPECT_EQ(parts_of(word), Words{word});
}

TEST(Number, IsAsciiDigitsAlone) {
  EXPECT_TRUE(is_number("0123"));
  for (const char* word : {"", "12a", "-1", "١٢"}) EXPECT_FALSE(is_number(word)) << word;
}

}  // namespace
}  // namespace rapport::search
