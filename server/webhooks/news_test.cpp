#include "webhooks/news.h"

#include "webhooks/test_company.h"

namespace rapport::webhooks {
namespace {

using Words = std::vector<std::string>;

struct NewsOfChanges : testing::Company {
  void remove(const base::Id& id) {
    service("admin", [&](records::RecordService& made) { made.remove(entity("accounts"), id); });
  }
  void restore(const base::Id& id) {
    service("admin", [&](records::RecordService& made) { made.restore(entity("accounts"), id); });
  }
  void purge(const base::Id& id) {
    service("admin", [&](records::RecordService& made) { made.purge(entity("accounts"), id); });
  }
};

TEST_F(NewsOfChanges, TellWhatHappenedInOrder) {
  auto id = hook();
  auto account = this->account();
  EXPECT_EQ(types(id), Words{"accounts.created"});
  update("admin", "accounts", account, R"({"name":"Ramazon","website":"ramazon.uz"})");
  remove(account);
  restore(account);
  EXPECT_EQ(types(id), (Words{"accounts.created", "accounts.changed", "accounts.deleted",
                              "accounts.restored"}));
  auto changed = bodies(id)[1];
  EXPECT_EQ(changed.at("data").at("id").as_string(), account.text());
  EXPECT_EQ(changed.at("data").at("entity").as_string(), "accounts");
  EXPECT_EQ(changed.at("data").at("record").at("name").as_string(), "Ramazon");
  EXPECT_EQ(changed.at("data").at("by").at("id").as_string(), people_.at("admin").text());
  auto fields = base::json::serialize(changed.at("data").at("changed"));
  EXPECT_NE(fields.find("\"name\""), std::string::npos);
  EXPECT_NE(fields.find("\"website\""), std::string::npos);
  EXPECT_EQ(changed.at("timestamp").as_string(), base::format_instant(now_));
}

TEST_F(NewsOfChanges, AreThoseThatAHookAsksFor) {
  auto created = hook(R"("events":["created"])"), deals = hook(R"("entity":"deals")");
  auto id = account();
  update("admin", "accounts", id, R"({"name":"Ramazon"})");
  EXPECT_EQ(types(created), Words{"accounts.created"});
  EXPECT_TRUE(told(deals).empty());
}

TEST_F(NewsOfChanges, MeetTheFilterAsTheRecordIsAfterwards) {
  auto id = hook(R"("filter":{"field":"name","op":"contains","value":"ramazon"})");
  auto account = this->account();
  EXPECT_TRUE(told(id).empty());
  update("admin", "accounts", account, R"({"name":"Ramazon"})");
  EXPECT_EQ(types(id), Words{"accounts.changed"});
  remove(account);
  EXPECT_EQ(types(id), (Words{"accounts.changed", "accounts.deleted"}));
  restore(account);
  EXPECT_EQ(types(id).size(), 3u);
  update("admin", "accounts", account, R"({"name":"Navruz"})");
  EXPECT_EQ(types(id).size(), 3u);
}

TEST_F(NewsOfChanges, AreOfWhatTheOwnerMayRead) {
  auto id = hook("", "rep");
  account();
  EXPECT_TRUE(told(id).empty());
  auto own = account(R"("annual_revenue":{"amount":"5","currency":"UZS"})", "rep");
  ASSERT_EQ(types(id), Words{"accounts.created"});
  EXPECT_EQ(bodies(id)[0].at("data").at("id").as_string(), own.text());
}

TEST_F(NewsOfChanges, HaveNoHiddenFields) {
  auto id = hook("", "clerk"), all = hook();
  auto account = this->account(R"("annual_revenue":{"amount":"5","currency":"UZS"})");
  update("admin", "accounts", account,
         R"({"name":"Ramazon","annual_revenue":{"amount":"6","currency":"UZS"}})");
  update("admin", "accounts", account, R"({"annual_revenue":{"amount":"7","currency":"UZS"}})");
  EXPECT_EQ(types(all), (Words{"accounts.created", "accounts.changed", "accounts.changed"}));
  EXPECT_EQ(types(id), (Words{"accounts.created", "accounts.changed"}));
  for (const auto& body : bodies(id))
    EXPECT_EQ(base::json::serialize(body).find("annual_revenue"), std::string::npos);
}

TEST_F(NewsOfChanges, BeginWithTheHook) {
  account();
  auto id = hook();
  EXPECT_TRUE(told(id).empty());
  account();
  EXPECT_EQ(told(id).size(), 1u);
  update("admin", "webhooks", id, R"({"active":false})");
  account();
  EXPECT_EQ(told(id).size(), 1u);
  account();
  update("admin", "webhooks", id, R"({"active":true})");
  EXPECT_EQ(told(id).size(), 1u);
  account();
  EXPECT_EQ(told(id).size(), 2u);
}

TEST_F(NewsOfChanges, AreToldOnceWhateverEndsInBetween) {
  auto id = hook();
  for (int i = 0; i < 300; ++i) account();
  EXPECT_EQ(told(id).size(), 300u);
  News another(*database_, contexts());
  while (another.step()) {}
  EXPECT_EQ(bodies(id).size(), 300u);
  // As if the process had died before the place in the log was stored.
  write([&](storage::Transaction& transaction) {
    storage::Delete cursor;
    cursor.table = &cursor_table();
    transaction.remove(cursor);
  });
  News third(*database_, contexts());
  while (third.step()) {}
  EXPECT_EQ(bodies(id).size(), 300u);
  account();
  while (third.step()) {}
  EXPECT_EQ(bodies(id).size(), 301u);
}

TEST_F(NewsOfChanges, OfWhatIsGoneForGoodGoToWhoSeesAll) {
  auto all = hook(), own = hook("", "rep");
  auto account = this->account();
  EXPECT_EQ(types(all), Words{"accounts.created"});
  purge(account);
  EXPECT_EQ(types(all), (Words{"accounts.created", "accounts.deleted"}));
  EXPECT_TRUE(bodies(all)[1].at("data").at("record").is_null());
  EXPECT_TRUE(told(own).empty());
}

TEST_F(NewsOfChanges, OfNobodyAreAFaultOfTheHook) {
  auto id = hook();
  write([&](storage::Transaction& transaction) {
    storage::Update update;
    update.table = &model_->tables.of("webhooks");
    update.values = {{"owner", schema::Cell()}};
    update.where = storage::compare("id", storage::Test::Equal, id);
    transaction.update(update);
  });
  account();
  EXPECT_TRUE(told(id).empty());
  EXPECT_EQ(get("webhooks", id).text("last_error"), "webhook_owner");
}

TEST_F(NewsOfChanges, OfAFilterThatDoesNotFitAnyMoreAreAFaultOfTheHook) {
  auto id = hook();
  write([&](storage::Transaction& transaction) {
    storage::Update update;
    update.table = &model_->tables.of("webhooks");
    update.values = {{"filter", std::string(R"({"field":"gone","op":"empty"})")}};
    update.where = storage::compare("id", storage::Test::Equal, id);
    transaction.update(update);
  });
  account();
  EXPECT_TRUE(told(id).empty());
  EXPECT_EQ(get("webhooks", id).text("last_error"), "webhook_filter");
}

}  // namespace
}  // namespace rapport::webhooks
