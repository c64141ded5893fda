#include "upgrades/upgrade.h"

#include <gtest/gtest.h>

#include <filesystem>

#include "storage/presence.h"

namespace rapport::upgrades {
namespace {

using storage::Assignment;
using storage::ColumnType;
using storage::Table;
using storage::Transaction;

constexpr std::int64_t kOne = 1;
int runs = 0;
bool breaks = false;

void add_one(Transaction& transaction, const TableOf& table) {
  storage::Update update;
  update.table = &table("items");
  update.add = {{"size", kOne}};
  transaction.update(update);
  ++runs;
  if (breaks) throw std::runtime_error("the power is gone");
}

struct Broken : std::runtime_error {
  using std::runtime_error::runtime_error;
};

class UpgradeTest : public ::testing::Test {
 protected:
  UpgradeTest() {
    folder_ = std::filesystem::temp_directory_path() /
              ("rapport-upgrade-" + base::system_random().hex(6));
    std::filesystem::create_directories(folder_);
    runs = 0;
    breaks = false;
    open();
  }
  ~UpgradeTest() override {
    database.reset();
    std::filesystem::remove_all(folder_);
  }

  void open() { database = storage::open_database(path(), {}); }
  std::string path() const { return (folder_ / "test.db").string(); }

  // A database of before there were numbers, with one item of size 5.
  void make_old() {
    database->migrate({&items_});
    database->write([&](Transaction& transaction) {
      storage::Insert insert;
      insert.table = &items_;
      insert.values = {{"size", std::int64_t{5}}};
      transaction.insert(insert);
    });
  }

  Outcome upgrade(const std::vector<Step>& steps, std::string rapport = "0.2.0") {
    return bring_up({.database = *database,
                     .there = storage::open_presence(path())->tables(),
                     .shipped = {&wider_, &upgrades_table()},
                     .rapport = std::move(rapport),
                     .steps = steps,
                     .clock = base::system_clock(),
                     .be_alone = [this] { ++waits; },
                     .backup =
                         [this](const Schema&) {
                           if (no_room) throw Broken("no room");
                           return "copy " + std::to_string(++copies);
                         },
                     .also = nullptr});
  }

  std::int64_t size() {
    storage::Query query;
    query.table = &items_;
    query.columns = {storage::Expression{0, "size"}};
    std::int64_t found = 0;
    database->read([&](Transaction& transaction) {
      transaction.select(query, [&](const storage::Row& row) {
        found = row.integer(0);
        return true;
      });
    });
    return found;
  }

  std::string refusal(const std::vector<Step>& steps, const std::string& rapport) {
    try {
      upgrade(steps, rapport);
    } catch (const base::Error& error) {
      return error.code;
    }
    return {};
  }

  const std::vector<Step> one_{{1, "one", add_one}};
  const std::vector<Step> two_{{1, "one", add_one}, {2, "two", add_one}};
  Table items_{"items", {{"size", ColumnType::Integer}}, {}, {}, {}};
  Table wider_{"items", {{"size", ColumnType::Integer}, {"b", ColumnType::Text}}, {}, {}, {}};
  std::unique_ptr<storage::Database> database;
  int copies = 0, waits = 0;
  bool no_room = false;

 private:
  std::filesystem::path folder_;
};

TEST_F(UpgradeTest, ANewDatabaseIsOfThePresentSchemaAtOnce) {
  EXPECT_FALSE(upgrade(two_).upgraded);
  EXPECT_EQ(read_state(*database).done->to.number, 2);
  EXPECT_EQ(copies, 0);
  database->migrate({&wider_});
  EXPECT_FALSE(upgrade(two_).upgraded);
  EXPECT_EQ(runs, 0);
}

TEST_F(UpgradeTest, StepsAreDoneOnceInTheirOrderAfterOneCopy) {
  make_old();
  auto outcome = upgrade(one_);
  EXPECT_TRUE(outcome.upgraded);
  EXPECT_EQ(outcome.backup, "copy 1");
  EXPECT_EQ(outcome.before.number, 0);
  EXPECT_EQ(size(), 6);
  EXPECT_FALSE(upgrade(one_).upgraded);
  EXPECT_EQ(upgrade(two_).before.number, 1);
  EXPECT_EQ(size(), 7);
  EXPECT_EQ(copies, 2);
  EXPECT_EQ(waits, 2);
}

TEST_F(UpgradeTest, WhatOnlyAddsWaitsForNobody) {
  make_old();
  upgrade(one_);
  wider_.columns.push_back({"c", ColumnType::Integer});
  auto outcome = upgrade(one_, "0.3.0");
  EXPECT_TRUE(outcome.upgraded);
  EXPECT_EQ(waits, 1);
  EXPECT_EQ(copies, 2);
  EXPECT_EQ(size(), 6);
}

TEST_F(UpgradeTest, AStepThatBreaksOffLeavesNothingAndIsDoneAgain) {
  make_old();
  breaks = true;
  EXPECT_THROW(upgrade(one_), std::runtime_error);
  EXPECT_EQ(size(), 5);
  EXPECT_TRUE(read_state(*database).announced->began_at.has_value());
  database.reset();
  open();
  breaks = false;
  auto outcome = upgrade(one_);
  EXPECT_TRUE(outcome.upgraded);
  EXPECT_EQ(outcome.backup, "copy 1");  // of the beginning, not of the middle
  EXPECT_EQ(copies, 1);
  EXPECT_EQ(size(), 6);
  EXPECT_EQ(runs, 2);
}

TEST_F(UpgradeTest, WithoutItsCopyNothingIsChanged) {
  make_old();
  no_room = true;
  EXPECT_THROW(upgrade(one_), Broken);
  EXPECT_EQ(storage::open_presence(path())->tables(), std::set<std::string>{"items"});
  no_room = false;
  upgrade(one_);
  no_room = true;
  EXPECT_THROW(upgrade(two_), Broken);
  auto state = read_state(*database);
  EXPECT_EQ(state.done->to.number, 1);
  EXPECT_FALSE(state.announced.has_value());  // others need not end for it
  EXPECT_FALSE(is_left_behind(*database, one_));
}

TEST_F(UpgradeTest, ANewerOneIsRefusedAndAnEqualOneIsNot) {
  make_old();
  upgrade(two_, "0.3.0");
  EXPECT_EQ(refusal(one_, "0.2.0"), "newer_schema");
  EXPECT_EQ(refusal(one_, "0.4.0"), "newer_schema");  // the number counts
  EXPECT_FALSE(upgrade(two_, "0.2.9").upgraded);       // the same schema: one may go back
  wider_.columns.pop_back();
  EXPECT_EQ(refusal(two_, "0.2.9"), "newer_schema");
  EXPECT_TRUE(upgrade(two_, "0.3.1").upgraded);
  EXPECT_EQ(size(), 7);
}

TEST_F(UpgradeTest, OneThatIsAtWorkHearsOfTheAnnouncement) {
  make_old();
  upgrade(one_);
  EXPECT_FALSE(is_left_behind(*database, one_));
  bool heard = false;
  bring_up({.database = *database,
            .there = {"items", upgrades_table().name},
            .shipped = {&wider_, &upgrades_table()},
            .rapport = "0.3.0",
            .steps = two_,
            .clock = base::system_clock(),
            .be_alone = [&] { heard = is_left_behind(*database, one_); },
            .backup = [](const Schema&) { return ""; },
            .also = nullptr});
  EXPECT_TRUE(heard);
  EXPECT_TRUE(is_left_behind(*database, one_));
  EXPECT_FALSE(is_left_behind(*database, two_));
}

TEST_F(UpgradeTest, TheStepsOfTheProgramAreNumberedWithoutGaps) {
  std::int64_t number = 0;
  for (const auto& step : steps()) EXPECT_EQ(step.number, ++number);
}

}  // namespace
}  // namespace rapport::upgrades
