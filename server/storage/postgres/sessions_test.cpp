// What only PostgreSQL has: sessions that are lost, statements that spoil a transaction, and texts
// folded by a function of the database.
#include <gtest/gtest.h>
#include <signal.h>

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <random>
#include <thread>
#include <vector>

#include "base/text.h"
#include "storage/postgres/connection.h"
#include "storage/postgres/dialect.h"
#include "storage/postgres/replicas.h"
#include "storage/postgres/session_pool.h"
#include "storage/test_engine.h"

namespace rapport::storage::postgres {
namespace {

class Sessions : public storage::testing::EngineTest {
 protected:
  Sessions() {
    if (GetParam() != "postgres") return;
    items_ = {name("things"), {{"name", ColumnType::Text}}, {}, {{{"name"}, true, {}}}, {}};
    database->migrate({&items_});
  }
  void SetUp() override {
    if (GetParam() != "postgres") GTEST_SKIP() << "of PostgreSQL only";
  }
  static Connection connect() { return Connection({std::getenv("RAPPORT_TEST_POSTGRES")}); }
  void add(Transaction& transaction, const std::string& item) {
    insert(transaction, items_, {{"name", item}});
  }
  static void end_all_sessions() {
    connect().integer({"SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE "
                       "datname=current_database() AND pid<>pg_backend_pid()",
                       {},
                       {}});
  }
  std::string items() { return rows(storage::testing::query_of(items_, {"name"})); }

  Table items_;
};

TEST_P(Sessions, ALostOneIsHadAnew) {
  database->write([&](Transaction& transaction) { add(transaction, "before"); });
  end_all_sessions();
  EXPECT_EQ(items(), "before");
  database->write([&](Transaction& transaction) { add(transaction, "after"); });
  EXPECT_EQ(items(), "after before");
}

TEST_P(Sessions, ALostOneIsHadAnewForOneQuery) {
  database->write([&](Transaction& transaction) { add(transaction, "item"); });
  const auto ask = [&] {
    std::string seen;
    database->read_one([&](Transaction& transaction) {
      seen = rows(transaction, storage::testing::query_of(items_, {"name"}));
    });
    return seen;
  };
  EXPECT_EQ(ask(), "item");
  end_all_sessions();
  EXPECT_EQ(ask(), "item");
}

// Collects what a database hears of the others.
class Ear {
 public:
  Hear hear() {
    return [this](std::string_view told) {
      std::lock_guard lock(mutex_);
      heard_.emplace_back(told);
      changed_.notify_all();
    };
  }
  // Waits until so much is there; all of it, with ',' between.
  std::string all(std::size_t count) {
    std::unique_lock lock(mutex_);
    changed_.wait_for(lock, std::chrono::seconds(10), [&] { return heard_.size() >= count; });
    std::string text;
    for (const auto& one : heard_) text += (text.empty() ? "" : ",") + (one.empty() ? "-" : one);
    return text;
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<std::string> heard_;
};

TEST_P(Sessions, CommitsAndWordsOfOthersAreHeard) {
  auto other = open();
  Ear ear, own;
  database->on_others(ear.hear());
  other->on_others(own.hear());
  other->write([&](Transaction& transaction) { add(transaction, "a"); });
  other->tell_others("it's a \"word\"");
  other->tell_others(std::string(kMostTold, 'x'));
  EXPECT_EQ(ear.all(3), "-,it's a \"word\"," + std::string(kMostTold, 'x'));
  database->tell_others("end");
  EXPECT_EQ(own.all(1), "end");  // and nothing of its own
  database->on_others(nullptr);
  other->on_others(nullptr);
}

// What was missed is not known: so it may have been a commit.
TEST_P(Sessions, AfterALossOthersAreHeardAgain) {
  auto other = open();
  Ear ear;
  database->on_others(ear.hear());
  end_all_sessions();
  EXPECT_EQ(ear.all(1), "-");
  other->tell_others("again");
  EXPECT_EQ(ear.all(2), "-,again");
  database->on_others(nullptr);
}

// A work that goes on after a statement has failed cannot be kept, and says so.
TEST_P(Sessions, ASpoiltTransactionIsNotTakenForAGoodOne) {
  database->write([&](Transaction& transaction) { add(transaction, "a"); });
  EXPECT_ANY_THROW(database->write([&](Transaction& transaction) {
    add(transaction, "lost");
    try {
      add(transaction, "a");
    } catch (const UniqueViolation&) {
    }
  }));
  EXPECT_EQ(items(), "a");
  database->write([&](Transaction& transaction) { add(transaction, "b"); });
  EXPECT_EQ(items(), "b a");
}

// As a backup does: it reads one table after another in one transaction.
TEST_P(Sessions, WhoReadsLongHoldsUpAChangeOfTheModelAndNobodyElse) {
  database->write([&](Transaction& transaction) { add(transaction, "a"); });
  auto reader = connect();
  reader.execute("BEGIN");
  reader.integer({"SELECT count(*) FROM \"" + items_.name + "\"", {}, {}});
  auto wider = items_;
  wider.columns.push_back({"price", ColumnType::Integer});
  try {
    database->migrate({&wider});
    ADD_FAILURE() << "the table was changed while it was read";
  } catch (const base::Error& error) {
    EXPECT_EQ(error.kind, base::ErrorKind::Unavailable);
  }
  database->write([&](Transaction& transaction) { add(transaction, "b"); });
  EXPECT_EQ(items(), "b a");
  reader.execute("COMMIT");
  EXPECT_EQ(database->migrate({&wider}), std::vector<std::string>{items_.name + ".price"});
}

TEST_P(Sessions, OfAPoolAreOpenedWhenTheyAreNeeded) {
  SessionPool pool({std::getenv("RAPPORT_TEST_POSTGRES"), true, true}, 2);
  auto one = pool.borrow();
  auto other = pool.borrow_idle();
  ASSERT_TRUE(one && other);
  const auto asks = [](const SessionPool::Loan& loan) {
    return loan->integer({"SELECT pg_backend_pid()", {}, {}});
  };
  const auto first = asks(one);
  EXPECT_NE(first, asks(other));
  EXPECT_FALSE(pool.borrow_idle());
  one.reset();
  EXPECT_EQ(asks(pool.borrow()), first);
}

// Nobody waits for ever for a session that could not be opened.
TEST_P(Sessions, OneThatCannotBeOpenedLeavesItsPlace) {
  SessionPool pool({"postgresql:///none?host=/nowhere", true, true}, 1, 0);
  for (int i = 0; i < 2; ++i) {
    EXPECT_THROW(pool.borrow(), base::Error);
    EXPECT_THROW(pool.borrow_idle(), base::Error);
  }
}

// One that asked before something was doubted, and is answered after it has been settled.
TEST_P(Sessions, ALateAnswerLeavesNoDoubtBehind) {
  Replicas replicas({std::getenv("RAPPORT_TEST_POSTGRES"), true, true}, {"postgresql:///none"}, 1);
  auto slow = connect(), quick = connect();
  const auto server = static_cast<pid_t>(slow.integer({"SELECT pg_backend_pid()", {}, {}}));
  ASSERT_EQ(kill(server, SIGSTOP), 0);
  std::thread late([&] { replicas.follow_to(slow); });
  std::this_thread::sleep_for(std::chrono::milliseconds(200));  // until it asks
  replicas.doubt();
  EXPECT_TRUE(replicas.is_in_doubt());
  replicas.follow_to(quick);
  EXPECT_FALSE(replicas.is_in_doubt());
  kill(server, SIGCONT);
  late.join();
  EXPECT_FALSE(replicas.is_in_doubt());
}

TEST_P(Sessions, TextsAreFoldedAsByTheProgram) {
  auto connection = connect();
  std::vector<std::string> texts = {
      "",        " ",          "plain",    "Plain Text", "ЁЛКА",          "О‘zbekiston",
      "Ærø",     "  a \t b ",  "Łódź",     "İstanbul",   "straße",        "«Кавычки»",
      "`'’ʻ",    "Émile Zölà", "Ўқув Ғоя", "中文",       "naïve\xCC\x81", "😀 A",
      "a\u00A0b", "№ 5 — “x”"};
  for (char32_t c = 0x100; c < 0x530; c += 7) {
    std::string letter{static_cast<char>(0xC0 | c >> 6), static_cast<char>(0x80 | (c & 0x3F))};
    texts.push_back("x" + letter + "y");
  }
  // Of the letters that most texts are of, and some that are not among them.
  const std::vector<std::string> letters = {"a", "Z", "ж", "Ж", "Ё", "ё", "й", "Й",
                                            "Ў", "ғ", "Ҳ", "`", "'", "ʻ", "’", "«",
                                            "№", "—", "-", "1", " ", " ", "é", "ß"};
  std::mt19937 chance(7);
  for (int i = 0; i < 500; ++i) {
    std::string text;
    for (auto length = chance() % 8; length > 0; --length)
      text += letters[chance() % (i % 2 == 0 ? letters.size() : letters.size() - 2)];
    texts.push_back(text);
  }
  for (char32_t c = 0x400; c < 0x500; ++c)
    texts.push_back({static_cast<char>(0xC0 | c >> 6), static_cast<char>(0x80 | (c & 0x3F))});
  for (bool has_icu : {true, false}) {
    connection.execute(fold_function_sql(has_icu));
    for (const auto& text : texts) {
      std::string folded;
      connection.select({"SELECT rapport_fold($1)", {Cell(text)}, {}}, [&](const Row& row) {
        folded = row.text(0);
        return true;
      });
      EXPECT_EQ(folded, base::fold(text)) << text << has_icu;
    }
  }
  connection.execute(fold_function_sql(true));
}

EVERY_ENGINE(Sessions);

}  // namespace
}  // namespace rapport::storage::postgres
