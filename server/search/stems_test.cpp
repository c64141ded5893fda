#include "search/stems.h"

#include <gtest/gtest.h>

#include "base/text.h"

namespace rapport::search {
namespace {

std::string stem(const char* word) { return stem_skeleton(base::fold(word)); }

TEST(Stems, BringRussianFormsTogether) {
  for (const char* word : {"договора", "договору", "договором", "договоре", "договоров"})
    EXPECT_EQ(stem(word), stem("договор")) << word;
  EXPECT_EQ(stem("поставками"), stem("поставка"));
  EXPECT_EQ(stem("договорённость"), stem("договоренности"));
}

TEST(Stems, BringEnglishFormsTogether) {
  EXPECT_EQ(stem("requesting"), stem("requests"));
  EXPECT_EQ(stem("invoices"), stem("invoice"));
}

TEST(Stems, LeaveOtherWordsAlone) {
  EXPECT_EQ(stem("GTX1060"), "gt1060");
  EXPECT_EQ(stem("漢字"), "漢字");
  EXPECT_EQ(stem("ivanов"), "ivanov") << "two alphabets in one word";
  EXPECT_EQ(stem(""), "");
}

TEST(Stems, ReadRussianInLatinLetters) {
  EXPECT_EQ(stem_skeleton_of_latin("ivanova"), "ivanov");
  EXPECT_EQ(stem_skeleton_of_latin("dogovorami"), "dogovor");
  EXPECT_EQ(stem_skeleton_of_latin("иванова"), "");
}

}  // namespace
}  // namespace rapport::search
