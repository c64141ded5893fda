#include "crm/system/merge.h"

#include "crm/test_company.h"
#include "records/history.h"
#include "records/listing.h"

namespace rapport::crm {

namespace {

class Merges : public testing::Company {
 protected:
  std::string with(const base::Id& other, const std::string& fields = "{}") {
    return R"({"with": [)" + quoted(other) + R"(], "fields": )" + fields + "}";
  }
};

TEST_F(Merges, UniteWhatBothHave) {
  auto kept = create("rep", "contacts", R"({"last_name": "Karimova", "tags": ["vip"],
    "emails": [{"value": "a@example.com"}], "phones": [{"value": "+998901234567"}]})");
  auto other = create("rep", "contacts", R"({"last_name": "Karimova", "first_name": "Dilnoza",
    "job_title": "Director", "tags": ["vip", "north"], "external_id": "K7",
    "emails": [{"value": "A@example.com"}, {"value": "b@example.com"}],
    "phones": [{"value": "90 123-45-67"}]})");
  auto answer = act("rep", "contacts", kept, "merge", with(other));
  EXPECT_EQ(id_of(answer), kept);
  auto merged = get("contacts", kept);
  EXPECT_EQ(merged.title(), "Dilnoza Karimova");
  EXPECT_EQ(merged.text("job_title"), "Director");
  EXPECT_EQ(merged.text("tags"), "|vip|north|");
  EXPECT_EQ(merged.text("external_id"), "K7");
  EXPECT_EQ(base::parse_json(*merged.text("emails")).as_array().size(), 2u);
  EXPECT_EQ(base::parse_json(*merged.text("phones")).as_array().size(), 1u);
  EXPECT_FALSE(exists("contacts", other));
}

TEST_F(Merges, TakeTheChosenValues) {
  auto kept =
      create("rep", "accounts", R"({"name": "Uy-Joy", "industry": "construction", "employees": 5,
    "emails": [{"value": "old@example.com"}]})");
  auto other = create("rep", "accounts", R"({"name": "Uy-Joy Qurilish", "industry": "retail",
    "emails": [{"value": "new@example.com"}]})");
  act("rep", "accounts", kept, "merge",
      with(other, R"({"name": )" + quoted(other) + R"(, "employees": )" + quoted(other) +
                      R"(, "email": )" + quoted(other) + "}"));
  auto merged = get("accounts", kept);
  EXPECT_EQ(merged.title(), "Uy-Joy Qurilish");
  EXPECT_EQ(merged.text("industry"), "construction");
  EXPECT_TRUE(merged.is_empty("employees"));
  EXPECT_EQ(merged.text("email"), "new@example.com");
  EXPECT_EQ(base::parse_json(*merged.text("emails")).as_array().size(), 2u);
}

TEST_F(Merges, MoveAllLinks) {
  auto kept = create("rep", "contacts", R"({"last_name": "One"})");
  auto other = create("rep", "contacts", R"({"last_name": "Two"})");
  auto deal = create(
      "rep", "deals",
      R"({"name": "A", "contact": )" + quoted(other) + R"(, "contacts": [)" + quoted(other) + "]}");
  auto task = create("rep", "tasks",
                     R"({"subject": "A", "due_at": "2026-07-01T10:00:00Z",
    "related": {"entity": "contacts", "id": )" +
                         quoted(other) + "}}");
  act("rep", "contacts", kept, "merge", with(other));
  EXPECT_EQ(get("deals", deal).id("contact"), kept);
  EXPECT_EQ(get("tasks", task).reference("related")->id, kept);
  EXPECT_EQ(get("tasks", task).id("contact"), kept);
  EXPECT_FALSE(get("contacts", kept).is_empty("next_activity_at"));
  std::int64_t pairs = 0;
  database_->read([&](storage::Transaction& transaction) {
    storage::Query query;
    query.table = &model_->tables.of_link(entity("deals"), entity("deals").field("contacts"));
    query.where = storage::compare("b", storage::Test::Equal, kept);
    query.order_is_optional = true;
    pairs = transaction.count(query, 10);
  });
  EXPECT_EQ(pairs, 1);
}

TEST_F(Merges, OfOneAboveTheOtherLeaveNoCircle) {
  auto parent = create("rep", "accounts", R"({"name": "Top"})");
  auto child = create("rep", "accounts", R"({"name": "Low", "parent": )" + quoted(parent) + "}");
  act("rep", "accounts", child, "merge", with(parent));
  EXPECT_TRUE(get("accounts", child).is_empty("parent"));
}

TEST_F(Merges, AreLogged) {
  auto kept = create("rep", "accounts", R"({"name": "One"})");
  auto other = create("rep", "accounts", R"({"name": "Two"})");
  act("rep", "accounts", kept, "merge", with(other));
  auto context = as("rep");
  std::string page;
  database_->read([&](storage::Transaction& transaction) {
    page = records::history_page(transaction, context, entity("accounts"), kept, {});
  });
  EXPECT_NE(page.find("\"merged\""), std::string::npos) << page;
}

TEST_F(Merges, NeedTwoRecordsAndTheRight) {
  auto kept = create("rep", "accounts", R"({"name": "One"})");
  auto other = create("colleague", "accounts", R"({"name": "Two"})");
  auto hidden = create("stranger", "accounts", R"({"name": "Three"})");
  auto merge = [&](const std::string& body) {
    return refusal([&] { act("rep", "accounts", kept, "merge", body); });
  };
  EXPECT_EQ(merge("{}"), "with required");
  EXPECT_EQ(merge(with(kept)), "with merge_same");
  EXPECT_EQ(merge(with(other)), "forbidden");
  EXPECT_EQ(merge(with(hidden)), "not_found");
  auto own = create("rep", "accounts", R"({"name": "Four"})");
  EXPECT_EQ(merge(with(own, R"({"colour": )" + quoted(own) + "}")), "fields.colour unknown_field");
  EXPECT_EQ(merge(with(own, R"({"name": )" + quoted(other) + "}")), "fields.name not_found_link");
  EXPECT_TRUE(exists("accounts", own));
}

TEST_F(Merges, OfSeveralAreTakenBackAsTheyWere) {
  auto kept = create("rep", "contacts", R"({"last_name": "One", "tags": ["a"]})");
  auto second = create("rep", "contacts",
                       R"({"last_name": "Two", "external_id": "K2", "tags": ["b"]})");
  auto third = create("rep", "contacts", R"({"last_name": "Three"})");
  auto both = create("rep", "deals", R"({"name": "A", "contacts": [)" + quoted(second) + "," +
                                         quoted(third) + "]}");
  auto boss = create("rep", "contacts", R"({"last_name": "Low", "reports_to": )" +
                                            quoted(third) + "}");
  remove("rep", "contacts", boss);
  act("rep", "contacts", kept, "merge",
      R"({"with": [)" + quoted(second) + "," + quoted(third) + R"(], "fields": {"last_name": )" +
          quoted(third) + "}}");
  EXPECT_EQ(get("contacts", kept).text("last_name"), "Three");
  auto answer = act("rep", "contacts", kept, "unmerge");
  EXPECT_EQ(answer.at("restored").as_array().size(), 2u);
  EXPECT_EQ(answer.at("left").at("links").as_int64(), 0);
  auto merged = get("contacts", kept);
  EXPECT_EQ(merged.text("last_name"), "One");
  EXPECT_EQ(merged.text("tags"), "|a|");
  EXPECT_TRUE(merged.is_empty("external_id"));
  EXPECT_EQ(get("contacts", second).text("external_id"), "K2");
  work(as("rep"), [&](records::RecordService& service) {
    service.restore(entity("contacts"), boss);
  });
  EXPECT_EQ(get("contacts", boss).id("reports_to"), third);
  std::string deal;
  work(as("rep"), [&](records::RecordService& service) {
    deal = records::record_json(service.transaction(), service.context(), entity("deals"), both);
  });
  EXPECT_EQ(base::parse_json(deal).at("contacts").as_array().size(), 2u);
}

TEST_F(Merges, OneAfterTheOtherAreTakenBackInTurn) {
  auto first = create("rep", "accounts", R"({"name": "First"})");
  auto second = create("rep", "accounts", R"({"name": "Second", "employees": 7})");
  auto third = create("rep", "accounts", R"({"name": "Third", "inn": "301234567"})");
  auto deal = create("rep", "deals", R"({"name": "A", "account": )" + quoted(third) + "}");
  act("rep", "accounts", second, "merge", with(third));
  act("rep", "accounts", first, "merge", with(second));
  EXPECT_EQ(get("deals", deal).id("account"), first);
  act("rep", "accounts", first, "unmerge");
  EXPECT_EQ(get("deals", deal).id("account"), second);
  EXPECT_EQ(get("accounts", second).text("inn"), "301234567");
  act("rep", "accounts", second, "unmerge");
  EXPECT_EQ(get("deals", deal).id("account"), third);
  EXPECT_TRUE(get("accounts", second).is_empty("inn"));
}

TEST_F(Merges, LeaveWhatIsGoneForGood) {
  auto kept = create("rep", "accounts", R"({"name": "One"})");
  auto other = create("rep", "accounts", R"({"name": "Two", "employees": 7})");
  auto deal = create("rep", "deals", R"({"name": "A", "account": )" + quoted(other) + "}");
  act("rep", "accounts", kept, "merge", with(other));
  work(as("admin"), [&](records::RecordService& service) {
    service.purge(entity("accounts"), other);
  });
  auto answer = act("rep", "accounts", kept, "unmerge");
  EXPECT_EQ(answer.at("left").at("records").as_int64(), 1);
  EXPECT_EQ(answer.at("left").at("links").as_int64(), 1);
  EXPECT_EQ(get("deals", deal).id("account"), kept);
}

class Clones : public testing::Company {};

TEST_F(Clones, HaveTheSameValuesAndAnotherName) {
  auto person = create("rep", "contacts", R"({"last_name": "Karimova"})");
  auto id = create("rep", "deals",
                   R"({"name": "Roof", "stage": "proposal", "amount": {"amount": "10"},
    "external_id": "D1", "tags": ["hot"], "contacts": [)" +
                       quoted(person) + "]}");
  auto answer = act("colleague", "deals", id, "clone");
  EXPECT_EQ(answer.at("name"), "Roof (копия)");
  EXPECT_EQ(answer.at("stage"), "proposal");
  EXPECT_EQ(answer.at("amount").at("amount"), "10.00");
  EXPECT_TRUE(answer.at("external_id").is_null());
  EXPECT_EQ(answer.at("tags").as_array().size(), 1u);
  EXPECT_EQ(answer.at("contacts").as_array().size(), 1u);
  EXPECT_EQ(id_of(answer.at("owner")), user("colleague"));
  EXPECT_NE(id_of(answer), id);
}

TEST_F(Clones, OfWhatIsOverAreOpen) {
  auto deal =
      create("rep", "deals", R"({"name": "Roof", "stage": "lost", "loss_reason": "price"})");
  auto answer = act("rep", "deals", deal, "clone", R"({"name": "Second try"})");
  EXPECT_EQ(answer.at("name"), "Second try");
  EXPECT_EQ(answer.at("stage"), "new");
  EXPECT_TRUE(answer.at("loss_reason").is_null());
  auto lead = create("rep", "leads", R"({"company": "A"})");
  act("rep", "leads", lead, "convert");
  answer = act("rep", "leads", lead, "clone");
  EXPECT_EQ(answer.at("status"), "new");
  EXPECT_TRUE(answer.at("converted_deal").is_null());
}

TEST_F(Clones, OfTheDefaultPipelineAreNot) {
  auto id = default_pipeline();
  auto answer = act("admin", "pipelines", id, "clone");
  EXPECT_EQ(answer.at("stages").as_array().size(), 7u);
  EXPECT_EQ(default_pipeline(), id);
}

TEST_F(Clones, NeedTheRightToRead) {
  auto deal = create("rep", "deals", R"({"name": "Roof"})");
  EXPECT_EQ(refusal([&] { act("stranger", "deals", deal, "clone"); }), "not_found");
  EXPECT_EQ(refusal([&] { act("reader", "deals", deal, "clone"); }), "forbidden");
}

}  // namespace

}  // namespace rapport::crm
