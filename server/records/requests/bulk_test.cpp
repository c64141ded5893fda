#include "records/requests/bulk.h"

#include <gtest/gtest.h>

#include "base/limits.h"
#include "records/test_company.h"

namespace rapport::records {
namespace {

using testing::Company;
using testing::error_of;
using testing::refusal_of;
namespace json = base::json;

class Bulk : public ::testing::Test {
 protected:
  json::array run(std::string_view body, const std::string& who = "rep",
                  OnDuplicate on_duplicate = OnDuplicate::Report) {
    auto context = company.as(who);
    std::string answer;
    company.write([&](storage::Transaction& transaction) {
      answer = run_bulk(transaction, context, company.entity("deals"), base::parse_json(body),
                        on_duplicate);
    });
    return base::parse_json(answer).at("results").as_array();
  }

  static std::string statuses(const json::array& results) {
    std::string all;
    for (const auto& result : results)
      all += (all.empty() ? "" : " ") + json::serialize(result.at("status"));
    return all;
  }

  std::size_t count(const std::string& who = "admin") {
    return company.list(who, "deals").at("items").as_array().size();
  }

  static std::string text(const json::value& value) { return std::string(value.as_string()); }

  Company company;
};

TEST_F(Bulk, EachHasItsResultInOrder) {
  auto results = run(R"({"create":[{"name":"First"},{"nam":"Second"},{"name":"Third"}]})");
  EXPECT_EQ(statuses(results), "201 422 201");
  EXPECT_EQ(results[1].at("errors").at(0).at("field"), "nam");
  EXPECT_EQ(results[1].at("errors").at(0).at("code"), "unknown_field");
  EXPECT_EQ(results[0].at("version"), 1);
  auto first = text(results[0].at("id")), third = text(results[2].at("id"));
  EXPECT_EQ(count(), 2u);
  auto more = run(R"({"delete":[")" + third + R"("],"update":[{"id":")" + first +
                  R"(","version":1,"name":"1st"},{"id":")" + first +
                  R"(","version":1,"name":"stale"}],"create":[{"name":"Fourth"}]})");
  EXPECT_EQ(statuses(more), "201 200 412 204");
  EXPECT_EQ(more[1].at("version"), 2);
  EXPECT_EQ(more[2].at("current").at("name"), "1st");
  EXPECT_EQ(count(), 2u);
}

TEST_F(Bulk, AtomicIsAllOrNothing) {
  auto id = company.create("rep", "deals", R"({"name":"Old"})");
  auto error = error_of([&] {
    run(R"({"atomic":true,"create":[{"name":"A"},{"name":5}],"update":[{"id":")" + id.text() +
        R"(","name":"New"}],"delete":["nonsense"]})");
  });
  EXPECT_EQ(error.code, "atomic_rolled_back");
  ASSERT_EQ(error.fields.size(), 2u);
  EXPECT_EQ(error.fields[0].field, "create[1].name");
  EXPECT_EQ(error.fields[1].field, "delete[0].id");
  auto extension = base::parse_json("{" + error.extension_json + "}");
  EXPECT_EQ(statuses(extension.at("results").as_array()), "424 422 424 422");
  EXPECT_EQ(count(), 1u);
  EXPECT_EQ(company.get("admin", "deals", id).at("name"), "Old");
  EXPECT_EQ(statuses(run(R"({"atomic":true,"create":[{"name":"A"},{"name":"B"}]})")), "201 201");
  EXPECT_EQ(count(), 3u);
}

TEST_F(Bulk, AnothersRecordsAreNotThere) {
  auto id = company.create("rep", "deals", R"({"name":"Mine"})").text();
  EXPECT_EQ(statuses(run(R"({"update":[{"id":")" + id + R"(","name":"x"}],"delete":[")" + id +
                             "\"]}",
                         "stranger")),
            "404 404");
  // A colleague sees it but may not change it.
  EXPECT_EQ(statuses(run(R"({"update":[{"id":")" + id + R"(","name":"x"}],"delete":[")" + id +
                             "\"]}",
                         "colleague")),
            "403 403");
}

TEST_F(Bulk, WhatFailsLeavesNoTrace) {
  auto results = run(R"({"create":[{"name":"A","code":"X"},{"name":"B","code":"X"}]})");
  EXPECT_EQ(statuses(results), "201 422");
  EXPECT_EQ(results[1].at("errors").at(0).at("code"), "not_unique");
  EXPECT_EQ(count(), 1u);
}

TEST_F(Bulk, DeletionTakesAVersion) {
  auto id = company.create("rep", "deals", R"({"name":"D"})").text();
  EXPECT_EQ(statuses(run(R"({"delete":[{"id":")" + id + R"(","version":9}]})")), "412");
  EXPECT_EQ(statuses(run(R"({"delete":[{"id":")" + id + R"(","version":1}]})")), "204");
  EXPECT_EQ(statuses(run(R"({"delete":[{"id":")" + id + R"("},{"name":"x"},7]})")), "404 422 400");
}

TEST_F(Bulk, MistakesOfTheWholeAreNamed) {
  const std::pair<const char*, const char*> kCases[] = {
      {R"([])", "Malformed wrong_type"},
      {R"({"create":{}})", "Malformed wrong_type create"},
      {R"({"insert":[]})", "Malformed unknown_member insert"},
      {R"({"atomic":"yes"})", "Malformed wrong_type atomic"},
  };
  for (const auto& [body, expected] : kCases)
    EXPECT_EQ(refusal_of([&] { run(body); }), expected) << body;
  std::string many = R"({"delete":[)";
  for (std::size_t i = 0; i <= base::limits::kBulkItems; ++i) many += i ? ",1" : "1";
  EXPECT_EQ(refusal_of([&] { run(many + "]}"); }), "TooLarge too_many_items");
  EXPECT_TRUE(run("{}").empty());
}

}  // namespace
}  // namespace rapport::records
