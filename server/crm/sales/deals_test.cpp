#include "crm/sales/deals.h"

#include "crm/sales/stage_times.h"
#include "crm/test_company.h"

namespace rapport::crm::deals {

namespace {

class Deals : public testing::Company {
 protected:
  base::Date today() { return as("rep").today(); }
  records::Record deal(const base::Id& id) { return get("deals", id); }
  std::int64_t day(const char* text) { return base::parse_date(text).value(); }
  testing::json::value stays(const base::Id& id) {
    auto context = as("rep");
    std::string answer;
    database_->read([&](storage::Transaction& transaction) {
      answer = stage_times_json(transaction, context, id);
    });
    return base::parse_json(answer).at("items");
  }
};

TEST_F(Deals, BeginInTheDefaultPipeline) {
  auto made = deal(create("rep", "deals", R"({"name": "Roof"})"));
  EXPECT_EQ(made.get(pipeline), default_pipeline());
  EXPECT_EQ(made.get(stage), "new");
  EXPECT_EQ(made.get(probability), 1000);
  EXPECT_EQ(made.get(starts_on), today());
  EXPECT_TRUE(made.get(stage_changed_at));
  EXPECT_TRUE(made.is_empty("closed_at"));
}

TEST_F(Deals, ProbabilityFollowsTheStageUnlessSetByHand) {
  auto id = create("rep", "deals", R"({"name": "Roof", "amount": {"amount": "1000.00"}})");
  update("rep", "deals", id, R"({"stage": "proposal"})");
  EXPECT_EQ(deal(id).get(probability), 4000);
  EXPECT_EQ(deal(id).get(expected_amount)->amount, 400'0000);
  update("rep", "deals", id, R"({"stage": "negotiation", "probability": "55"})");
  EXPECT_EQ(deal(id).get(probability), 5500);
  update("rep", "deals", id, R"({"probability": null})");
  EXPECT_EQ(deal(id).get(probability), 6000);
  update("rep", "deals", id, R"({"stage": "won", "probability": "90"})");
  EXPECT_EQ(deal(id).get(probability), 10000);
}

TEST_F(Deals, ExpectedAmountIsExactToTheCent) {
  auto id = create(
      "rep", "deals",
      R"({"name": "A", "amount": {"amount": "100.01", "currency": "USD"}, "probability": "33"})");
  EXPECT_EQ(deal(id).get(expected_amount), (records::Money{33'0000, "USD"}));
  update("rep", "deals", id,
         R"({"amount": {"amount": "899999999999999.99", "currency": "USD"}, "probability": "50"})");
  EXPECT_EQ(deal(id).get(expected_amount)->amount, 450'000'000'000'000'0000);
  update("rep", "deals", id, R"({"amount": {"amount": "101", "currency": "JPY"}})");
  EXPECT_EQ(deal(id).get(expected_amount), (records::Money{51'0000, "JPY"}));
  update("rep", "deals", id, R"({"amount": null})");
  EXPECT_TRUE(deal(id).is_empty("expected_amount"));
}

TEST_F(Deals, AnUnknownStageIsRefused) {
  EXPECT_EQ(refusal([&] { create("rep", "deals", R"({"name": "A", "stage": "somewhere"})"); }),
            "stage unknown_stage");
}

TEST_F(Deals, LostNeedsAReasonButNotFromAnImport) {
  auto id = create("rep", "deals", R"({"name": "A"})");
  EXPECT_EQ(refusal([&] { update("rep", "deals", id, R"({"stage": "lost"})"); }),
            "loss_reason loss_reason_required");
  EXPECT_EQ(deal(id).get(stage), "new");
  update("rep", "deals", id, R"({"stage": "lost", "loss_reason": "price"})");
  EXPECT_EQ(deal(id).get(probability), 0);
  EXPECT_EQ(refusal([&] { update("rep", "deals", id, R"({"loss_reason": null})"); }),
            "loss_reason loss_reason_required");
  EXPECT_EQ(refusal([&] { create("rep", "deals", R"({"name": "B", "stage": "lost"})"); }),
            "loss_reason loss_reason_required");
  EXPECT_NO_THROW(create("rep", "deals", R"({"name": "B", "stage": "lost"})", "import:1"));
}

TEST_F(Deals, AStageAsksForItsFields) {
  create("admin", "pipelines", R"({"name": "Tenders", "stages": [
    {"key": "open", "kind": "open"},
    {"key": "offer", "name": "Оферта", "kind": "open", "required": ["amount", "closes_on"]},
    {"key": "won", "kind": "won"}, {"key": "lost", "kind": "lost"}]})");
  base::Id tenders;
  work(as("system"), [&](records::RecordService& service) {
    tenders = service.find_by(entity("pipelines"), "name", std::string("tenders"))->id();
  });
  auto id = create("rep", "deals", R"({"name": "A", "pipeline": )" + quoted(tenders) + "}");
  EXPECT_EQ(deal(id).get(stage), "open");
  EXPECT_EQ(refusal([&] {
              update("rep", "deals", id, R"({"stage": "offer", "closes_on": "2026-09-01"})");
            }),
            "amount stage_requires");
  update("rep", "deals", id,
         R"({"stage": "offer", "closes_on": "2026-09-01", "amount": {"amount": "5"}})");
  EXPECT_EQ(refusal([&] { update("rep", "deals", id, R"({"amount": null})"); }),
            "amount stage_requires");
  // To a pipeline without that stage: it begins there anew.
  update("rep", "deals", id, R"({"pipeline": )" + quoted(default_pipeline()) + "}");
  EXPECT_EQ(deal(id).get(stage), "new");
}

TEST_F(Deals, WinningSettlesTheClosing) {
  auto id = create("rep", "deals", R"({"name": "A", "closes_on": "2027-01-01"})");
  update("rep", "deals", id, R"({"stage": "won"})");
  auto won_at = now_;
  EXPECT_EQ(deal(id).get(closes_on), today());
  EXPECT_EQ(deal(id).get(closed_at), won_at);
  update("rep", "deals", id, R"({"stage": "negotiation"})");
  EXPECT_TRUE(deal(id).is_empty("closed_at"));
  EXPECT_EQ(deal(id).get(closes_on), today());
}

TEST_F(Deals, LeavingLostForgetsTheReason) {
  auto id = create("rep", "deals", R"({"name": "A", "stage": "lost", "loss_reason": "price"})");
  update("rep", "deals", id, R"({"stage": "won"})");
  EXPECT_TRUE(deal(id).is_empty("loss_reason"));
  EXPECT_TRUE(deal(id).get(closed_at));
}

TEST_F(Deals, HistoryKeepsItsDates) {
  auto id = create("rep", "deals", R"({"name": "A", "stage": "won", "closes_on": "2017-03-01"})",
                   "import:7");
  EXPECT_EQ(deal(id).get(closes_on), day("2017-03-01"));
  EXPECT_EQ(base::format_instant(*deal(id).get(closed_at)).substr(0, 10), "2017-03-01");
  EXPECT_TRUE(deal(id).is_empty("starts_on"));
}

TEST_F(Deals, StaysOnStagesAreCounted) {
  auto id = create("rep", "deals", R"({"name": "A"})");
  now_ += 90'000'000;
  update("rep", "deals", id, R"({"stage": "proposal"})");
  update("rep", "deals", id, R"({"next_step": "Call"})");
  auto items = stays(id).as_array();
  ASSERT_EQ(items.size(), 2u);
  EXPECT_EQ(items[0].at("stage"), "new");
  EXPECT_EQ(items[0].at("label"), "Новая");
  EXPECT_EQ(items[0].at("seconds"), 91);
  EXPECT_TRUE(items[1].at("left_at").is_null());
  EXPECT_EQ(items[1].at("entered_at"), items[0].at("left_at"));
}

TEST_F(Deals, StaysAreNotShownToStrangers) {
  auto id = create("rep", "deals", R"({"name": "A"})");
  auto context = as("stranger");
  EXPECT_EQ(refusal([&] {
              database_->read([&](storage::Transaction& transaction) {
                stage_times_json(transaction, context, id);
              });
            }),
            "not_found");
}

TEST_F(Deals, WithoutANameAreNamed) {
  auto account = create("rep", "accounts", R"({"name": "Uy-Joy"})");
  auto product = create("admin", "products", R"({"name": "Roof"})");
  auto body = R"({"account": )" + quoted(account) + R"(, "product": )" + quoted(product) + "}";
  EXPECT_EQ(deal(create("rep", "deals", body)).get(name), "Uy-Joy — Roof");
  EXPECT_EQ(deal(create("rep", "deals", R"({"account": )" + quoted(account) + "}")).get(name),
            "Uy-Joy");
  EXPECT_EQ(deal(create("rep", "deals", R"({"product": )" + quoted(product) + "}")).get(name),
            "Roof");
  EXPECT_EQ(deal(create("rep", "deals", "{}")).get(name), "Новая сделка");
  settings_.language = schema::Language::Uz;
  EXPECT_EQ(deal(create("rep", "deals", "{}")).get(name), "Yangi bitim");
}

TEST_F(Deals, TheContactBringsHisAccount) {
  auto account = create("rep", "accounts", R"({"name": "Uy-Joy"})");
  auto contact =
      create("rep", "contacts", R"({"last_name": "Olimov", "account": )" + quoted(account) + "}");
  auto made = deal(create("rep", "deals", R"({"contact": )" + quoted(contact) + "}"));
  EXPECT_EQ(made.get(deals::account), account);
  EXPECT_EQ(made.get(name), "Uy-Joy");
}

TEST_F(Deals, ActivitiesFollowTheDealToAnotherAccount) {
  auto first = create("rep", "accounts", R"({"name": "First"})");
  auto second = create("rep", "accounts", R"({"name": "Second"})");
  auto id = create("rep", "deals", R"({"account": )" + quoted(first) + "}");
  auto task = create("rep", "tasks",
                     R"({"subject": "Call", "due_at": "2026-06-01T10:00:00Z",
    "related": {"entity": "deals", "id": )" +
                         quoted(id) + "}}");
  EXPECT_FALSE(get("accounts", first).is_empty("next_activity_at"));
  update("rep", "deals", id, R"({"account": )" + quoted(second) + "}");
  EXPECT_EQ(get("tasks", task).id("account"), second);
  EXPECT_TRUE(get("accounts", first).is_empty("next_activity_at"));
  EXPECT_FALSE(get("accounts", second).is_empty("next_activity_at"));
}

}  // namespace

}  // namespace rapport::crm::deals
