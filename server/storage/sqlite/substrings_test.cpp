#include "storage/sqlite/substrings.h"

#include <gtest/gtest.h>

#include <filesystem>

#include "base/clock.h"
#include "storage/database.h"
#include "storage/sqlite/substring_backlog.h"

namespace rapport::storage::sqlite {
namespace {

class Substrings : public ::testing::Test {
 protected:
  Substrings() {
    things_ = {"things", {{"name", ColumnType::Text}, {"team", ColumnType::Bytes}}, {}, {}, {}};
    open();
  }
  ~Substrings() override {
    database_.reset();
    for (const char* end : {"", "-wal", "-shm"}) std::filesystem::remove(path_.string() + end);
  }

  std::vector<std::string> open() {
    database_.reset();
    OpenOptions options;
    options.durable = false;
    database_ = open_database(path_.string(), options);
    return database_->migrate({&things_});
  }
  // All that is there is in the index then; what comes later waits for a while.
  void index() {
    things_.substring_column = "name";
    things_.substring_scope = "team";
    EXPECT_EQ(open(), std::vector<std::string>{"things_substrings"});
  }
  void add(const std::string& name) {
    database_->write([&](Transaction& transaction) {
      Insert insert;
      insert.table = &things_;
      insert.values = {{"name", name}, {"team", team_}};
      transaction.insert(insert);
    });
  }
  // Row numbers that the index alone gives, smallest first.
  std::string candidates(const std::string& text, bool within_team = false) {
    auto test = compare("name", storage::Test::Contains, Cell(text));
    auto scope = compare("team", storage::Test::Equal, Cell(team_));
    std::vector<const Condition*> parts{&test};
    if (within_team) parts.push_back(&scope);
    Connection connection(path_.string(), OpenMode::ReadWrite, 1 << 20, false);
    auto statement = substring_candidates(things_, parts);
    auto cursor = connection.prepare("SELECT * FROM (" + statement.text + ") ORDER BY 1");
    cursor.bind(statement.values);
    std::string out;
    while (cursor.step()) out += std::to_string(cursor.integer(0)) + " ";
    return out;
  }

  std::filesystem::path path_ = std::filesystem::temp_directory_path() /
                                ("rapport-substrings-" + base::system_random().hex(8) + ".db");
  Table things_;
  const base::Id team_ = base::Id::parse("0197a3c1-0000-7000-8000-000000000001").value();
  std::unique_ptr<Database> database_;
};

TEST_F(Substrings, ATextOfOneLetterOrTwoIsFoundByTheIndex) {
  for (const auto* name : {"alpha", "beta", "жук", "b z", "x"}) add(name);
  index();
  for (bool within_team : {false, true}) {
    EXPECT_EQ(candidates("a", within_team), "1 2 ");
    EXPECT_EQ(candidates("al", within_team), "1 ");
    EXPECT_EQ(candidates("ta", within_team), "2 ") << "at the end";
    EXPECT_EQ(candidates("ук", within_team), "3 ");
    EXPECT_EQ(candidates("x", within_team), "5 ") << "the whole of it";
    EXPECT_EQ(candidates("lpha", within_team), "1 ");
    EXPECT_EQ(candidates("zz", within_team), "");
  }
}

TEST_F(Substrings, AnIndexOfOtherPiecesIsMadeAnew) {
  add("alpha");
  index();
  EXPECT_TRUE(open().empty());
  {
    Connection connection(path_.string(), OpenMode::ReadWrite, 1 << 20, false);
    connection.execute("DROP TABLE things_substrings");
    connection.execute(create_substring_table_sql(things_));
    connection.execute("INSERT INTO things_substrings(rowid,text) VALUES(1,'alp lph pha');"
                       "UPDATE substring_state SET name='things'");
  }
  EXPECT_EQ(open(), std::vector<std::string>{"things_substrings"});
  EXPECT_EQ(candidates("al"), "1 ");
  Connection connection(path_.string(), OpenMode::ReadWrite, 1 << 20, false);
  EXPECT_EQ(connection.integer({"SELECT count(*) FROM substring_state", {}}), 1);
}

}  // namespace
}  // namespace rapport::storage::sqlite
