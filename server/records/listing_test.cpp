#include "records/listing.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "records/test_company.h"

namespace rapport::records {
namespace {

using testing::Company;
using testing::refusal_of;
namespace json = base::json;

class Listing : public ::testing::Test {
 protected:
  // Values that repeat and values that are missing, in fields of every shape.
  void fill(int count) {
    std::vector<base::Id> accounts;
    for (int i = 0; i < 4; ++i)
      accounts.push_back(company.create(i % 2 ? "rep" : "stranger", "accounts",
                                        R"({"name":"Account )" + std::to_string(i) + "\"}"));
    for (int i = 0; i < count; ++i) {
      auto number = [&](int limit) { return std::to_string(i * 7 % limit); };
      std::string body = R"({"name":"deal )" + number(9) + "\"";
      if (i % 3) body += R"(,"amount":{"amount":")" + number(5) + "\"}";
      if (i % 4) body += ",\"score\":" + number(4) + ",\"weight\":\"" + number(3) + ".5\"";
      if (i % 5) body += R"(,"kind":")" + std::string(i % 2 ? "new" : "repeat") + "\"";
      if (i % 5) body += R"(,"stage":"s)" + number(3) + "\"";
      if (i % 3) body += R"(,"closes_on":"2026-05-0)" + std::to_string(1 + i * 7 % 6) + "\"";
      if (i % 2) body += R"(,"closed_at":"2026-05-0)" + std::to_string(1 + i % 4) + "T10:00:00Z\"";
      if (i % 3) body += std::string(",\"urgent\":") + (i % 2 ? "true" : "false");
      if (i % 4) body += R"(,"account":")" + accounts[i * 7 % 4].text() + "\"";
      company.create("admin", "deals", body + R"(,"owner":")" + company.user("rep").text() + "\"}");
    }
  }

  static std::string ids_of(const json::value& page) {
    std::string ids;
    for (const auto& item : page.at("items").as_array()) ids += json::serialize(item.at("id"));
    return ids;
  }

  std::string paged(const std::string& who, ListRequest request, std::size_t limit) {
    request.limit = limit;
    std::string ids;
    for (int pages = 0; pages < 100; ++pages) {
      auto page = company.list(who, "deals", request);
      auto count = page.at("items").as_array().size();
      EXPECT_TRUE(count == limit || page.at("next").is_null());
      ids += ids_of(page);
      if (page.at("next").is_null()) return ids;
      request.cursor = std::string(page.at("next").as_string());
    }
    return "no end";
  }

  std::string names(const std::vector<std::string>& sort, const std::string& who = "admin",
                    std::string_view entity = "deals") {
    ListRequest request;
    request.sort = sort;
    request.fields = {"name"};
    std::string all;
    auto page = company.list(who, entity, request);
    for (const auto& item : page.at("items").as_array())
      all += (all.empty() ? "" : " ") + std::string(item.at("name").as_string());
    return all;
  }

  Company company;
};

TEST_F(Listing, PagesAreTheWholeListInEveryOrder) {
  fill(60);
  const std::vector<std::string> kKeys = {
      "name",       "amount", "score",      "weight",       "kind",    "stage",
      "closes_on",  "closed_at", "urgent",  "account",      "account.name",
      "created_at", "owner",  "account.owner", "comment",   "code",    "version"};
  ListRequest request;
  request.limit = 500;
  request.fields = {"id"};
  for (const std::string who : {"admin", "rep", "clerk"})
    for (const auto& key : kKeys)
      for (const std::string sign : {"", "-"}) {
        request.sort = {sign + key};
        auto whole = ids_of(company.list(who, "deals", request));
        EXPECT_EQ(whole.size(), 60 * 38u) << who << " " << sign + key;
        EXPECT_EQ(paged(who, request, 7), whole) << who << " " << sign + key;
        request.sort = {sign + key, "-kind", "closes_on"};
        whole = ids_of(company.list(who, "deals", request));
        EXPECT_EQ(paged(who, request, 11), whole) << who << " " << sign + key << " and more";
      }
}

TEST_F(Listing, NullIsLessThanEverything) {
  for (const char* body : {R"({"name":"five","score":5})", R"({"name":"none"})",
                           R"({"name":"one","score":1})"})
    company.create("admin", "deals", body);
  EXPECT_EQ(names({"score"}), "none one five");
  EXPECT_EQ(names({"-score"}), "five one none");
  EXPECT_EQ(names({"+score"}), "none one five");
}

TEST_F(Listing, TheNewestFirstUnlessToldOtherwise) {
  for (const char* name : {"a", "b", "c"})
    company.create("admin", "deals", R"({"name":")" + std::string(name) + "\"}");
  EXPECT_EQ(names({}), "c b a");
}

TEST_F(Listing, TextsSortWithoutRegardToCaseAndMarks) {
  for (const char* name : {"яблоко", "Ёж", "еда", "Zebra", "apple", "Éclair", "ель"})
    company.create("admin", "deals", R"({"name":")" + std::string(name) + "\"}");
  EXPECT_EQ(names({"name"}), "apple Éclair Zebra еда Ёж ель яблоко");
}

TEST_F(Listing, FieldsAndPaths) {
  auto account = company.create("admin", "accounts", R"({"name":"Humo","employees":3})");
  company.create("admin", "deals",
                 R"({"name":"D","amount":{"amount":"5"},"account":")" + account.text() + "\"}");
  ListRequest request;
  request.fields = {"name", "account", "account.employees", "amount", "labels"};
  auto item = company.list("admin", "deals", request).at("items").at(0);
  EXPECT_EQ(json::serialize(item),
            "{\"id\":" + json::serialize(item.at("id")) +
                R"(,"name":"D","account":{"id":")" + account.text() +
                R"(","entity":"accounts","name":"Humo"},"account.employees":3,)"
                R"("amount":{"amount":"5.00","currency":"UZS"},"labels":null})");
  request.fields = {};
  item = company.list("admin", "deals", request).at("items").at(0);
  EXPECT_FALSE(item.as_object().contains("deleted_at"));
  EXPECT_EQ(item.at("owner").at("name"), "admin");
  EXPECT_EQ(item.at("version"), 1);
  EXPECT_TRUE(item.at("contacts").as_array().empty());
}

TEST_F(Listing, TheTotalIsCountedWhenAskedFor) {
  fill(30);
  ListRequest request;
  request.limit = 10;
  EXPECT_FALSE(company.list("admin", "deals", request).as_object().contains("total"));
  request.count = true;
  request.sort = {"name"};
  auto page = company.list("admin", "deals", request);
  EXPECT_EQ(page.at("total"), 30);
  request.cursor = std::string(page.at("next").as_string());
  EXPECT_EQ(company.list("admin", "deals", request).at("total"), 30);
}

TEST_F(Listing, TheBin) {
  auto id = company.create("rep", "deals", R"({"name":"gone"})");
  company.create("rep", "deals", R"({"name":"here"})");
  auto context = company.as("rep");
  company.write([&](storage::Transaction& transaction) {
    RecordService(transaction, context).remove(company.entity("deals"), id);
  });
  EXPECT_EQ(names({}), "here");
  ListRequest request;
  request.deleted = true;
  EXPECT_EQ(ids_of(company.list("rep", "deals", request)), "\"" + id.text() + "\"");
  EXPECT_EQ(ids_of(company.list("stranger", "deals", request)), "");
}

TEST_F(Listing, RelatedRecords) {
  auto account = company.create("rep", "accounts", R"({"name":"Humo"})");
  auto contact = company.create("rep", "contacts",
                                R"({"name":"Anna","account":")" + account.text() + "\"}");
  company.create("rep", "contacts", R"({"name":"Other"})");
  auto deal = company.create("rep", "deals",
                             R"({"name":"D","contacts":[")" + contact.text() + "\"]}");
  auto related = [&](const std::string& who, std::string_view entity, const base::Id& id,
                     std::string_view list) {
    auto context = company.as(who);
    auto page = base::parse_json(company.read([&](storage::Transaction& transaction) {
      return related_page(transaction, context, company.entity(entity), id, list, {});
    }));
    std::string names;
    for (const auto& item : page.at("items").as_array())
      names += std::string(item.at("name").as_string()) + " ";
    return names;
  };
  EXPECT_EQ(related("rep", "accounts", account, "contacts"), "Anna ");
  EXPECT_EQ(related("rep", "deals", deal, "contacts"), "Anna ");
  EXPECT_EQ(related("rep", "contacts", contact, "joint_deals"), "D ");
  EXPECT_EQ(related("rep", "accounts", account, "subsidiaries"), "");
  EXPECT_EQ(refusal_of([&] { related("rep", "accounts", account, "nothing"); }),
            "NotFound unknown_related");
  EXPECT_EQ(refusal_of([&] { related("stranger", "accounts", account, "contacts"); }),
            "NotFound not_found");
}

// Reads as the one it is given does, and counts the queries.
class Counting final : public storage::Transaction {
 public:
  explicit Counting(storage::Transaction& inner) : inner_(inner) {}
  void select(const storage::Query& query, const storage::RowSink& sink) override {
    ++queries;
    inner_.select(query, sink);
  }
  storage::PreparedQueryPtr prepare(const storage::Query& query) override {
    return inner_.prepare(query);
  }
  void select(const storage::PreparedQuery& query, const std::vector<storage::Cell>& parameters,
              const storage::RowSink& sink) override {
    ++queries;
    inner_.select(query, parameters, sink);
  }
  std::int64_t insert(const storage::Insert&) override { return 0; }
  std::int64_t update(const storage::Update&) override { return 0; }
  std::int64_t remove(const storage::Delete&) override { return 0; }
  void savepoint(const std::function<void()>& work) override { work(); }
  std::int64_t count(const storage::Query& query, std::int64_t at_most) override {
    return inner_.count(query, at_most);
  }
  bool is_write() const override { return false; }
  void on_commit(std::function<void()>) override {}
  int queries = 0;

 private:
  storage::Transaction& inner_;
};

TEST_F(Listing, LinksOfAPageAreAskedForTogether) {
  std::vector<base::Id> people;
  for (const char* name : {"Anna", "Bek", "Olim"})
    people.push_back(company.create("rep", "contacts",
                                    std::string(R"({"name":")") + name + "\"}"));
  const auto hidden = company.create("stranger", "contacts", R"({"name":"Hidden"})");
  const auto deal = [&](const std::string& name, const std::vector<base::Id>& contacts) {
    std::string links;
    for (const auto& id : contacts) links += (links.empty() ? "\"" : ",\"") + id.text() + "\"";
    company.create("admin", "deals", R"({"name":")" + name + R"(","contacts":[)" + links +
                                         R"(],"owner":")" + company.user("rep").text() + "\"}");
  };
  deal("1", {people[0], people[1]});
  deal("2", {});
  deal("3", {people[1], hidden});
  for (int i = 4; i < 9; ++i) deal(std::to_string(i), {people[2]});
  const auto context = company.as("rep");
  ListRequest request;
  request.fields = {"contacts", "name"};
  request.sort = {"name"};
  int queries = 0;
  const auto page = base::parse_json(company.read([&](storage::Transaction& transaction) {
    Counting counting(transaction);
    auto text = list_page(counting, context, company.entity("deals"), request);
    queries = counting.queries;
    return text;
  }));
  EXPECT_EQ(queries, 2);
  std::string found;
  for (const auto& item : page.at("items").as_array()) {
    std::vector<std::string> names;
    for (const auto& link : item.at("contacts").as_array())
      names.emplace_back(link.at("name").as_string());
    std::sort(names.begin(), names.end());
    found += std::string(item.at("name").as_string()) + ":";
    for (const auto& name : names) found += " " + name;
    found += "; ";
  }
  EXPECT_EQ(found, "1: Anna Bek; 2:; 3: Bek; 4: Olim; 5: Olim; 6: Olim; 7: Olim; 8: Olim; ");
}

TEST_F(Listing, MistakesNameTheirPlace) {
  fill(3);
  auto refused = [&](const ListRequest& request) {
    return refusal_of([&] { company.list("admin", "deals", request); });
  };
  auto sorted = [&](std::vector<std::string> sort) {
    ListRequest request;
    request.sort = std::move(sort);
    return refused(request);
  };
  EXPECT_EQ(sorted({"nope"}), "Malformed unknown_field sort");
  EXPECT_EQ(sorted({"labels"}), "Malformed not_sortable sort");
  EXPECT_EQ(sorted({"contacts"}), "Malformed not_sortable sort");
  EXPECT_EQ(sorted({"address"}), "Malformed not_sortable sort");
  EXPECT_EQ(sorted({"name", "kind", "stage", "score", "amount", "urgent"}),
            "Malformed too_many_values sort");
  ListRequest request;
  request.limit = 501;
  EXPECT_EQ(refused(request), "Malformed out_of_range limit");
  request.limit = 0;
  EXPECT_EQ(refused(request), "Malformed out_of_range limit");
  request.limit = 1;
  request.fields = {"nope"};
  EXPECT_EQ(refused(request), "Malformed unknown_field fields");
  request.fields = {};
  request.cursor = "zz";
  EXPECT_EQ(refused(request), "Malformed bad_cursor cursor");
  request.cursor.clear();
  request.sort = {"name"};
  auto cursor = std::string(company.list("admin", "deals", request).at("next").as_string());
  request.sort = {"-name"};
  request.cursor = cursor;
  EXPECT_EQ(refused(request), "Malformed bad_cursor cursor");
}

}  // namespace
}  // namespace rapport::records
