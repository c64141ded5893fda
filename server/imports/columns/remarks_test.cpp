#include "imports/columns/remarks.h"

#include <gtest/gtest.h>

namespace rapport::imports {
namespace {

const schema::Strings& words() {
  static const schema::Strings strings({
      {"strings/en/messages.json",
       R"({"import_guessed_words": "Taken for: {names}", "import_unknown_people": "No: {names}"})"},
      {"strings/en/accounts.json", R"({"choices": {"kind": {"customer": "Customer"}}})"},
  });
  return strings;
}

std::string told(std::string_view remarks) {
  return remarks_in_words(words(), schema::Language::En, remarks);
}

TEST(Remarks, TellWhatAWordWasTakenFor) {
  EXPECT_EQ(told(R"([{"column": "Type", "kind": "guess", "more": false, "count": 2, "values": [
                {"word": "client", "key": "customer", "place": "accounts.choices.kind.",
                 "name": "", "count": 2}]}])"),
            R"x([{"column":"Type","message":"Taken for: client → Customer (2)"}])x");
}

TEST(Remarks, NameAStageAsTheCompanyDoes) {
  EXPECT_EQ(told(R"([{"column": "s", "kind": "guess", "more": true, "count": 9, "values": [
                {"word": "Won", "key": "won", "place": "pipelines.stages.", "name": "Ura",
                 "count": 8}]}])"),
            R"x([{"column":"s","message":"Taken for: Won → Ura (8), …"}])x");
}

TEST(Remarks, GoOnWithWhatWasToldBefore) {
  std::string kept = Remarks(R"([{"column": "s", "kind": "stranger", "more": true, "count": 3,
    "values": [{"word": "Ann", "key": "", "place": "", "name": "", "count": 3}]}])").text();
  EXPECT_EQ(told(kept), R"x([{"column":"s","message":"No: Ann (3), …"}])x");
  EXPECT_EQ(Remarks(kept).text(), kept);
}

TEST(Remarks, ReadThoseOfAnEarlierVersion) {
  constexpr std::string_view kOld = R"([{"column": "s", "values": ["Ann", "…"], "count": 3}])";
  EXPECT_EQ(told(kOld), R"([{"column":"s","message":"No: Ann, …"}])");
  EXPECT_EQ(told(Remarks(kOld).text()), R"([{"column":"s","message":"No: Ann, …"}])");
}

}  // namespace
}  // namespace rapport::imports
