#include "records/aggregates/aggregate.h"

#include <gtest/gtest.h>

#include "records/test_company.h"

namespace rapport::records {
namespace {

using testing::Company;
using testing::refusal_of;

class Aggregate : public ::testing::Test {
 protected:
  std::string run(std::string_view body, const std::string& who = "admin",
                  std::string_view entity = "deals") {
    auto context = company.as(who);
    return company.read([&](storage::Transaction& transaction) {
      return aggregate(transaction, context, company.entity(entity), base::parse_json(body));
    });
  }

  // The groups alone, without what wraps them.
  std::string groups(std::string_view body, const std::string& who = "admin") {
    auto parsed = base::parse_json(run(body, who));
    return base::json::serialize(parsed.at("groups"));
  }

  void deal(std::string_view body, const std::string& who = "admin") {
    company.create(who, "deals", body);
  }

  Company company;
};

TEST_F(Aggregate, OfNothingIsOneGroupWithoutSums) {
  EXPECT_EQ(run(R"({"measures":[{"fn":"sum","field":"amount"},{"fn":"count"}]})"),
            R"({"groups":[{"sum_amount":null,"count":0}],"more":false})");
  EXPECT_EQ(run(R"({"group_by":["stage"]})"), R"({"groups":[],"more":false})");
}

TEST_F(Aggregate, SumsMoneyToTheLastUnit) {
  deal(R"({"name":"A","amount":{"amount":"0.1","currency":"UZS"}})");
  deal(R"({"name":"B","amount":{"amount":"0.2","currency":"UZS"}})");
  deal(R"({"name":"C"})");
  EXPECT_EQ(groups(R"({"measures":[{"fn":"sum","field":"amount"},{"fn":"avg","field":"amount"},
                       {"fn":"min","field":"amount"},{"fn":"max","field":"amount"},
                       {"fn":"count","field":"amount"}]})"),
            R"([{"sum_amount":{"amount":"0.30","currency":"UZS"},)"
            R"("avg_amount":{"amount":"0.15","currency":"UZS"},)"
            R"("min_amount":{"amount":"0.10","currency":"UZS"},)"
            R"("max_amount":{"amount":"0.20","currency":"UZS"},"count_amount":2,"count":3}])");
}

TEST_F(Aggregate, SumsOutgrowSixtyFourBits) {
  for (int i = 0; i < 5; ++i)
    deal(R"({"name":"Big","amount":{"amount":"899999999999999.99","currency":"UZS"},
             "margin":{"amount":"-899999999999999.99","currency":"UZS"}})");
  EXPECT_EQ(groups(R"({"measures":[{"fn":"sum","field":"amount"},{"fn":"sum","field":"margin"},
                       {"fn":"avg","field":"margin"}]})"),
            R"([{"sum_amount":{"amount":"4499999999999999.95","currency":"UZS"},)"
            R"("sum_margin":{"amount":"-4499999999999999.95","currency":"UZS"},)"
            R"("avg_margin":{"amount":"-899999999999999.99","currency":"UZS"},"count":5}])");
}

TEST_F(Aggregate, CurrenciesAreNeverMixed) {
  deal(R"({"name":"A","stage":"won","amount":{"amount":"100","currency":"UZS"},
           "margin":{"amount":"5","currency":"USD"}})");
  deal(R"({"name":"B","stage":"won","amount":{"amount":"7","currency":"USD"},
           "margin":{"amount":"6","currency":"USD"}})");
  deal(R"({"name":"C","stage":"won","amount":{"amount":"50","currency":"UZS"}})");
  deal(R"({"name":"D","stage":"new","amount":{"amount":"9","currency":"USD"}})");
  EXPECT_EQ(groups(R"({"group_by":["stage"],"sort":"-sum_amount",
                       "measures":[{"fn":"sum","field":"amount"},{"fn":"sum","field":"margin"}]})"),
            R"([{"stage":"won","sum_amount":{"amount":null,"currency":null,"by_currency":)"
            R"([{"amount":"7.00","currency":"USD"},{"amount":"150.00","currency":"UZS"}]},)"
            R"("sum_margin":{"amount":"11.00","currency":"USD"},"count":3},)"
            R"({"stage":"new","sum_amount":{"amount":"9.00","currency":"USD"},)"
            R"("sum_margin":null,"count":1}])");
}

TEST_F(Aggregate, NumbersAndAverages) {
  deal(R"({"name":"A","score":1,"weight":"1.250","probability":10})");
  deal(R"({"name":"B","score":2,"weight":"-0.125","probability":15})");
  deal(R"({"name":"C","score":2})");
  EXPECT_EQ(groups(R"({"measures":[{"fn":"sum","field":"score"},{"fn":"avg","field":"score"},
                       {"fn":"sum","field":"weight"},{"fn":"min","field":"weight"},
                       {"fn":"avg","field":"probability"}]})"),
            R"([{"sum_score":5,"avg_score":"1.6667","sum_weight":"1.125","min_weight":"-0.125",)"
            R"("avg_probability":"12.5","count":3}])");
}

TEST_F(Aggregate, ExtremesOfDates) {
  deal(R"({"name":"A","closes_on":"2026-01-31","closed_at":"2026-01-31T10:00:00Z"})");
  deal(R"({"name":"B","closes_on":"2025-12-01","closed_at":"2026-02-01T10:00:00.5Z"})");
  EXPECT_EQ(groups(R"({"measures":[{"fn":"min","field":"closes_on"},
                                   {"fn":"max","field":"closed_at"}]})"),
            R"([{"min_closes_on":"2025-12-01","max_closed_at":"2026-02-01T10:00:00.500000Z",)"
            R"("count":2}])");
}

TEST_F(Aggregate, PeriodsOfDates) {
  for (const char* day : {"2026-01-01", "2026-01-31", "2025-12-29", "2026-04-05"})
    deal(std::string(R"({"name":"D","closes_on":")") + day + "\"}");
  deal(R"({"name":"None"})");
  auto counts = [&](const std::string& part) {
    std::string all;
    auto name = "closes_on:" + part;
    auto groups = base::parse_json(run("{\"group_by\":\"" + name + "\"}")).at("groups");
    for (const auto& group : groups.as_array())
      all += base::json::serialize(group.at(name)) + "=" +
             base::json::serialize(group.at("count")) + " ";
    return all;
  };
  EXPECT_EQ(counts("day"),
            R"(null=1 "2025-12-29"=1 "2026-01-01"=1 "2026-01-31"=1 "2026-04-05"=1 )");
  EXPECT_EQ(counts("week"), R"(null=1 "2025-12-29"=2 "2026-01-26"=1 "2026-03-30"=1 )");
  EXPECT_EQ(counts("month"), R"(null=1 "2025-12"=1 "2026-01"=2 "2026-04"=1 )");
  EXPECT_EQ(counts("quarter"), R"(null=1 "2025-Q4"=1 "2026-Q1"=2 "2026-Q2"=1 )");
  EXPECT_EQ(counts("year"), R"(null=1 "2025"=1 "2026"=3 )");
}

// Berlin is an hour ahead of UTC in winter and two in summer: both nights belong to the next day.
TEST_F(Aggregate, InstantsFallOnTheActorsDays) {
  deal(R"({"name":"Winter","closed_at":"2026-01-10T23:30:00Z"})");
  deal(R"({"name":"Summer","closed_at":"2026-07-10T22:30:00Z"})");
  std::string body = R"({"group_by":["closed_at:day"]})";
  EXPECT_EQ(groups(body), R"([{"closed_at:day":"2026-01-10","count":1},)"
                          R"({"closed_at:day":"2026-07-10","count":1}])");
  company.set_time_zone("admin", "Europe/Berlin");
  EXPECT_EQ(groups(body), R"([{"closed_at:day":"2026-01-11","count":1},)"
                          R"({"closed_at:day":"2026-07-11","count":1}])");
}

TEST_F(Aggregate, LinksAreGroupedByIdAndNamed) {
  auto humo = company.create("admin", "accounts", R"({"name":"Humo"})");
  auto alfa = company.create("admin", "accounts", R"({"name":"Alfa"})");
  auto deal_of = [&](const base::Id& account) {
    deal(R"({"name":"D","account":")" + account.text() + "\"}");
  };
  deal_of(humo);
  deal_of(humo);
  deal_of(alfa);
  deal(R"({"name":"D"})");
  auto link = [](const base::Id& id, const std::string& name) {
    return R"({"id":")" + id.text() + R"(","entity":"accounts","name":")" + name + "\"}";
  };
  EXPECT_EQ(groups(R"({"group_by":["account"],"sort":"-account"})"),
            "[{\"account\":" + link(humo, "Humo") + ",\"count\":2},{\"account\":" +
                link(alfa, "Alfa") + ",\"count\":1},{\"account\":null,\"count\":1}]");
  EXPECT_EQ(groups(R"({"group_by":["account.name"],"sort":"-count,account.name"})"),
            R"([{"account.name":"Humo","count":2},{"account.name":null,"count":1},)"
            R"({"account.name":"Alfa","count":1}])");
  auto owners = groups(R"({"group_by":["owner","kind"]})");
  EXPECT_EQ(owners, "[{\"owner\":{\"id\":\"" + company.user("admin").text() +
                        R"(","entity":"users","name":"admin"},"kind":null,"count":4}])");
}

TEST_F(Aggregate, LinksToSeveralEntities) {
  auto account = company.create("admin", "accounts", R"({"name":"Humo"})");
  company.create("admin", "tasks", R"({"subject":"Call","related":")" + account.text() + "\"}");
  EXPECT_EQ(run(R"({"group_by":["related"]})", "admin", "tasks"),
            R"({"groups":[{"related":{"id":")" + account.text() +
                R"(","entity":"accounts","name":"Humo"},"count":1}],"more":false})");
}

TEST_F(Aggregate, TheFirstGroupsOfMany) {
  for (int i = 0; i < 30; ++i)
    for (int k = 0; k <= i % 5; ++k) deal(R"({"name":"D","score":)" + std::to_string(i) + "}");
  EXPECT_EQ(run(R"({"group_by":["score"],"sort":"-count,score","limit":2})"),
            R"({"groups":[{"score":4,"count":5},{"score":9,"count":5}],"more":true})");
  EXPECT_EQ(run(R"({"group_by":["score"],"limit":2})"),
            R"({"groups":[{"score":0,"count":1},{"score":1,"count":2}],"more":true})");
}

TEST_F(Aggregate, WithinAFilterAndTheRightsOnly) {
  deal(R"({"name":"Mine","score":1})", "rep");
  deal(R"({"name":"Team","score":2})", "colleague");
  deal(R"({"name":"Other","score":4})", "stranger");
  std::string sum = R"({"measures":[{"fn":"sum","field":"score"}]})";
  EXPECT_EQ(groups(sum, "admin"), R"([{"sum_score":7,"count":3}])");
  EXPECT_EQ(groups(sum, "rep"), R"([{"sum_score":3,"count":2}])");
  EXPECT_EQ(groups(sum, "stranger"), R"([{"sum_score":4,"count":1}])");
  EXPECT_EQ(refusal_of([&] { run(sum, "nobody"); }), "Forbidden forbidden");
  EXPECT_EQ(groups(R"({"filter":{"field":"score","op":"gte","value":2},"q":"te",
                       "measures":[{"fn":"sum","field":"score"}]})"),
            R"([{"sum_score":2,"count":1}])");
}

TEST_F(Aggregate, HiddenFieldsCannotBeSummedGroupedOrReached) {
  auto account = company.create("admin", "accounts",
                                R"({"name":"Humo","annual_revenue":{"amount":"5"}})");
  deal(R"({"name":"D","account":")" + account.text() + "\"}");
  auto refused = [&](std::string_view body) {
    return refusal_of([&] { run(body, "clerk"); });
  };
  EXPECT_EQ(refused(R"({"measures":[{"fn":"sum","field":"margin"}]})"),
            "Forbidden hidden_field measures[0].field");
  EXPECT_EQ(refused(R"({"measures":[{"fn":"count","field":"margin"}]})"),
            "Forbidden hidden_field measures[0].field");
  EXPECT_EQ(refused(R"({"measures":[{"fn":"sum","field":"account.annual_revenue"}]})"),
            "Forbidden hidden_field measures[0].field");
  EXPECT_EQ(refused(R"({"filter":{"field":"margin","op":"gt","value":1}})"),
            "Forbidden hidden_field filter.field");
  // The account is not the clerk's: neither its name nor its values are told.
  EXPECT_EQ(groups(R"({"group_by":["account.name"],
                       "measures":[{"fn":"sum","field":"account.employees"}]})", "clerk"),
            R"([{"account.name":null,"sum_account.employees":null,"count":1}])");
  EXPECT_EQ(groups(R"({"group_by":["account"]})", "clerk"),
            R"([{"account":{"id":")" + account.text() +
                R"(","entity":"accounts","name":null},"count":1}])");
}

TEST_F(Aggregate, MistakesAreNamedWithTheirPlace) {
  const std::pair<const char*, const char*> kCases[] = {
      {R"([])", "Malformed wrong_type"},
      {R"({"groups":[]})", "Malformed unknown_member groups"},
      {R"({"group_by":["stage","nope"]})", "Malformed unknown_field group_by[1]"},
      {R"({"group_by":["stage","stage"]})", "Malformed repeated_value group_by[1]"},
      {R"({"group_by":["closes_on:decade"]})", "Malformed unknown_part group_by[0]"},
      {R"({"group_by":["name:day"]})", "Malformed operator_not_allowed group_by[0]"},
      {R"({"group_by":["amount"]})", "Malformed not_groupable group_by[0]"},
      {R"({"group_by":["contacts"]})", "Malformed not_groupable group_by[0]"},
      {R"({"group_by":["name","stage","kind","score","urgent"]})",
       "Malformed too_many_values group_by"},
      {R"({"measures":{}})", "Malformed wrong_type measures"},
      {R"({"measures":[{"fn":"median","field":"amount"}]})",
       "Malformed unknown_measure measures[0].fn"},
      {R"({"measures":[{"fn":"count"},{"fn":"sum"}]})", "Malformed required measures[1].field"},
      {R"({"measures":[{"fn":"sum","field":"name"}]})",
       "Malformed operator_not_allowed measures[0].field"},
      {R"({"measures":[{"fn":"avg","field":"closes_on"}]})",
       "Malformed operator_not_allowed measures[0].field"},
      {R"({"measures":[{"fn":"sum","field":"amount","as":"x"}]})",
       "Malformed unknown_member measures[0]"},
      {R"({"sort":"-sum_amount"})", "Malformed not_sortable sort"},
      {R"({"limit":0})", "Malformed out_of_range limit"},
      {R"({"limit":1000000})", "Malformed out_of_range limit"},
      {R"({"limit":"5"})", "Malformed out_of_range limit"},
  };
  for (const auto& [body, expected] : kCases)
    EXPECT_EQ(refusal_of([&] { run(body); }), expected) << body;
}

}  // namespace
}  // namespace rapport::records
