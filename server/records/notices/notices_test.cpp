#include "records/notices/notices.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace rapport::records {

namespace {

class Mentions : public ::testing::Test {
 protected:
  Mentions() {
    for (const char* name : {"Ali", "Ali Valiev", "Малика Юсупова", "Ёдгор Ёкубов"}) add(name);
  }
  void add(const std::string& name) {
    auto id = base::new_id(0, base::system_random());
    directory_.people[id] = {.id = id, .name = name};
  }
  // Names of those who are named, in alphabetical order.
  std::string named(std::string_view text) {
    std::vector<std::string> names;
    for (const auto& id : people_named(directory_, text))
      names.push_back(directory_.people.at(id).name);
    std::sort(names.begin(), names.end());
    std::string joined;
    for (const auto& name : names) joined += (joined.empty() ? "" : ", ") + name;
    return joined;
  }
  access::DirectorySnapshot directory_;
};

TEST_F(Mentions, AreTheLongestNamesAfterTheSign) {
  EXPECT_EQ(named("Ask @Ali Valiev, please"), "Ali Valiev");
  EXPECT_EQ(named("Ask @Ali, please, and (@Малика Юсупова)"), "Ali, Малика Юсупова");
  EXPECT_EQ(named("@ali valiev @ALI"), "Ali, Ali Valiev");
  EXPECT_EQ(named("@едгор екубов"), "Ёдгор Ёкубов");
}

TEST_F(Mentions, AreNotPartsOfOtherWords) {
  EXPECT_EQ(named("@Alisher"), "");
  EXPECT_EQ(named("@Малика Юсуповаа"), "");
  EXPECT_EQ(named("Ali Valiev"), "");
  EXPECT_EQ(named("write to a@example.uz"), "");
  EXPECT_EQ(named("@"), "");
}

TEST_F(Mentions, OfNamesakesAreAllOfThem) {
  add("Ali Valiev");
  EXPECT_EQ(named("@Ali Valiev"), "Ali Valiev, Ali Valiev");
}

}  // namespace

}  // namespace rapport::records
