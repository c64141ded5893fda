#include "records/lists/filter.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "base/limits.h"
#include "records/test_company.h"

namespace rapport::records {
namespace {

using testing::Company;
using testing::refusal_of;

// Five deals of the 28th of May 2026 (a Thursday), for the table of cases below.
class Filter : public ::testing::Test {
 protected:
  void SetUp() override {
    company.now = 1'779'966'000'000'000;  // 2026-05-28T11:00:00Z
    humo_ = company.create("admin", "accounts",
                           R"({"name":"Humo","industry":"retail","employees":50})");
    auto nur = company.create("admin", "accounts", R"({"name":"Нур","industry":"food"})");
    anna_ = company.create("admin", "contacts",
                           R"({"name":"Анна","birthday":"1990-05-30","account":")" + humo_.text() +
                               "\"}");
    auto deal = [&](std::string_view body) { return company.create("admin", "deals", body); };
    deal(R"({"name":"alfa","account":")" + humo_.text() + R"(","stage":"won","score":5,
             "amount":{"amount":"1000"},"kind":"new","labels":["hot","vip"],"urgent":true,
             "closes_on":"2026-05-28","closed_at":"2026-05-28T08:30:00Z","probability":"12.5",
             "contacts":[")" + anna_.text() + R"("],"comment":"Скидка 10%","tags":["Юг"]})");
    deal(R"({"name":"Beta","account":")" + nur.text() + R"(","stage":"new","score":-3,
             "amount":{"amount":"250.50"},"kind":"repeat","labels":["hot"],"urgent":false,
             "closes_on":"2026-05-01","closed_at":"2026-04-30T23:30:00Z",
             "address":{"city":"Самарканд"}})");
    deal(R"({"name":"Ёлка","account":")" + humo_.text() + R"(","stage":"new","score":0,
             "amount":{"amount":"250.51"},"closes_on":"2026-06-03"})");
    deal(R"({"name":"delta_x","stage":"lost","score":5,"closes_on":"2025-12-31",
             "comment":"скидки нет"})");
    deal(R"({"name":"Éclair"})");
  }

  // Names of the deals found, in the order of their names.
  std::string found(std::string_view filter, const std::string& who = "admin") {
    ListRequest request;
    request.filter = base::parse_json(filter);
    request.sort = {"name"};
    request.fields = {"name"};
    std::string names;
    auto page = company.list(who, "deals", request);
    for (const auto& item : page.at("items").as_array())
      names += (names.empty() ? "" : " ") + std::string(item.at("name").as_string());
    return names;
  }

  Company company;
  base::Id humo_, anna_;
};

struct Case {
  const char* filter;
  const char* found;
};

// All in the order of their names: alfa Beta delta_x Éclair Ёлка.
// tidy: table
constexpr Case kCases[] = {
    {"{}", "alfa Beta delta_x Éclair Ёлка"},
    {"null", "alfa Beta delta_x Éclair Ёлка"},
    // Texts: case, accents and ё make no difference.
    {R"({"field":"name","op":"eq","value":"ALFA"})", "alfa"},
    {R"({"field":"name","op":"eq","value":"елка"})", "Ёлка"},
    {R"({"field":"name","op":"eq","value":"eclair"})", "Éclair"},
    {R"({"field":"name","op":"ne","value":"alfa"})", "Beta delta_x Éclair Ёлка"},
    {R"({"field":"name","op":"contains","value":"LF"})", "alfa"},
    {R"({"field":"name","op":"contains","value":"ЛКА"})", "Ёлка"},
    {R"({"field":"name","op":"contains","value":"_"})", "delta_x"},
    {R"({"field":"name","op":"contains","value":"%"})", ""},
    {R"({"field":"name","op":"starts","value":"É"})", "Éclair"},
    {R"({"field":"name","op":"starts","value":"be"})", "Beta"},
    {R"({"field":"name","op":"starts","value":"Ё"})", "Ёлка"},
    {R"({"field":"name","op":"ends","value":"TA"})", "Beta"},
    {R"({"field":"name","op":"in","value":["alfa","BETA","none"]})", "alfa Beta"},
    {R"({"field":"name","op":"in","value":[]})", ""},
    {R"({"field":"name","op":"lt","value":"b"})", "alfa"},
    {R"({"field":"name","op":"between","value":["b","d"]})", "Beta"},
    {R"({"field":"comment","op":"contains","value":"СКИДК"})", "alfa delta_x"},
    {R"({"field":"comment","op":"contains","value":"10%"})", "alfa"},
    {R"({"field":"comment","op":"not_contains","value":"скидк"})", "Beta Éclair Ёлка"},
    {R"({"field":"comment","op":"empty"})", "Beta Éclair Ёлка"},
    {R"({"field":"comment","op":"empty","value":false})", "alfa delta_x"},
    {R"({"field":"comment","op":"not_empty"})", "alfa delta_x"},
    {R"({"not":{"field":"comment","op":"empty"}})", "alfa delta_x"},
    // Numbers and money.
    {R"({"field":"score","op":"eq","value":5})", "alfa delta_x"},
    {R"({"field":"score","op":"ne","value":5})", "Beta Éclair Ёлка"},
    {R"({"field":"score","op":"lt","value":0})", "Beta"},
    {R"({"field":"score","op":"lte","value":0})", "Beta Ёлка"},
    {R"({"field":"score","op":"gte","value":"0"})", "alfa delta_x Ёлка"},
    {R"({"field":"score","op":"between","value":[-3,0]})", "Beta Ёлка"},
    {R"({"field":"score","op":"in","value":[0,-3,99]})", "Beta Ёлка"},
    {R"({"not":{"field":"score","op":"gt","value":0}})", "Beta Éclair Ёлка"},
    {R"({"field":"score","op":"eq","value":null})", "Éclair"},
    {R"({"field":"amount","op":"gt","value":250.5})", "alfa Ёлка"},
    {R"({"field":"amount","op":"eq","value":"250.50"})", "Beta"},
    {R"({"field":"amount","op":"gte","value":{"amount":"1000"}})", "alfa"},
    {R"({"field":"amount","op":"empty"})", "delta_x Éclair"},
    {R"({"field":"probability","op":"eq","value":12.5})", "alfa"},
    // Choices, sets of keys, yes and no.
    {R"({"field":"stage","op":"in","value":["won","lost"]})", "alfa delta_x"},
    {R"({"field":"stage","op":"ne","value":"new"})", "alfa delta_x Éclair"},
    {R"({"field":"kind","op":"eq","value":"new"})", "alfa"},
    {R"({"field":"labels","op":"contains","value":"hot"})", "alfa Beta"},
    {R"({"field":"labels","op":"in","value":["vip","none"]})", "alfa"},
    {R"({"field":"labels","op":"contains","value":"ho"})", ""},
    {R"({"field":"labels","op":"empty"})", "delta_x Éclair Ёлка"},
    {R"({"field":"tags","op":"contains","value":"Юг"})", "alfa"},
    {R"({"field":"urgent","op":"eq","value":true})", "alfa"},
    {R"({"field":"urgent","op":"eq","value":false})", "Beta"},
    {R"({"field":"urgent","op":"ne","value":true})", "Beta delta_x Éclair Ёлка"},
    {R"({"field":"address","op":"contains","value":"самарканд"})", "Beta"},
    // Days and moments.
    {R"({"field":"closes_on","op":"during","value":"today"})", "alfa"},
    {R"({"field":"closes_on","op":"during","value":"this_month"})", "alfa Beta"},
    {R"({"field":"closes_on","op":"during","value":"next_week"})", "Ёлка"},
    {R"({"field":"closes_on","op":"during","value":"last_30_days"})", "alfa Beta"},
    {R"({"field":"closes_on","op":"during","value":"next_30_days"})", "alfa Ёлка"},
    {R"({"field":"closes_on","op":"during","value":"past"})", "Beta delta_x"},
    {R"({"field":"closes_on","op":"during","value":"last_year"})", "delta_x"},
    {R"({"field":"closes_on","op":"during","value":"2026-06-03"})", "Ёлка"},
    {R"({"field":"closes_on","op":"not_during","value":"this_year"})", "delta_x Éclair"},
    {R"({"field":"closes_on","op":"lt","value":"2026-05-28"})", "Beta delta_x"},
    {R"({"field":"closes_on","op":"between","value":["2026-05-01","2026-05-28"]})", "alfa Beta"},
    {R"({"field":"closed_at","op":"during","value":"today"})", "alfa"},
    {R"({"field":"closed_at","op":"eq","value":"2026-04-30"})", "Beta"},
    {R"({"field":"closed_at","op":"eq","value":"2026-05-28T08:30:00Z"})", "alfa"},
    {R"({"field":"closed_at","op":"lt","value":"2026-05-28T13:30:01+05:00"})", "alfa Beta"},
    {R"({"field":"closed_at","op":"gte","value":"2026-05-01"})", "alfa"},
    {R"({"field":"created_at","op":"during","value":"today"})", "alfa Beta delta_x Éclair Ёлка"},
    // People and links.
    {R"({"field":"owner","op":"eq","value":"me"})", "alfa Beta delta_x Éclair Ёлка"},
    {R"({"field":"account","op":"empty"})", "delta_x Éclair"},
    {R"({"field":"account.industry","op":"eq","value":"retail"})", "alfa Ёлка"},
    {R"({"field":"account.name","op":"eq","value":"НУР"})", "Beta"},
    {R"({"field":"account.employees","op":"gt","value":10})", "alfa Ёлка"},
    {R"({"not":{"field":"account.industry","op":"eq","value":"retail"}})", "Beta delta_x Éclair"},
    {R"({"field":"contacts","op":"empty"})", "Beta delta_x Éclair Ёлка"},
    {R"({"field":"contacts","op":"empty","value":false})", "alfa"},
    // Together.
    {R"({"all":[]})", "alfa Beta delta_x Éclair Ёлка"},
    {R"({"any":[]})", ""},
    {R"({"all":[{"field":"score","op":"eq","value":5},{"field":"stage","op":"eq","value":"won"}]})",
     "alfa"},
    {R"({"any":[{"field":"score","op":"lt","value":0},{"field":"stage","op":"eq","value":"won"}]})",
     "alfa Beta"},
    {R"({"not":{"any":[{"field":"score","op":"eq","value":5},
                       {"field":"stage","op":"eq","value":"new"}]}})", "Éclair"},
    {R"({"all":[{"field":"amount","op":"gte","value":100},
                {"any":[{"field":"stage","op":"in","value":["won"]},
                        {"field":"account.industry","op":"eq","value":"food"}]},
                {"not":{"field":"labels","op":"empty"}}]})", "alfa Beta"},
};

TEST_F(Filter, FindsWhatItSays) {
  for (const auto& each : kCases) EXPECT_EQ(found(each.filter), each.found) << each.filter;
}

TEST_F(Filter, ByIds) {
  auto id = humo_.text();
  EXPECT_EQ(found(R"({"field":"account","op":"eq","value":")" + id + "\"}"), "alfa Ёлка");
  EXPECT_EQ(found(R"({"field":"account","op":"eq","value":{"id":")" + id + "\"}}"), "alfa Ёлка");
  EXPECT_EQ(found(R"({"field":"account","op":"ne","value":")" + id + "\"}"),
            "Beta delta_x Éclair");
  EXPECT_EQ(found(R"({"field":"account","op":"in","value":[")" + id + "\"]}"), "alfa Ёлка");
  EXPECT_EQ(found(R"({"field":"contacts","op":"contains","value":")" + anna_.text() + "\"}"),
            "alfa");
  EXPECT_EQ(found(R"({"not":{"field":"contacts","op":"in","value":[")" + anna_.text() + "\"]}}"),
            "Beta delta_x Éclair Ёлка");
}

TEST_F(Filter, OfRelatedRecords) {
  ListRequest request;
  request.fields = {"name"};
  auto accounts = [&](std::string_view filter) {
    request.filter = base::parse_json(filter);
    std::string names;
    auto page = company.list("admin", "accounts", request);
    for (const auto& item : page.at("items").as_array())
      names += std::string(item.at("name").as_string()) + " ";
    return names;
  };
  EXPECT_EQ(accounts(R"({"related":"contacts","some":
                         {"field":"birthday","op":"during","value":"1990-05-30"}})"), "Humo ");
  EXPECT_EQ(accounts(R"({"related":"contacts","none":{}})"), "Нур ");
  EXPECT_EQ(accounts(R"({"related":"deals","some":{"field":"score","op":"lt","value":0}})"),
            "Нур ");
  EXPECT_EQ(accounts(R"({"related":"deals","some":{"all":[
                          {"field":"score","op":"eq","value":0},
                          {"field":"account.industry","op":"eq","value":"retail"}]}})"),
            "Humo ");
}

TEST_F(Filter, DaysAreTheActors) {
  // 23:30 in Greenwich is the next day in Tashkent.
  std::string april = R"({"field":"closed_at","op":"during","value":"2026-04-30"})";
  EXPECT_EQ(found(april), "Beta");
  company.set_time_zone("admin", "Asia/Tashkent");
  EXPECT_EQ(found(april), "");
  EXPECT_EQ(found(R"({"field":"closed_at","op":"during","value":"2026-05-01"})"), "Beta");
  EXPECT_EQ(found(R"({"field":"closed_at","op":"during","value":"this_month"})"), "alfa Beta");
}

TEST_F(Filter, MistakesNameTheirPlace) {
  const Case kMistakes[] = {
      {R"([])", "Malformed wrong_type filter"},
      {R"({"fields":"name"})", "Malformed unknown_member filter"},
      {R"({"field":"nope","op":"eq","value":1})", "Malformed unknown_field filter.field"},
      {R"({"field":"account.nope","op":"eq","value":1})", "Malformed unknown_field filter.field"},
      {R"({"field":"name.first","op":"eq","value":1})", "Malformed unknown_field filter.field"},
      {R"({"field":"account.parent.parent.name","op":"eq","value":1})",
       "Malformed unknown_field filter.field"},
      {R"({"field":"name"})", "Malformed wrong_type filter.op"},
      {R"({"field":"name","op":"like","value":"a"})", "Malformed unknown_operator filter.op"},
      {R"({"field":"urgent","op":"lt","value":true})", "Malformed unknown_operator filter.op"},
      {R"({"field":"score","op":"contains","value":"5"})", "Malformed unknown_operator filter.op"},
      {R"({"field":"score","op":"during","value":"today"})",
       "Malformed unknown_operator filter.op"},
      {R"({"field":"score","op":"eq","value":"five"})", "Malformed wrong_value filter.value"},
      {R"({"field":"score","op":"eq","value":1.5})", "Malformed wrong_value filter.value"},
      {R"({"field":"name","op":"eq","value":5})", "Malformed wrong_value filter.value"},
      {R"({"field":"kind","op":"eq","value":"none"})", "Malformed not_a_choice filter.value"},
      {R"({"field":"closes_on","op":"during","value":"someday"})",
       "Malformed wrong_value filter.value"},
      {R"({"field":"closes_on","op":"lt","value":"28.05.2026"})",
       "Malformed wrong_value filter.value"},
      {R"({"field":"account","op":"eq","value":"Humo"})", "Malformed wrong_value filter.value"},
      {R"({"field":"score","op":"between","value":[1]})", "Malformed wrong_value filter.value"},
      {R"({"field":"score","op":"between","value":[1,"x"]})",
       "Malformed wrong_value filter.value[1]"},
      {R"({"field":"score","op":"in","value":5})", "Malformed wrong_type filter.value"},
      {R"({"field":"name","op":"eq","value":"a","case":true})", "Malformed unknown_member filter"},
      {R"({"all":[{"field":"name","op":"eq","value":"a"},{"any":[{"field":"x","op":"eq"}]}]})",
       "Malformed unknown_field filter.all[1].any[0].field"},
      {R"({"all":{}})", "Malformed wrong_type filter.all"},
      {R"({"related":"nothing","some":{}})", "Malformed unknown_field filter.related"},
      {R"({"related":"tasks"})", "Malformed bad_condition filter"},
      {R"({"field":"comment","op":"empty","value":"yes"})", "Malformed wrong_value filter.value"},
      {R"({"field":"owner","op":"during","value":"today"})",
       "Malformed unknown_operator filter.op"},
      {R"({"field":"closes_on","op":"eq","value":"today"})", "Malformed wrong_value filter.value"},
  };
  for (const auto& each : kMistakes)
    EXPECT_EQ(refusal_of([&] { found(each.filter); }), each.found) << each.filter;
}

// Of the operators that are offered instead of a wrong one, each is known, and no other.
TEST_F(Filter, OffersWhatItKnows) {
  constexpr const char* kAll[] = {"eq",       "ne", "in",     "empty", "lt",  "lte", "gt", "gte",
                                  "contains", "starts", "ends", "between", "during"};
  for (const char* field : {"name", "stage", "labels", "score", "amount", "closes_on", "closed_at",
                            "urgent", "owner", "contacts", "address", "tags", "comment"}) {
    auto refused = [&](std::string_view op) -> std::optional<std::string> {
      try {
        found("{\"field\":\"" + std::string(field) + "\",\"op\":\"" + std::string(op) + "\"}");
      } catch (const base::Error& error) {
        if (error.fields.at(0).code != "unknown_operator") return std::nullopt;
        for (const auto& [name, value] : error.fields.at(0).arguments)
          if (name == "allowed") return " " + value + " ";
      }
      return std::nullopt;
    };
    auto offered = refused("like");
    ASSERT_TRUE(offered) << field;
    for (std::string op : kAll)
      EXPECT_EQ(!refused(op), offered->find(" " + op + " ") != std::string::npos) << field << op;
  }
}

TEST_F(Filter, LimitsOnWhatComesFromOutside) {
  std::string deep = R"({"field":"name","op":"eq","value":"a"})";
  for (std::size_t i = 0; i <= base::limits::kFilterDepth; ++i) deep = R"({"not":)" + deep + "}";
  EXPECT_EQ(refusal_of([&] { found(deep); }).substr(0, 18), "Malformed too_deep");
  std::string many = R"({"any":[)";
  for (std::size_t i = 0; i <= base::limits::kFilterConditions; ++i)
    many += std::string(i ? "," : "") + R"({"field":"score","op":"eq","value":1})";
  EXPECT_EQ(refusal_of([&] { found(many + "]}"); }).substr(0, 25), "Malformed too_many_values");
  std::string list = R"({"field":"score","op":"in","value":[0)";
  for (std::size_t i = 0; i < base::limits::kFilterListValues; ++i) list += ",1";
  EXPECT_EQ(refusal_of([&] { found(list + "]}"); }), "Malformed too_many_values filter.value");
}

TEST_F(Filter, QuickSearchWantsEachWordInTheTitle) {
  ListRequest request;
  request.fields = {"name"};
  auto names = [&](std::string q) {
    request.q = std::move(q);
    std::string all;
    auto page = company.list("admin", "deals", request);
    for (const auto& item : page.at("items").as_array())
      all += std::string(item.at("name").as_string()) + " ";
    return all;
  };
  EXPECT_EQ(names("ELK"), "");
  EXPECT_EQ(names("елк"), "Ёлка ");
  EXPECT_EQ(names("  l  ECL "), "Éclair ");
  EXPECT_EQ(names("delta x"), "delta_x ");
  EXPECT_EQ(names("delta y"), "");
}

}  // namespace
}  // namespace rapport::records
