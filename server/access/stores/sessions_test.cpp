#include "access/stores/sessions.h"

#include <gtest/gtest.h>

#include "access/test_company.h"

namespace rapport::access {
namespace {

constexpr std::int64_t kSecond = 1'000'000;

class SessionsTest : public ::testing::Test {
 protected:
  // Uses the session so often that it does not idle out.
  void keep_in_use(const std::string& token, int days) {
    for (int day = 0; day < days; ++day) {
      company.clock.advance(kDayUs);
      sessions.find(token);
    }
  }

  testing::Company company;
  Sessions sessions{*company.database, company.clock, company.random};
  // Another process on the same database.
  Sessions elsewhere{*company.database, company.clock, company.random};
  base::Id user = company.add_user("rep@example.com");
};

TEST_F(SessionsTest, ATokenFindsItsSession) {
  auto made = sessions.create(user, "1.2.3.4", "Firefox");
  auto found = sessions.find(made.token);
  ASSERT_TRUE(found);
  EXPECT_EQ(found->id, made.session.id);
  EXPECT_EQ(found->user, user);
  EXPECT_EQ(found->address, "1.2.3.4");
  EXPECT_EQ(found->agent, "Firefox");
  EXPECT_FALSE(sessions.find(""));
  EXPECT_FALSE(sessions.find(std::string(64, 'a')));
  EXPECT_FALSE(sessions.find(made.session.id.text()));
  EXPECT_NE(made.token, sessions.create(user, "1.2.3.4", "Firefox").token);
}

TEST_F(SessionsTest, TheTokenIsNotStored) {
  auto made = sessions.create(user, "1.2.3.4", "Firefox");
  storage::Query query;
  query.table = &sessions_table();
  query.columns = {storage::Expression{0, "token_hash"}};
  int rows = 0;
  company.database->read([&](storage::Transaction& transaction) {
    transaction.select(query, [&](const storage::Row& row) {
      ++rows;
      EXPECT_NE(row.text(0), made.token);
      EXPECT_FALSE(sessions.find(row.text(0))) << "the hash is no token";
      return true;
    });
  });
  EXPECT_EQ(rows, 1);
}

TEST_F(SessionsTest, EndsAfterTwoIdleWeeks) {
  auto made = sessions.create(user, "", "");
  company.clock.advance(kSessionIdleUs - 1);
  EXPECT_TRUE(sessions.find(made.token));
  company.clock.advance(kSessionIdleUs - 1);
  EXPECT_TRUE(sessions.find(made.token)) << "it was used";
  company.clock.advance(kSessionIdleUs);
  EXPECT_FALSE(sessions.find(made.token));
  EXPECT_TRUE(sessions.list(user).empty());
}

TEST_F(SessionsTest, EndsAfterNinetyDaysWhateverItsUse) {
  auto made = sessions.create(user, "", "");
  keep_in_use(made.token, 89);
  EXPECT_TRUE(sessions.find(made.token));
  company.clock.advance(kDayUs);
  EXPECT_FALSE(sessions.find(made.token));
}

TEST_F(SessionsTest, ExpiredRowsAreRemoved) {
  auto old = sessions.create(user, "", "");
  company.clock.advance(kSessionIdleUs);
  auto fresh = sessions.create(user, "", "");
  company.database->write([&](storage::Transaction& transaction) {
    remove_expired_sessions(transaction, company.clock.now());
  });
  EXPECT_EQ(company.rows_of(sessions_table()), 1);
  EXPECT_TRUE(sessions.find(fresh.token));
}

TEST_F(SessionsTest, UseIsNotedOnceInFiveMinutes) {
  auto made = sessions.create(user, "", "");
  auto begin = made.session.last_seen_at;
  company.clock.advance(kSeenEveryUs - 1);
  sessions.find(made.token);
  EXPECT_EQ(sessions.list(user).at(0).last_seen_at, begin);
  company.clock.advance(1);
  sessions.find(made.token);
  EXPECT_EQ(sessions.list(user).at(0).last_seen_at, begin + kSeenEveryUs);
  company.clock.advance(kSeenEveryUs - 1);
  sessions.find(made.token);
  EXPECT_EQ(sessions.list(user).at(0).last_seen_at, begin + kSeenEveryUs);
}

TEST_F(SessionsTest, OneCanBeEndedByItsOwner) {
  auto first = sessions.create(user, "", ""), second = sessions.create(user, "", "");
  EXPECT_TRUE(sessions.find(first.token));
  auto stranger = company.add_user("stranger@example.com");
  EXPECT_FALSE(sessions.end(stranger, first.session.id));
  EXPECT_TRUE(sessions.find(first.token));
  EXPECT_TRUE(sessions.end(user, first.session.id));
  EXPECT_FALSE(sessions.find(first.token)) << "at once, though it was just used";
  EXPECT_FALSE(sessions.end(user, first.session.id));
  EXPECT_TRUE(sessions.find(second.token));
}

TEST_F(SessionsTest, AllButThisCanBeEnded) {
  auto first = sessions.create(user, "", ""), second = sessions.create(user, "", "");
  auto stranger = company.add_user("stranger@example.com");
  auto others = sessions.create(stranger, "", "");
  for (const auto& made : {first, second, others}) EXPECT_TRUE(sessions.find(made.token));
  sessions.end_others(user, second.session.id);
  EXPECT_FALSE(sessions.find(first.token));
  EXPECT_TRUE(sessions.find(second.token));
  EXPECT_TRUE(sessions.find(others.token));
  ASSERT_EQ(sessions.list(user).size(), 1u);
  EXPECT_EQ(sessions.list(user)[0].id, second.session.id);
}

TEST_F(SessionsTest, AnEndElsewhereIsNoticedWithinASecond) {
  auto made = sessions.create(user, "", "");
  EXPECT_TRUE(sessions.find(made.token));
  EXPECT_TRUE(elsewhere.end(user, made.session.id));
  EXPECT_TRUE(sessions.find(made.token)) << "found in memory, no row was read";
  company.clock.advance(kSecond);
  EXPECT_FALSE(sessions.find(made.token));
}

TEST_F(SessionsTest, WhoIsDisabledElsewhereIsOutWithinASecond) {
  auto made = sessions.create(user, "", "");
  EXPECT_TRUE(sessions.find(made.token));
  company.set_active(user, false);
  company.clock.advance(kSecond);
  EXPECT_FALSE(sessions.find(made.token));
}

TEST_F(SessionsTest, ANewPasswordEndsThem) {
  auto made = sessions.create(user, "", ""), kept = sessions.create(user, "", "");
  company.database->write([&](storage::Transaction& transaction) {
    set_password(transaction, user, testing::kPassword, company.clock.now(), kept.session.id);
  });
  EXPECT_FALSE(sessions.find(made.token));
  EXPECT_TRUE(sessions.find(kept.token));
}

TEST_F(SessionsTest, TooManyEndThoseUnusedForLongest) {
  auto first = sessions.create(user, "", "");
  company.clock.advance(kSecond);
  auto second = sessions.create(user, "", "");
  for (std::size_t i = 1; i < kSessionsPerUser; ++i) {
    company.clock.advance(kSecond);
    sessions.create(user, "", "");
  }
  EXPECT_EQ(company.rows_of(sessions_table()), static_cast<int>(kSessionsPerUser));
  EXPECT_FALSE(sessions.find(first.token));
  EXPECT_TRUE(sessions.find(second.token));
}

TEST_F(SessionsTest, WhatABrowserSaysIsCut) {
  std::string long_agent;
  for (int i = 0; i < 1000; ++i) long_agent += "ё";
  EXPECT_EQ(sessions.create(user, "", long_agent).session.agent.size(), 510u);
  EXPECT_EQ(sessions.create(user, "\xFF", "\xFF").session.agent, "");
}

}  // namespace
}  // namespace rapport::access
