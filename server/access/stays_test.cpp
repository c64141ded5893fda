#include "access/stays.h"

#include <gtest/gtest.h>

#include "access/test_company.h"

namespace rapport::access {
namespace {

constexpr std::int64_t kSecond = 1'000'000;

class StaysTest : public ::testing::Test {
 protected:
  StayPtr of_session(const NewSession& made) { return stays.enter(made.session.id, {}); }
  StayPtr of_key(const NewApiKey& made) { return stays.enter({}, made.key.id); }
  NewApiKey new_key(KeyScope scope, std::vector<std::string> entities = {},
                    std::optional<base::Instant> expires_at = {}) {
    return keys.create({user, "key", scope, expires_at, 0, std::move(entities)});
  }
  bool is_over(const StayPtr& stay) {
    company.clock.advance(kSecond);
    stays.look_round();
    return stay->is_over;
  }

  testing::Company company;
  // As another process would have them.
  Sessions sessions{*company.database, company.clock, company.random};
  ApiKeys keys{*company.database, company.clock, company.random};
  base::Id user = company.add_user("rep@example.com");
  Stays stays{*company.database, company.clock};
};

TEST_F(StaysTest, EachEndsAlone) {
  const auto first = sessions.create(user, "1.2.3.4", ""), second = sessions.create(user, "", "");
  const auto key = new_key(KeyScope::Read), other_key = new_key(KeyScope::Read);
  const std::vector<StayPtr> all{of_session(first), of_session(second), of_key(key),
                                 of_key(other_key)};
  EXPECT_EQ(all[0], of_session(first)) << "one for all who came in by the same";
  EXPECT_EQ(all[0]->user(), user);
  EXPECT_EQ(all[2]->user(), user);
  for (const auto& stay : all) EXPECT_FALSE(is_over(stay));
  sessions.end(user, second.session.id);
  keys.revoke(user, key.key.id);
  EXPECT_FALSE(is_over(all[0]));
  EXPECT_TRUE(is_over(all[1]));
  EXPECT_TRUE(is_over(all[2]));
  EXPECT_FALSE(is_over(all[3]));
  EXPECT_EQ(of_session(second), nullptr);
  EXPECT_EQ(of_key(key), nullptr);
}

TEST_F(StaysTest, EndsInItsTime) {
  const auto key = of_key(new_key(KeyScope::Read, {}, company.clock.now() + 10 * kSecond));
  const auto session = of_session(sessions.create(user, "", ""));
  EXPECT_FALSE(is_over(key));
  company.clock.advance(10 * kSecond);
  EXPECT_TRUE(is_over(key));
  // An open window is a session in use: it does not idle out, and ends after its longest time.
  for (int day = 0; day < 80; ++day) {
    company.clock.advance(kDayUs);
    ASSERT_FALSE(is_over(session)) << day;
  }
  company.clock.advance(10 * kDayUs);
  EXPECT_TRUE(is_over(session));
}

TEST_F(StaysTest, IsLookedUpOnceInATime) {
  const auto made = sessions.create(user, "", "");
  const auto stay = of_session(made);
  company.clock.advance(kSecond);
  stays.look({stay}, company.clock.monotonic_us());
  sessions.end(user, made.session.id);
  stays.look({stay}, company.clock.monotonic_us());
  EXPECT_FALSE(stay->is_over) << "it was looked up since";
  stays.look({stay}, company.clock.monotonic_us() + 1);
  EXPECT_TRUE(stay->is_over);
}

TEST_F(StaysTest, OfManyAllAreLookedUpInTwoTurns) {
  std::vector<StayPtr> all;
  std::vector<base::Id> ids;
  company.database->write([&](storage::Transaction& transaction) {
    for (std::size_t i = 0; i < 3 * Stays::kAtOnce / 2; ++i) {
      storage::Insert insert;
      insert.table = &sessions_table();
      const auto now = company.clock.now();
      ids.push_back(base::new_id(now, company.random));
      insert.values = {{"id", ids.back()}, {"token_hash", std::to_string(i)}, {"user_id", user},
                       {"created_at", now}, {"last_seen_at", now}};
      transaction.insert(insert);
    }
  });
  for (const auto& id : ids) all.push_back(stays.enter(id, {}));
  stays.look_round();
  company.database->write(
      [&](storage::Transaction& transaction) { end_sessions(transaction, user); });
  for (int turn = 0; turn < 3; ++turn) {
    company.clock.advance(kSecond);
    stays.look_round();
  }
  for (const auto& stay : all) ASSERT_TRUE(stay->is_over);
}

TEST_F(StaysTest, HasTheRightsOfNow) {
  const auto session = of_session(sessions.create(user, "", ""));
  const auto key = of_key(new_key(KeyScope::ReadWrite, {"accounts"}));
  auto actor = stays.actor_of(*key, *company.directory.get());
  ASSERT_TRUE(actor);
  EXPECT_TRUE(actor->role->only_named);
  EXPECT_FALSE(actor->may_administer);
  EXPECT_EQ(actor->role, stays.actor_of(*key, *company.directory.get())->role);
  EXPECT_FALSE(stays.actor_of(*session, *company.directory.get())->role->only_named);
  company.set_active(user, false);
  company.reload();
  EXPECT_FALSE(stays.actor_of(*session, *company.directory.get()));
  EXPECT_FALSE(stays.actor_of(*key, *company.directory.get()));
}

}  // namespace
}  // namespace rapport::access
