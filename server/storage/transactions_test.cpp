#include <gtest/gtest.h>

#include <atomic>
#include <future>
#include <thread>

#include "storage/test_engine.h"

namespace rapport::storage {
namespace {

using testing::query_of;

class Transactions : public testing::EngineTest {
 protected:
  Transactions() {
    items_ = {name("items"),
              {{"name", ColumnType::Text}, {"amount", ColumnType::Integer}},
              {},
              {{{"name"}, true, "name IS NOT NULL"}, {{"amount"}, false, {}}},
              {}};
    counters_ = {name("counters"),
                 {{"name", ColumnType::Text}, {"value", ColumnType::Integer}},
                 {"name"},
                 {},
                 {}};
    database->migrate({&items_, &counters_});
  }

  void add(Transaction& transaction, std::string item, std::int64_t amount = 0) {
    insert(transaction, items_, {{"name", std::move(item)}, {"amount", amount}});
  }
  std::string items() { return rows(query_of(items_, {"name"})); }

  Table items_, counters_;
};

TEST_P(Transactions, AreWholeOrAbsent) {
  database->write([&](Transaction& transaction) {
    add(transaction, "a");
    add(transaction, "b");
  });
  EXPECT_EQ(items(), "b a");
  EXPECT_THROW(database->write([&](Transaction& transaction) {
    add(transaction, "c");
    throw std::runtime_error("no");
  }),
               std::runtime_error);
  EXPECT_EQ(items(), "b a");
}

TEST_P(Transactions, RowNumbersGrowAndNeverRepeat) {
  std::int64_t last = 0;
  for (int i = 0; i < 3; ++i)
    database->write([&](Transaction& transaction) {
      auto rid = insert(transaction, items_, {{"amount", std::int64_t{i}}});
      EXPECT_GT(rid, last);
      last = rid;
      Delete all;
      all.table = &items_;
      EXPECT_EQ(transaction.remove(all), 1);
    });
}

TEST_P(Transactions, ASavepointUndoesItsOwn) {
  database->write([&](Transaction& transaction) {
    add(transaction, "kept");
    EXPECT_THROW(transaction.savepoint([&] {
      add(transaction, "undone");
      throw std::runtime_error("no");
    }),
                 std::runtime_error);
    transaction.savepoint([&] {
      add(transaction, "inner");
      try {
        transaction.savepoint([&] {
          add(transaction, "innermost");
          throw std::runtime_error("no");
        });
      } catch (const std::runtime_error&) {
      }
    });
    add(transaction, "after");
  });
  EXPECT_EQ(items(), "after inner kept");
}

TEST_P(Transactions, WorkGoesOnAfterAViolationInASavepoint) {
  database->write([&](Transaction& transaction) {
    add(transaction, "a");
    EXPECT_THROW(transaction.savepoint([&] { add(transaction, "a"); }), UniqueViolation);
    add(transaction, "b");
  });
  EXPECT_EQ(items(), "b a");
}

TEST_P(Transactions, ActionsFollowTheCommitOnly) {
  std::vector<std::string> done;
  auto note = [&](std::string what) { return [&done, what] { done.push_back(what); }; };
  database->write([&](Transaction& transaction) {
    transaction.on_commit(note("first"));
    try {
      transaction.savepoint([&] {
        transaction.on_commit(note("undone"));
        throw std::runtime_error("no");
      });
    } catch (const std::runtime_error&) {
    }
    transaction.savepoint([&] { transaction.on_commit(note("second")); });
    EXPECT_TRUE(done.empty());
  });
  EXPECT_EQ(done, (std::vector<std::string>{"first", "second"}));
  EXPECT_THROW(database->write([&](Transaction& transaction) {
    transaction.on_commit(note("never"));
    throw std::runtime_error("no");
  }),
               std::runtime_error);
  EXPECT_EQ(done.size(), 2u);
}

TEST_P(Transactions, AReaderStaysOnItsSnapshot) {
  database->write([&](Transaction& transaction) { add(transaction, "a"); });
  database->read([&](Transaction& reader) {
    EXPECT_EQ(rows(reader, query_of(items_, {"name"})), "a");
    std::thread writer(
        [&] { database->write([&](Transaction& transaction) { add(transaction, "b"); }); });
    writer.join();
    EXPECT_EQ(rows(reader, query_of(items_, {"name"})), "a");
    EXPECT_FALSE(reader.is_write());
  });
  EXPECT_EQ(items(), "b a");
}

TEST_P(Transactions, WritersSeeOneAnother) {
  database->write([&](Transaction& transaction) {
    insert(transaction, counters_, {{"name", "n"}, {"value", std::int64_t{0}}});
  });
  std::vector<std::thread> threads;
  std::atomic<int> failed = 0;
  for (int i = 0; i < 8; ++i)
    threads.emplace_back([&, i] {
      for (int k = 0; k < 25; ++k) try {
          database->write([&](Transaction& transaction) {
            auto query =
                query_of(counters_, {"value"}, compare("name", storage::Test::Equal, Cell("n")));
            query.order_is_optional = true;
            std::int64_t value = 0;
            transaction.select(query, [&](const Row& row) {
              value = row.integer(0);
              return true;
            });
            Update update;
            update.table = &counters_;
            update.values = {{"value", value + 1}};
            update.where = compare("name", storage::Test::Equal, Cell("n"));
            transaction.update(update);
            // A work that fails takes nothing of its neighbours' with it.
            if (i == 0) throw std::runtime_error("no");
          });
        } catch (const std::runtime_error&) {
          ++failed;
        }
    });
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(failed, 25);
  auto query = query_of(counters_, {"value"});
  query.order_is_optional = true;
  EXPECT_EQ(rows(query), "175");
}

TEST_P(Transactions, AViolationNamesTableAndColumn) {
  database->write([&](Transaction& transaction) { add(transaction, "a"); });
  try {
    database->write([&](Transaction& transaction) { add(transaction, "a"); });
    FAIL() << "not refused";
  } catch (const UniqueViolation& violation) {
    EXPECT_EQ(violation.table, items_.name);
    EXPECT_EQ(violation.column, "name");
  }
  database->write([&](Transaction& transaction) {
    add(transaction, "b");
    Update update;
    update.table = &items_;
    update.values = {{"name", "a"}};
    update.where = compare("name", storage::Test::Equal, Cell("b"));
    EXPECT_THROW(transaction.savepoint([&] { transaction.update(update); }), UniqueViolation);
  });
  // Where the index's condition does not hold, values may repeat.
  database->write([&](Transaction& transaction) {
    insert(transaction, items_, {{"amount", std::int64_t{1}}});
    insert(transaction, items_, {{"amount", std::int64_t{1}}});
  });
}

TEST_P(Transactions, ConflictsAreIgnoredOrReplaced) {
  auto value = [&] {
    auto query = query_of(counters_, {"value"});
    query.order_is_optional = true;
    return rows(query);
  };
  Insert row;
  row.table = &counters_;
  row.values = {{"name", "n"}, {"value", std::int64_t{1}}};
  database->write([&](Transaction& transaction) { transaction.insert(row); });
  row.values[1].value = std::int64_t{2};
  row.ignore_conflict = true;
  database->write([&](Transaction& transaction) { transaction.insert(row); });
  EXPECT_EQ(value(), "1");
  row.ignore_conflict = false;
  row.replace_conflict = true;
  database->write([&](Transaction& transaction) { transaction.insert(row); });
  EXPECT_EQ(value(), "2");
}

TEST_P(Transactions, UpdatesSetAndAdd) {
  database->write([&](Transaction& transaction) {
    for (int i = 0; i < 5; ++i) add(transaction, std::string(1, static_cast<char>('a' + i)), i);
    Update update;
    update.table = &items_;
    update.values = {{"name", Cell()}};
    update.add = {{"amount", std::int64_t{10}}};
    update.where = compare("amount", storage::Test::GreaterEqual, std::int64_t{3});
    EXPECT_EQ(transaction.update(update), 2);
  });
  EXPECT_EQ(rows(query_of(items_, {"name", "amount"})), "-|14 -|13 c|2 b|1 a|0");
}

TEST_P(Transactions, CountsAreBounded) {
  database->write([&](Transaction& transaction) {
    for (int i = 0; i < 20; ++i)
      add(transaction, std::string(1, static_cast<char>('a' + i)), i % 2);
    auto odd = query_of(items_, {}, compare("amount", storage::Test::Equal, std::int64_t{1}));
    EXPECT_EQ(transaction.count(odd, 100), 10);
    EXPECT_EQ(transaction.count(odd, 7), 7);
  });
}

TEST_P(Transactions, ASelectInsideAnother) {
  database->write([&](Transaction& transaction) {
    for (const char* item : {"a", "b", "c"}) add(transaction, item);
  });
  std::string all;
  auto query = query_of(items_, {"name"});
  database->read([&](Transaction& transaction) {
    transaction.select(query, [&](const Row& outer) {
      all += outer.text(0);
      all += "(" + rows(transaction, query) + ")";
      return all.size() < 12;
    });
  });
  EXPECT_EQ(all, "c(c b a)b(c b a)");
}

TEST_P(Transactions, LimitsAndOffsets) {
  database->write([&](Transaction& transaction) {
    for (const char* item : {"a", "b", "c", "d"}) add(transaction, item);
  });
  auto query = query_of(items_, {"name"});
  query.limit = 2;
  EXPECT_EQ(rows(query), "d c");
  query.offset = 1;
  EXPECT_EQ(rows(query), "c b");
}

TEST_P(Transactions, TextsComeBackAsTheyWere) {
  std::string text = "Ёлка «O'zbekiston» %_\\ \"x\" 😀";
  database->write([&](Transaction& transaction) { add(transaction, text); });
  EXPECT_EQ(items(), text);
  auto query = query_of(items_, {"name"}, compare("name", storage::Test::Equal, Cell(text)));
  EXPECT_EQ(rows(query), text);
}

TEST_P(Transactions, MigrationAddsWhatIsMissing) {
  database->write([&](Transaction& transaction) { add(transaction, "a", 5); });
  Table wider = items_;
  wider.columns.push_back({"note", ColumnType::Text});
  wider.indexes.push_back({{"note"}, false, {}});
  wider.substring_column = "name";
  auto made = database->migrate({&wider});
  EXPECT_FALSE(made.empty());
  EXPECT_TRUE(database->migrate({&wider}).empty());
  auto query =
      query_of(wider, {"name", "note"}, compare("name", storage::Test::Contains, Cell("a")));
  EXPECT_EQ(rows(query), "a|-");
}

TEST_P(Transactions, SeenByAnotherHandleAndWholeOnDisk) {
  database->write([&](Transaction& transaction) { add(transaction, "a"); });
  auto other = open();
  std::string seen;
  other->read(
      [&](Transaction& transaction) { seen = rows(transaction, query_of(items_, {"name"})); });
  EXPECT_EQ(seen, "a");
  for (auto depth : {CheckDepth::Pages, CheckDepth::Everything})
    EXPECT_EQ(database->check(depth), "ok");
}

// Whoever has been told of a commit finds it, whatever snapshots the connections keep.
TEST_P(Transactions, WhatIsWrittenIsReadAtOnce) {
  constexpr int kThreads = 8, kItems = 60;
  std::atomic<int> missed = 0;
  auto has = [&](const std::string& item, bool quickly) {
    bool found = false;
    Work look = [&](Transaction& transaction) {
      Query query = query_of(items_, {"name"});
      query.where = compare("name", storage::Test::Equal, item);
      found = transaction.count(query, 1) == 1;
    };
    if (!quickly || !database->try_read_one(look)) database->read(look);
    return found;
  };
  std::vector<std::future<void>> threads;
  for (int t = 0; t < kThreads; ++t)
    threads.push_back(std::async(std::launch::async, [&, t] {
      for (int i = 0; i < kItems; ++i) {
        auto item = std::to_string(t) + "." + std::to_string(i);
        has(item, true);  // so that there is an old snapshot
        database->write([&](Transaction& transaction) { add(transaction, item); });
        if (!has(item, i % 2 == 0)) ++missed;
      }
    }));
  for (auto& thread : threads) thread.get();
  EXPECT_EQ(missed, 0);
}

TEST_P(Transactions, WhatAnotherHandleWritesIsReadSoon) {
  auto other = open();
  for (int i = 0; i < 20; ++i) {
    items();
    other->write([&](Transaction& transaction) { add(transaction, std::to_string(i)); });
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
    EXPECT_TRUE(items().starts_with(std::to_string(i)));
  }
}

TEST_P(Transactions, ACopyIsConsistent) {
  if (GetParam() != "sqlite") GTEST_SKIP() << "copies are the server's own business";
  database->write([&](Transaction& transaction) { add(transaction, "a"); });
  database->copy_to(path("copy.db").string());
  database->write([&](Transaction& transaction) { add(transaction, "b"); });
  auto copy = open_database(path("copy.db").string(), {});
  std::string seen;
  copy->read(
      [&](Transaction& transaction) { seen = rows(transaction, query_of(items_, {"name"})); });
  EXPECT_EQ(seen, "a");
}

EVERY_ENGINE(Transactions);

}  // namespace
}  // namespace rapport::storage
