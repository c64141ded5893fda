// The text index by itself: what is written is found, replaced, taken back, and kept by its state.
#include "storage/text_index.h"

#include <gtest/gtest.h>

#include <filesystem>

#include "base/clock.h"

namespace rapport::storage {
namespace {

using Numbers = std::vector<std::int64_t>;
using Words = std::vector<std::string>;

class TextIndexTest : public ::testing::Test {
 protected:
  TextIndexTest() {
    options_.path = (std::filesystem::temp_directory_path() /
                     ("rapport-text-" + base::system_random().hex(8) + ".db"))
                        .string();
    options_.keys_of = [](std::string_view word) {
      return std::vector<std::int64_t>{static_cast<std::int64_t>(word.size())};
    };
    open();
  }
  ~TextIndexTest() override {
    index_.reset();
    for (const char* suffix : {"", "-wal", "-shm"}) std::filesystem::remove(options_.path + suffix);
  }
  void open() {
    index_.reset();
    index_ = open_text_index(options_);
  }

  void put(std::int64_t number, std::vector<std::string> columns) {
    TextBatch batch;
    batch.put.push_back({number, id(number), std::move(columns)});
    ASSERT_TRUE(index_->write(batch));
  }
  static base::Id id(std::int64_t number) {
    base::Id id;
    id.bytes[15] = static_cast<std::uint8_t>(number);
    return id;
  }
  static TextTerm term(std::string token, bool is_prefix = false) {
    return {{std::move(token)}, is_prefix};
  }
  Numbers match(std::vector<TextGroup> groups, std::size_t limit = 100) {
    Numbers found;
    index_->read([&](TextReader& reader) { found = reader.match({groups, 0, 1'000, limit}); });
    return found;
  }
  Numbers match(const std::string& token, std::uint32_t columns = 1) {
    return match({{{term(token)}, columns}});
  }

  TextIndexOptions options_;
  std::unique_ptr<TextIndex> index_;
};

TEST_F(TextIndexTest, FindsByColumnsFromTheLeastNumberUp) {
  put(1, {"ivanov petr", "mail"});
  put(2, {"petrov", "ivanov"});
  put(3, {"ivanov"});
  EXPECT_EQ(match("ivanov"), (Numbers{1, 3}));
  EXPECT_EQ(match("ivanov", 2), Numbers{2});
  EXPECT_EQ(match("ivanov", 3), (Numbers{1, 2, 3}));
  EXPECT_EQ(match({{{term("ivanov")}, 3}}, 2), (Numbers{1, 2}));
  EXPECT_EQ(match({{{term("ivanov")}, 1}, {{term("petr"), term("oleg")}, 1}}), Numbers{1});
  EXPECT_EQ(match({{{term("iva", true)}, 1}}), (Numbers{1, 3}));
  EXPECT_EQ(match({{{TextTerm{{"petr", "mai"}, true}}, 3}}), Numbers{1});
  EXPECT_EQ(match("ivanov", 0), Numbers{});
  EXPECT_EQ(match(std::vector<TextGroup>{}), Numbers{});
  EXPECT_THROW(match({{{term("ivano", true)}, 1}}), std::logic_error);
}

TEST_F(TextIndexTest, TakesSignsForNothing) {
  put(1, {"ivanov"});
  EXPECT_EQ(match("iva\"nov"), Numbers{});
  EXPECT_EQ(match("\" OR ivanov"), Numbers{});
}

TEST_F(TextIndexTest, ReplacesAndTakesBack) {
  put(1, {"ivanov petr"});
  put(1, {"ivanov", "oleg"});
  EXPECT_EQ(match("petr"), Numbers{});
  EXPECT_EQ(match("oleg", 2), Numbers{1});
  index_->read([](TextReader& reader) {
    EXPECT_EQ(reader.documents_of(id(1)), Numbers{1});
    EXPECT_EQ(reader.documents_of(id(2)), Numbers{});
    EXPECT_EQ(reader.first_column(1), "ivanov");
    EXPECT_EQ(reader.first_column(2), "");
  });
  TextBatch batch;
  batch.remove = {1, 7};
  EXPECT_TRUE(index_->write(batch));
  EXPECT_EQ(match("ivanov"), Numbers{});
}

TEST_F(TextIndexTest, WritesNothingOntoAnotherState) {
  TextBatch batch;
  batch.new_state = "one";
  EXPECT_TRUE(index_->write(batch));
  batch.put.push_back({1, id(1), {"ivanov"}});
  batch.words = {{0, "ivanov"}};
  EXPECT_FALSE(index_->write(batch)) << "the state is no longer empty";
  EXPECT_EQ(match("ivanov"), Numbers{});
  batch.old_state = "one";
  batch.new_state = "two";
  EXPECT_TRUE(index_->write(batch));
  open();
  index_->read([](TextReader& reader) {
    EXPECT_EQ(reader.state(), "two");
    EXPECT_TRUE(reader.has_word(0, "ivanov")) << "a word of a refused batch was not written";
  });
}

TEST_F(TextIndexTest, KeepsAVocabulary) {
  TextBatch batch;
  batch.words = {{0, "ivan"}, {0, "ivanov"}, {0, "petr"}, {1, "ivan1"}};
  EXPECT_TRUE(index_->write(batch));
  EXPECT_TRUE(index_->write(batch)) << "known words are no error";
  index_->read([](TextReader& reader) {
    EXPECT_EQ(reader.words_beginning(0, "iva", 10), (Words{"ivan", "ivanov"}));
    EXPECT_EQ(reader.words_beginning(0, "iva", 1), Words{"ivan"});
    EXPECT_EQ(reader.words_beginning(1, "iva", 10), Words{"ivan1"});
    EXPECT_TRUE(reader.has_word(0, "petr"));
    EXPECT_FALSE(reader.has_word(1, "petr"));
    EXPECT_EQ(reader.words_by_key(4), (Words{"ivan", "petr"}));
    EXPECT_EQ(reader.words_by_key(5), Words{}) << "ivan1 is of a kind without keys";
  });
}

TEST_F(TextIndexTest, KeepsManyWordsOfAKindOtherwise) {
  options_.kind_of_many = 1;
  open();
  TextBatch batch;
  batch.words = {{0, "ivan"}, {1, "a1"}, {1, "a12"}, {1, "b7"}, {1, "мир9"}};
  EXPECT_TRUE(index_->write(batch));
  for (int i = 0; i < 20; ++i) EXPECT_TRUE(index_->write(batch)) << "known words are no error";
  auto expect_words = [&] {
    index_->read([](TextReader& reader) {
      EXPECT_EQ(reader.words_beginning(1, "a", 10), (Words{"a1", "a12"}));
      EXPECT_EQ(reader.words_beginning(1, "a", 1), Words{"a1"});
      EXPECT_EQ(reader.words_beginning(1, "мир", 9), Words{"мир9"});
      EXPECT_EQ(reader.words_beginning(0, "a", 10), Words{});
      EXPECT_TRUE(reader.has_word(1, "b7"));
      EXPECT_FALSE(reader.has_word(1, "b"));
      EXPECT_FALSE(reader.has_word(1, "b7\" OR \"a1"));
      EXPECT_FALSE(reader.has_word(1, ""));
      EXPECT_FALSE(reader.has_word(0, "b7"));
    });
  };
  expect_words();
  while (index_->compact(Compaction::Whole)) {
  }
  expect_words();
  open();
  expect_words();
}

TEST_F(TextIndexTest, MakesBeginningsAsItIsTold) {
  options_.prefixes_of = [](std::string_view token) {
    return token.front() == 'w' ? PrefixLengths{4, 4} : PrefixLengths{2, 4};
  };
  open();
  put(1, {"w1234 мир  a", "petr"});
  EXPECT_EQ(match({{{term("w123", true)}, 1}}), Numbers{1});
  EXPECT_EQ(match({{{term("w12", true)}, 1}}), Numbers{});
  EXPECT_EQ(match({{{term("ми", true)}, 1}}), Numbers{1});
  EXPECT_EQ(match({{{term("мир", true)}, 1}}), Numbers{1}) << "a beginning may be all";
  EXPECT_EQ(match({{{term("pet", true)}, 1}}), Numbers{}) << "another column";
  put(1, {"petr"});
  EXPECT_EQ(match({{{term("w123", true)}, 1}}), Numbers{}) << "taken back with its token";
}

TEST_F(TextIndexTest, PutsTogetherWhatIsNewAndLeavesTheRest) {
  auto size = [&] { return std::filesystem::file_size(options_.path + "-wal"); };
  for (int i = 0; i < 50'000;) {
    TextBatch many;
    for (int last = i + 1'000; i < last; ++i)
      many.put.push_back({i, id(i), {"word" + std::to_string(i)}});
    ASSERT_TRUE(index_->write(many));
  }
  while (index_->compact(Compaction::Whole)) {
  }
  open();  // a log that begins anew
  for (int i = 50'001; i <= 50'004; ++i) {
    TextBatch one;
    one.put.push_back({i, id(i), {"ivanov word" + std::to_string(i)}});
    ASSERT_TRUE(index_->write(one));
  }
  auto before = size();
  int pieces = 0;
  while (index_->compact(Compaction::WhatIsNew)) ++pieces;
  EXPECT_GT(pieces, 0);
  EXPECT_LT(size() - before, 300'000u) << "the large piece was written anew";
  Numbers found;
  index_->read([&](TextReader& reader) {
    found = reader.match({{{{term("ivanov")}, 1}}, 0, 100'000, 100});
  });
  EXPECT_EQ(found, (Numbers{50'001, 50'002, 50'003, 50'004}));
}

TEST_F(TextIndexTest, IsTidiedUpAndThrownAway) {
  for (int i = 1; i < 50; ++i) put(i, {"ivanov"});
  while (index_->compact(Compaction::Whole)) {
  }
  EXPECT_EQ(match("ivanov").size(), 49u);
  index_->reset();
  EXPECT_EQ(match("ivanov"), Numbers{});
  put(1, {"ivanov"});
  EXPECT_EQ(match("ivanov"), Numbers{1});
}

}  // namespace
}  // namespace rapport::storage
