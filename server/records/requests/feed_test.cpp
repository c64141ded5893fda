// Who hears of what: decided in memory where it can be, it is the same as the rights say when they
// are a condition of a query.
#include "records/requests/feed.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "access/limited_roles.h"
#include "access/policy.h"
#include "records/history.h"
#include "records/test_company.h"

namespace rapport::records {
namespace {

using access::Action;
using access::Level;
using testing::Company;

class Feed : public ::testing::Test {
 protected:
  void SetUp() override {
    for (const char* who : {"admin", "rep", "colleague", "stranger", "clerk", "nobody"})
      actors_[who] = company.as(who).actor;
    // The rep as a head of the stranger, in the place of a colleague, and as whom something is
    // given: by a rule, by a territory, by hand.
    change("head", "rep", [&](access::Actor& actor, access::Role& role, access::Reach& reach) {
      role.fallback.read = Level::Subordinates;
      reach.subordinates = {company.user("stranger")};
      actor.teams.clear();
    });
    change("substitute", "stranger", [&](access::Actor&, access::Role&, access::Reach& reach) {
      reach.absent = {company.user("colleague")};
    });
    change("ruled", "rep", [](access::Actor&, access::Role&, access::Reach& reach) {
      reach.rules["deals"] = {{{}, false, hot()}};
    });
    change("in_territory", "rep", [](access::Actor&, access::Role& role, access::Reach& reach) {
      role.fallback.read = Level::Territory;
      reach.territories["deals"] = {{{}, false, hot()}};
    });
    change("given", "stranger", [](access::Actor&, access::Role&, access::Reach& reach) {
      reach.shared = {"deals"};
    });
    change("by_key", "admin", [](access::Actor& actor, access::Role& role, access::Reach&) {
      role = access::limited_to(role, {"accounts"});
      actor.may_administer = false;
    });
  }

  static storage::Condition hot() {
    return storage::compare("score", storage::Test::GreaterEqual, std::int64_t{5});
  }

  template <class Change>
  void change(const std::string& name, const std::string& of, const Change& change) {
    auto actor = std::make_shared<access::Actor>(*company.as(of).actor);
    auto role = std::make_shared<access::Role>(*actor->role);
    auto reach = std::make_shared<access::Reach>();
    change(*actor, *role, *reach);
    actor->role = role;
    actor->reach = reach;
    actors_[name] = actor;
  }

  Context as(const std::string& who) {
    auto context = company.as("admin");
    context.actor = actors_.at(who);
    return context;
  }

  News news(std::int64_t after, std::size_t limit = 10'000) {
    const auto context = company.as("admin");
    return company.read([&](storage::Transaction& transaction) {
      return news_after(transaction, *context.model, after, limit);
    });
  }

  std::string heard(const std::string& who, const News& news) {
    asked_ = 0;
    return heard_by(as(who), news, [&](const storage::Work& work) {
      ++asked_;
      company.database->read(work);
    });
  }

  // The same by the rights as a condition, one question a change.
  std::string permitted(const std::string& who, const News& news) {
    const auto context = as(who);
    std::string all;
    for (const auto& change : news.changes) {
      const auto& entity = company.entity(change.entity);
      auto scope = access::scope(*context.actor, entity, Action::Read);
      if (scope.kind == storage::Condition::Kind::Always) {
        all += '1';
        continue;
      }
      storage::Query query;
      query.table = &context.table(entity);
      query.where =
          storage::all_of({storage::compare("id", storage::Test::Equal, change.record),
                           std::move(scope)});
      all += company.read([&](storage::Transaction& transaction) {
        return transaction.count(query, 1);
      }) > 0 ? '1' : '0';
    }
    return all;
  }

  void share(const base::Id& record, const base::Id& whom) {
    storage::Insert insert;
    insert.table = &access::shares_table();
    insert.values = {{"record", record}, {"whom", whom},           {"entity", std::string("deals")},
                     {"may_edit", std::int64_t{0}}, {"at", company.now}};
    company.write([&](storage::Transaction& transaction) { transaction.insert(insert); });
  }

  void remove(std::string_view entity, const base::Id& id) {
    auto context = company.as("admin");
    company.write([&](storage::Transaction& transaction) {
      RecordService(transaction, context).remove(company.entity(entity), id);
    });
  }
  void restore(std::string_view entity, const base::Id& id) {
    auto context = company.as("admin");
    company.write([&](storage::Transaction& transaction) {
      RecordService(transaction, context).restore(company.entity(entity), id);
    });
  }

  std::int64_t now() {
    return company.read(
        [](storage::Transaction& transaction) { return last_log_entry(transaction); });
  }

  Company company;
  std::map<std::string, std::shared_ptr<const access::Actor>> actors_;
  int asked_ = 0;
};

TEST_F(Feed, OfEachOwnerByEachReader) {
  const auto before = now();
  const auto of_rep = company.create("rep", "deals", R"({"name":"A"})");
  company.create("colleague", "deals", R"({"name":"B"})");
  company.create("stranger", "deals", R"({"name":"C"})");
  company.create("admin", "deals", R"({"name":"D","score":7})");
  company.create("rep", "accounts", R"({"name":"E"})");
  share(of_rep, company.user("stranger"));
  const auto all = news(before);
  const std::vector<std::tuple<const char*, const char*, int>> expected{
      {"admin", "11111", 0},  {"rep", "11001", 0},        {"colleague", "11001", 0},
      {"stranger", "00100", 0}, {"clerk", "11110", 0},    {"nobody", "00000", 0},
      {"head", "10101", 0},   {"substitute", "01100", 0}, {"ruled", "11011", 1},
      {"in_territory", "11011", 1}, {"given", "10100", 1}, {"by_key", "00001", 0}};
  for (const auto& [who, what, asked] : expected) {
    EXPECT_EQ(heard(who, all), what) << who;
    EXPECT_EQ(asked_, asked) << who;
    EXPECT_EQ(permitted(who, all), what) << who;
  }
}

// What he saw and does not see any more is told to who has it now; in the bin it is told as before.
TEST_F(Feed, ByTheRightsOfNow) {
  const auto deal = company.create("rep", "deals", R"({"name":"A"})");
  const auto before = now();
  company.update("admin", "deals", deal,
                 R"({"owner":")" + company.user("stranger").text() + R"(","team":null})");
  EXPECT_EQ(heard("rep", news(before)), "0");
  EXPECT_EQ(heard("stranger", news(before)), "1");
  remove("deals", deal);
  EXPECT_EQ(heard("stranger", news(before)), "11");
  EXPECT_EQ(heard("rep", news(before)), "00");
  restore("deals", deal);
  EXPECT_EQ(heard("stranger", news(before)), "111");
  // Gone for good: only who sees all of them hears of it.
  const auto context = company.as("admin");
  company.write([&](storage::Transaction& transaction) {
    transaction.remove({&context.table(company.entity("deals")),
                        storage::compare("id", storage::Test::Equal, deal)});
  });
  EXPECT_EQ(heard("stranger", news(before)), "000");
  EXPECT_EQ(heard("admin", news(before)), "111");
}

TEST_F(Feed, InPagesAndAfterANumber) {
  const auto before = now();
  for (int i = 0; i < 5; ++i) company.create("rep", "deals", R"({"name":"A"})");
  const auto first = news(before, 3);
  EXPECT_EQ(first.changes.size(), 3u);
  EXPECT_TRUE(first.has_more);
  const auto rest = news(first.last, 3);
  EXPECT_EQ(rest.changes.size(), 2u);
  EXPECT_FALSE(rest.has_more);
  EXPECT_EQ(rest.last, now());
  const auto items = [](const std::string& text) {
    return base::parse_json(text).at("items").as_array().size();
  };
  EXPECT_EQ(items(news_text(rest, "11", 0, "1")), 2u);
  EXPECT_EQ(items(news_text(rest, "01", 0, "1")), 1u);
  EXPECT_EQ(items(news_text(rest, "11", rest.changes[0].number, "1")), 1u);
  EXPECT_EQ(news(now(), 3).last, now());
}

// Records of all kinds, changed at random: everybody hears of exactly what the rights say.
TEST_F(Feed, OfRandomChangesAsTheRightsSay) {
  std::mt19937 random(20);
  const std::vector<std::string> people{"admin", "rep", "colleague", "stranger", "clerk"};
  std::vector<std::pair<std::string, base::Id>> records;
  std::set<base::Id> in_bin;
  auto position = now();
  for (int round = 0; round < 40; ++round) {
    for (int i = 0; i < 6; ++i) {
      const auto& who = people[random() % people.size()];
      if (records.size() < 4 || random() % 3 == 0) {
        const std::string entity = random() % 3 == 0 ? "accounts" : "deals";
        records.emplace_back(entity, company.create(who, entity, R"({"name":"A"})"));
        continue;
      }
      const auto& [entity, id] = records[random() % records.size()];
      const auto owner = company.user(who);
      switch (in_bin.contains(id) ? 3 : random() % 4) {
        case 0:
          company.update("admin", entity, id, R"({"owner":")" + owner.text() + "\"}");
          break;
        case 1:
          company.update("admin", entity, id,
                         entity == "deals" ? R"({"score":)" + std::to_string(random() % 9) + "}"
                                           : R"({"team":null})");
          break;
        case 2:
          remove(entity, id);
          in_bin.insert(id);
          break;
        default:
          if (in_bin.erase(id)) restore(entity, id);
          else share(company.create("rep", "deals", R"({"name":"B"})"), owner);
      }
    }
    const auto all = news(position);
    position = all.last;
    for (const auto& [who, actor] : actors_)
      ASSERT_EQ(heard(who, all), permitted(who, all)) << who << " in round " << round;
  }
}

}  // namespace
}  // namespace rapport::records
