#include "records/requests/timeline.h"

#include <gtest/gtest.h>

#include <set>

#include "records/test_company.h"

namespace rapport::records {
namespace {

using testing::Company;
using testing::refusal_of;
namespace json = base::json;

class Timeline : public ::testing::Test {
 protected:
  void SetUp() override {
    account_ = company.create("rep", "accounts", R"({"name":"Humo"})");
    deal_ = company.create("rep", "deals",
                           R"({"name":"Roof","stage":"new","account":")" + account_.text() + "\"}");
  }

  json::value page(const std::string& who, std::string_view entity, const base::Id& id,
                   const TimelineRequest& request = {}) {
    auto context = company.as(who);
    return base::parse_json(company.read([&](storage::Transaction& transaction) {
      return timeline_page(transaction, context, company.entity(entity), id, request);
    }));
  }

  // "kind title" of each item, for short: "note Called him; change amount; created".
  static std::string told(const json::value& page) {
    std::string all;
    for (const auto& item : page.at("items").as_array()) {
      if (!all.empty()) all += "; ";
      all += std::string(item.at("kind").as_string());
      const auto& object = item.as_object();
      if (const auto* record = object.if_contains("record")) {
        const auto* name = record->as_object().if_contains("subject");
        if (!name) name = record->as_object().if_contains("name");
        if (name && name->is_string()) all += " " + std::string(name->get_string());
      }
      if (const auto* changes = object.if_contains("changes"))
        for (const auto& change : changes->as_array())
          all += " " + std::string(change.at("field").as_string());
    }
    return all;
  }

  void tie(const std::string& who, std::string_view entity, std::string body, const base::Id& id) {
    body.pop_back();
    company.create(who, entity, body + R"(,"related":")" + id.text() + "\"}");
  }

  Company company;
  base::Id account_, deal_;
};

TEST_F(Timeline, TellsEverythingNewestFirst) {
  tie("rep", "notes", R"({"subject":"First","body":"text"})", deal_);
  company.update("rep", "deals", deal_, R"({"score":5,"kind":"new"})");
  tie("colleague", "tasks", R"({"subject":"Measure"})", deal_);
  company.update("rep", "deals", deal_, R"({"stage":"won","score":6})");
  tie("rep", "calls", R"({"subject":"Thanks"})", deal_);
  auto told_of = page("rep", "deals", deal_);
  EXPECT_EQ(told(told_of),
            "call Thanks; stage stage score; task Measure; change score kind; "
            "note First; created");
  EXPECT_TRUE(told_of.at("next").is_null());
  const auto& move = told_of.at("items").at(1);
  EXPECT_EQ(json::serialize(move.at("changes").at(0)),
            R"({"field":"stage","old":"new","new":"won"})");
  EXPECT_EQ(move.at("actor").at("name"), "rep");
  const auto& task = told_of.at("items").at(2);
  EXPECT_EQ(task.at("actor").at("name"), "colleague");
  EXPECT_EQ(task.at("entity"), "tasks");
  EXPECT_EQ(task.at("record").at("status"), "new");
}

TEST_F(Timeline, KindsNarrowIt) {
  tie("rep", "notes", R"({"subject":"First","body":"text"})", deal_);
  company.update("rep", "deals", deal_, R"({"score":5})");
  company.update("rep", "deals", deal_, R"({"stage":"won"})");
  tie("rep", "tasks", R"({"subject":"Measure"})", deal_);
  auto of = [&](std::vector<std::string> kinds) {
    TimelineRequest request;
    request.kinds = std::move(kinds);
    return told(page("rep", "deals", deal_, request));
  };
  EXPECT_EQ(of({"note", "task"}), "task Measure; note First");
  EXPECT_EQ(of({"stage"}), "stage stage");
  EXPECT_EQ(of({"change"}), "change score");
  EXPECT_EQ(of({"created", "stage"}), "stage stage; created");
  EXPECT_EQ(of({"meeting", "file"}), "");
  EXPECT_EQ(refusal_of([&] { of({"letter"}); }), "Malformed not_a_choice kinds");
}

TEST_F(Timeline, PinnedNotesComeFirst) {
  tie("rep", "notes", R"({"subject":"Pinned","body":"text","pinned":true})", deal_);
  tie("rep", "notes", R"({"subject":"Later","body":"text"})", deal_);
  TimelineRequest request;
  request.limit = 2;
  auto first = page("rep", "deals", deal_, request);
  EXPECT_EQ(told(first), "note Pinned; note Later");
  EXPECT_TRUE(first.at("items").at(0).at("pinned").as_bool());
  EXPECT_FALSE(first.at("items").at(1).as_object().contains("pinned"));
  request.cursor = std::string(first.at("next").as_string());
  EXPECT_EQ(told(page("rep", "deals", deal_, request)), "created");
}

TEST_F(Timeline, AnAccountTellsOfAllThatNamesIt) {
  company.create("rep", "tasks",
                 R"({"subject":"Of the deal","related":")" + deal_.text() + R"(","account":")" +
                     account_.text() + "\"}");
  company.create("rep", "tasks",
                 R"({"subject":"Of both","related":")" + account_.text() + R"(","account":")" +
                     account_.text() + "\"}");
  tie("rep", "tasks", R"({"subject":"Of the account"})", account_);
  company.create("rep", "tasks", R"({"subject":"Of another"})");
  company.create("rep", "leads",
                 R"({"name":"Petrov","converted_account":")" + account_.text() + "\"}");
  EXPECT_EQ(told(page("rep", "accounts", account_)),
            "converted Petrov; task Of the account; task Of both; task Of the deal; created");
}

TEST_F(Timeline, PagesTellEachEntryOnce) {
  for (int i = 0; i < 40; ++i) {
    auto number = std::to_string(i);
    if (i % 3 == 0) tie("rep", "notes", R"({"subject":")" + number + R"(","body":"b"})", deal_);
    if (i % 5 == 0) tie("rep", "tasks", R"({"subject":")" + number + "\"}", deal_);
    company.update("rep", "deals", deal_, R"({"score":)" + std::to_string(i + 1) + "}");
  }
  TimelineRequest all;
  all.limit = 500;
  auto whole = told(page("rep", "deals", deal_, all));
  for (std::size_t limit : {1, 2, 7, 40}) {
    TimelineRequest request;
    request.limit = limit;
    std::string joined;
    for (int pages = 0; pages < 200; ++pages) {
      auto part = page("rep", "deals", deal_, request);
      EXPECT_LE(part.at("items").as_array().size(), limit);
      joined += (joined.empty() ? "" : "; ") + told(part);
      if (part.at("next").is_null()) break;
      request.cursor = std::string(part.at("next").as_string());
      // What happens meanwhile does not disturb the pages that follow.
      if (pages == 1)
        company.update("rep", "deals", deal_, R"({"score":-)" + std::to_string(limit) + "}");
    }
    EXPECT_EQ(joined, whole) << limit;
    whole = told(page("rep", "deals", deal_, all));
  }
}

TEST_F(Timeline, OnlyWhatOneMaySee) {
  tie("rep", "notes", R"({"subject":"North","body":"b"})", deal_);
  company.create("admin", "notes",
                 R"({"subject":"Secret","body":"b","related":")" + deal_.text() + R"(","owner":")" +
                     company.user("stranger").text() + "\"}");
  EXPECT_EQ(told(page("colleague", "deals", deal_)), "note North; created");
  EXPECT_EQ(told(page("admin", "deals", deal_)), "note Secret; note North; created");
  EXPECT_EQ(refusal_of([&] { page("stranger", "deals", deal_); }), "NotFound not_found");
}

TEST_F(Timeline, ChangesOfHiddenFieldsAreNotTold) {
  company.update("admin", "deals", deal_, R"({"margin":{"amount":"1"}})");
  company.update("admin", "deals", deal_, R"({"margin":{"amount":"2"},"score":1})");
  for (int i = 3; i < 9; ++i)
    company.update("admin", "deals", deal_,
                   R"({"margin":{"amount":")" + std::to_string(i) + "\"}}");
  EXPECT_EQ(told(page("clerk", "deals", deal_)), "change score; created");
  TimelineRequest request;
  request.limit = 1;
  auto first = page("clerk", "deals", deal_, request);
  EXPECT_EQ(told(first), "change score");
  request.cursor = std::string(first.at("next").as_string());
  EXPECT_EQ(told(page("clerk", "deals", deal_, request)), "created");
}

TEST_F(Timeline, ACursorOfAnotherListIsRefused) {
  TimelineRequest request;
  request.limit = 1;
  tie("rep", "notes", R"({"subject":"N","body":"b"})", deal_);
  request.cursor = std::string(page("rep", "deals", deal_, request).at("next").as_string());
  request.kinds = {"note"};
  EXPECT_EQ(refusal_of([&] { page("rep", "deals", deal_, request); }),
            "Malformed bad_cursor cursor");
}

TEST_F(Timeline, TheBinAndBack) {
  auto context = company.as("rep");
  company.write([&](storage::Transaction& transaction) {
    RecordService service(transaction, context);
    service.remove(company.entity("deals"), deal_);
    service.restore(company.entity("deals"), deal_);
  });
  EXPECT_EQ(told(page("rep", "deals", deal_)), "restored; deleted; created");
}

}  // namespace
}  // namespace rapport::records
