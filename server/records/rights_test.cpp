// Who may do what to which rows and fields, through every door of the engine.
#include <gtest/gtest.h>

#include "records/aggregates/aggregate.h"
#include "records/requests/feed.h"
#include "records/history.h"
#include "records/links.h"
#include "records/test_company.h"
#include "records/requests/timeline.h"

namespace rapport::records {
namespace {

using testing::Company;
using testing::refusal_of;
namespace json = base::json;

class Rights : public ::testing::Test {
 protected:
  void SetUp() override {
    for (const char* who : {"rep", "colleague", "stranger"})
      deals_[who] = company.create(who, "deals",
                                   R"({"name":"of )" + std::string(who) + R"(","probability":"50",)"
                                   R"("margin":{"amount":"7"}})");
  }

  std::string names(const std::string& who, std::string_view entity = "deals",
                    ListRequest request = {}) {
    request.sort = {"name"};
    auto page = company.list(who, entity, request);
    std::string all;
    for (const auto& item : page.at("items").as_array())
      all += (all.empty() ? "" : ", ") + std::string(item.at("name").as_string());
    return all;
  }

  std::string reading(const std::string& who, const std::string& whose) {
    return refusal_of([&] { company.get(who, "deals", deals_[whose]); });
  }
  std::string writing(const std::string& who, const std::string& whose,
                      std::string_view body = R"({"score":1})") {
    return refusal_of([&] { company.update(who, "deals", deals_[whose], body); });
  }
  std::string deleting(const std::string& who, const std::string& whose) {
    auto context = company.as(who);
    return refusal_of([&] {
      company.write([&](storage::Transaction& transaction) {
        RecordService(transaction, context).remove(company.entity("deals"), deals_[whose]);
      });
    });
  }

  Company company;
  std::unordered_map<std::string, base::Id> deals_;
};

constexpr const char* kDone = "Internal none";

TEST_F(Rights, RowsByLevel) {
  EXPECT_EQ(names("admin"), "of colleague, of rep, of stranger");
  EXPECT_EQ(names("clerk"), "of colleague, of rep, of stranger");
  EXPECT_EQ(names("rep"), "of colleague, of rep");
  EXPECT_EQ(names("colleague"), "of colleague, of rep");
  EXPECT_EQ(names("stranger"), "of stranger");
  EXPECT_EQ(refusal_of([&] { names("nobody"); }), "Forbidden forbidden");
  EXPECT_EQ(reading("rep", "colleague"), kDone);
  EXPECT_EQ(reading("rep", "stranger"), "NotFound not_found");
  EXPECT_EQ(reading("nobody", "rep"), "NotFound not_found");
}

TEST_F(Rights, WhatOneSeesOneMayNotAlwaysChange) {
  EXPECT_EQ(writing("rep", "rep"), kDone);
  EXPECT_EQ(writing("rep", "colleague"), "Forbidden forbidden");
  EXPECT_EQ(writing("rep", "stranger"), "NotFound not_found");
  EXPECT_EQ(writing("admin", "stranger"), kDone);
  EXPECT_EQ(deleting("rep", "colleague"), "Forbidden forbidden");
  EXPECT_EQ(deleting("rep", "stranger"), "NotFound not_found");
  EXPECT_EQ(deleting("nobody", "rep"), "NotFound not_found");
  EXPECT_EQ(deleting("rep", "rep"), kDone);
}

TEST_F(Rights, NewRecordsStayWithinWhatOneMayCreate) {
  auto creating = [&](const std::string& who, const std::string& body) {
    return refusal_of([&] { company.create(who, "deals", body); });
  };
  auto of = [&](const std::string& owner) {
    return R"({"name":"N","owner":")" + company.user(owner).text() + "\"}";
  };
  EXPECT_EQ(creating("rep", of("colleague")), kDone);
  EXPECT_EQ(creating("rep", of("stranger")), "Forbidden forbidden");
  EXPECT_EQ(creating("clerk", of("stranger")), kDone);
  EXPECT_EQ(creating("nobody", R"({"name":"N"})"), "Forbidden forbidden");
  // Nor may one give one's own away to where one could not have made it.
  auto away = R"({"owner":")" + company.user("stranger").text() + R"(","team":null})";
  EXPECT_EQ(writing("rep", "rep", away), "Forbidden forbidden");
  EXPECT_EQ(writing("admin", "rep", away), kDone);
}

TEST_F(Rights, SystemEntitiesAreReadByAllAndWrittenByAdministrators) {
  EXPECT_NE(names("rep", "users").find("stranger"), std::string::npos);
  EXPECT_EQ(refusal_of([&] { company.create("rep", "teams", R"({"name":"West"})"); }),
            "Forbidden forbidden");
  EXPECT_EQ(refusal_of([&] { company.create("admin", "teams", R"({"name":"West"})"); }), kDone);
}

TEST_F(Rights, AHiddenFieldIsNowhere) {
  auto deal = company.get("clerk", "deals", deals_["rep"]);
  EXPECT_FALSE(deal.as_object().contains("margin"));
  EXPECT_EQ(company.get("admin", "deals", deals_["rep"]).at("margin").at("amount"), "7.00");
  ListRequest request;
  EXPECT_EQ(json::serialize(company.list("clerk", "deals", request)).find("margin"),
            std::string::npos);
  auto listing = [&](const ListRequest& list) {
    return refusal_of([&] { company.list("clerk", "deals", list); });
  };
  request.fields = {"name", "margin"};
  EXPECT_EQ(listing(request), "Forbidden hidden_field fields");
  request.fields = {};
  request.sort = {"-margin"};
  EXPECT_EQ(listing(request), "Forbidden hidden_field sort");
  request.sort = {};
  request.filter = base::parse_json(R"({"any":[{"field":"margin","op":"empty"}]})");
  EXPECT_EQ(listing(request), "Forbidden hidden_field filter.any[0].field");
  EXPECT_EQ(writing("clerk", "rep", R"({"margin":{"amount":"1"}})"),
            "Invalid unknown_field margin");
  EXPECT_EQ(refusal_of([&] {
    company.create("clerk", "deals", R"({"name":"N","margin":{"amount":"1"}})");
  }),
            "Invalid unknown_field margin");
}

TEST_F(Rights, AHiddenFieldIsNotReachedThroughLinksEither) {
  auto account = company.create(
      "clerk", "accounts", R"({"name":"Mine"})");
  company.update("admin", "accounts", account, R"({"annual_revenue":{"amount":"9"}})");
  company.create("clerk", "deals", R"({"name":"D","account":")" + account.text() + "\"}");
  auto listing = [&](const ListRequest& list) {
    return refusal_of([&] { company.list("clerk", "deals", list); });
  };
  ListRequest request;
  request.fields = {"account.annual_revenue"};
  EXPECT_EQ(listing(request), "Forbidden hidden_field fields");
  request.fields = {};
  request.sort = {"account.annual_revenue"};
  EXPECT_EQ(listing(request), "Forbidden hidden_field sort");
  request.sort = {};
  request.filter =
      base::parse_json(R"({"field":"account.annual_revenue","op":"gt","value":1})");
  EXPECT_EQ(listing(request), "Forbidden hidden_field filter.field");
  request.filter = nullptr;
  request.fields = {"account.name"};
  EXPECT_EQ(listing(request), kDone);
}

TEST_F(Rights, HistoryKeepsHiddenFieldsToItself) {
  company.update("admin", "deals", deals_["rep"],
                 R"({"margin":{"amount":"8"},"score":4})");
  auto history = [&](const std::string& who) {
    auto context = company.as(who);
    return company.read([&](storage::Transaction& transaction) {
      return history_page(transaction, context, company.entity("deals"), deals_["rep"], {});
    });
  };
  EXPECT_NE(history("admin").find("margin"), std::string::npos);
  EXPECT_EQ(history("clerk").find("margin"), std::string::npos);
  EXPECT_NE(history("clerk").find("score"), std::string::npos);
  EXPECT_EQ(refusal_of([&] { history("stranger"); }), "NotFound not_found");
}

TEST_F(Rights, HistoryDoesNotNameWhatOneMayNotSee) {
  auto mine = company.create("rep", "accounts", R"({"name":"Mine"})");
  auto secret = company.create("stranger", "accounts", R"({"name":"Secret"})");
  for (const auto& account : {mine, secret})
    company.update("admin", "deals", deals_["rep"], R"({"account":")" + account.text() + "\"}");
  auto history = [&](const std::string& who) {
    auto context = company.as(who);
    return company.read([&](storage::Transaction& transaction) {
      return history_page(transaction, context, company.entity("deals"), deals_["rep"], {}) +
             timeline_page(transaction, context, company.entity("deals"), deals_["rep"], {});
    });
  };
  EXPECT_NE(history("admin").find("Secret"), std::string::npos);
  EXPECT_EQ(history("rep").find("Secret"), std::string::npos);
  EXPECT_NE(history("rep").find("Mine"), std::string::npos);
}

TEST_F(Rights, ALockedFieldIsReadOnly) {
  EXPECT_EQ(company.get("clerk", "deals", deals_["rep"]).at("probability"), "50");
  EXPECT_EQ(writing("clerk", "rep", R"({"probability":"60"})"), "Invalid read_only probability");
  EXPECT_EQ(writing("admin", "rep", R"({"probability":"60"})"), kDone);
}

TEST_F(Rights, WhatAHiddenRecordIsCalledIsNotTold) {
  auto account = company.create("stranger", "accounts",
                                R"({"name":"Secret","industry":"retail"})");
  auto deal = company.create("admin", "deals",
                             R"({"name":"D","account":")" + account.text() + R"(","owner":")" +
                                 company.user("rep").text() + "\"}");
  auto seen = company.get("rep", "deals", deal).at("account");
  EXPECT_EQ(seen.at("id").as_string(), account.text());
  EXPECT_TRUE(seen.at("name").is_null());
  EXPECT_EQ(company.get("admin", "deals", deal).at("account").at("name"), "Secret");
  auto found = [&](std::string_view filter) {
    ListRequest request;
    request.filter = base::parse_json(filter);
    return names("rep", "deals", request);
  };
  EXPECT_EQ(found(R"({"field":"account.name","op":"eq","value":"Secret"})"), "");
  EXPECT_EQ(found(R"({"field":"account.industry","op":"eq","value":"retail"})"), "");
  EXPECT_EQ(found(R"({"field":"account.name","op":"starts","value":"S"})"), "");
  ListRequest request;
  request.fields = {"name", "account.industry", "account.owner"};
  auto page = company.list("rep", "deals", request);
  EXPECT_EQ(json::serialize(page).find("retail"), std::string::npos);
  EXPECT_EQ(json::serialize(page).find(company.user("stranger").text()), std::string::npos);
}

// Neither a filter over related records nor its contrary tells of what one may not see.
TEST_F(Rights, RelatedRecordsCountOnlyWhenSeen) {
  auto account = company.create("rep", "accounts", R"({"name":"Humo"})");
  company.create("admin", "contacts",
                 R"({"name":"Hidden","account":")" + account.text() + R"(","owner":")" +
                     company.user("stranger").text() + "\"}");
  auto found = [&](const std::string& who, std::string_view filter) {
    ListRequest request;
    request.filter = base::parse_json(filter);
    return names(who, "accounts", request);
  };
  const char* some = R"({"related":"contacts","some":{"field":"name","op":"eq","value":"hidden"}})";
  EXPECT_EQ(found("admin", some), "Humo");
  EXPECT_EQ(found("rep", some), "");
  EXPECT_EQ(found("rep", R"({"related":"contacts","none":{}})"), "Humo");
}

TEST_F(Rights, LinksToManyShowWhatOneMaySee) {
  auto mine = company.create("rep", "contacts", R"({"name":"Mine"})");
  auto theirs = company.create("stranger", "contacts", R"({"name":"Theirs"})");
  company.update("admin", "deals", deals_["rep"],
                 R"({"contacts":[")" + mine.text() + R"(",")" + theirs.text() + "\"]}");
  EXPECT_EQ(company.get("admin", "deals", deals_["rep"]).at("contacts").as_array().size(), 2u);
  EXPECT_EQ(company.get("rep", "deals", deals_["rep"]).at("contacts").as_array().size(), 1u);
}

TEST_F(Rights, TyingNeedsTheRightToChange) {
  auto contact = company.create("rep", "contacts", R"({"name":"Anna"})");
  auto tying = [&](const std::string& who, const std::string& whose) {
    auto context = company.as(who);
    return refusal_of([&] {
      company.write([&](storage::Transaction& transaction) {
        tie(transaction, context, company.entity("deals"), deals_[whose], "contacts", contact);
      });
    });
  };
  EXPECT_EQ(tying("rep", "rep"), kDone);
  EXPECT_EQ(tying("rep", "colleague"), "Forbidden forbidden");
  EXPECT_EQ(tying("rep", "stranger"), "NotFound not_found");
  EXPECT_EQ(tying("stranger", "stranger"), "NotFound not_found");  // the contact is not his to see
}

TEST_F(Rights, TheDeltaTellsOfWhatOneMaySee) {
  auto changes = [&](const std::string& who, std::string_view since) {
    auto context = company.as(who);
    return base::parse_json(company.read([&](storage::Transaction& transaction) {
      return changes_page(transaction, context, since, 100);
    }));
  };
  auto begin = std::string(changes("rep", "").at("next").as_string());
  company.update("admin", "deals", deals_["stranger"], R"({"score":1})");
  company.update("admin", "deals", deals_["colleague"], R"({"score":1})");
  auto items = changes("rep", begin).at("items").as_array();
  ASSERT_EQ(items.size(), 1u);
  EXPECT_EQ(items[0].at("id").as_string(), deals_["colleague"].text());
  EXPECT_EQ(changes("admin", begin).at("items").as_array().size(), 2u);
  EXPECT_TRUE(changes("nobody", begin).at("items").as_array().empty());
}

TEST_F(Rights, AKeyThatOnlyReadsWritesNothing) {
  auto context = company.as("admin");
  auto reader = std::make_shared<access::Actor>(*context.actor);
  reader->write_allowed = false;
  context.actor = reader;
  EXPECT_EQ(refusal_of([&] {
    company.write([&](storage::Transaction& transaction) {
      RecordService(transaction, context).remove(company.entity("deals"), deals_["rep"]);
    });
  }),
            "Forbidden forbidden");
  EXPECT_EQ(refusal_of([&] {
    company.write([&](storage::Transaction& transaction) {
      auto changes = parse_changes(context, company.entity("deals"),
                                   base::parse_json(R"({"name":"N"})"), ChangesFor::Create);
      RecordService(transaction, context).create(company.entity("deals"), changes);
    });
  }),
            "Forbidden forbidden");
  EXPECT_FALSE(company.read([&](storage::Transaction& transaction) {
    return record_json(transaction, context, company.entity("deals"), deals_["rep"]);
  }).empty());
}

}  // namespace
}  // namespace rapport::records
