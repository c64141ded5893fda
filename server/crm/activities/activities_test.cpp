#include "crm/activities/activities.h"

#include "crm/test_company.h"

namespace rapport::crm::activities {

namespace {

class Activities : public testing::Company {
 protected:
  void SetUp() override {
    company_ = create("rep", "accounts", R"({"name": "Uy-Joy"})");
    person_ = create("rep", "contacts",
                     R"({"last_name": "Karimova", "account": )" + quoted(company_) + "}");
    deal_ = create("rep", "deals", R"({"name": "Roof", "contact": )" + quoted(person_) + "}");
  }
  std::string on(const char* name, const base::Id& id) {
    return std::string(R"("related": {"entity": ")") + name + R"(", "id": )" + quoted(id) + "}";
  }
  std::string on_deal() { return on("deals", deal_); }
  base::Instant time(const char* text) { return base::parse_instant(text).value(); }
  std::optional<std::int64_t> next(const char* name, const base::Id& id) {
    return get(name, id).integer("next_activity_at");
  }
  std::optional<std::int64_t> last(const char* name, const base::Id& id) {
    return get(name, id).integer("last_touch_at");
  }
  void expect_next(std::optional<std::int64_t> at) {
    EXPECT_EQ(next("deals", deal_), at);
    EXPECT_EQ(next("contacts", person_), at);
    EXPECT_EQ(next("accounts", company_), at);
  }

  base::Id company_, person_, deal_;
};

TEST_F(Activities, KnowWhomTheyConcern) {
  auto task = get("tasks", create("rep", "tasks", R"({"subject": "Call", )" + on_deal() + "}"));
  EXPECT_EQ(task.get(account), company_);
  EXPECT_EQ(task.get(contact), person_);
  auto call = get(
      "calls", create("rep", "calls", R"({"subject": "Call", )" + on("contacts", person_) + "}"));
  EXPECT_EQ(call.get(contact), person_);
  EXPECT_EQ(call.get(account), company_);
  auto note =
      get("notes", create("rep", "notes", R"({"body": "Hm", )" + on("accounts", company_) + "}"));
  EXPECT_EQ(note.get(account), company_);
  auto loose = get("tasks", create("rep", "tasks",
                                   R"({"subject": "Call", "contact": )" + quoted(person_) + "}"));
  EXPECT_EQ(loose.get(account), company_);
}

TEST_F(Activities, AreDoneAtATime) {
  auto id = create("rep", "tasks", R"({"subject": "Call"})");
  EXPECT_EQ(get("tasks", id).get(status), "new");
  update("rep", "tasks", id, R"({"status": "done"})");
  auto done = now_;
  EXPECT_EQ(get("tasks", id).get(completed_at), done);
  update("rep", "tasks", id, R"({"status": "in_progress"})");
  EXPECT_TRUE(get("tasks", id).is_empty("completed_at"));
}

TEST_F(Activities, WhatWasLoggedLaterWasDoneThen) {
  auto id = create("rep", "calls",
                   R"({"subject": "A", "status": "done", "starts_at": "2026-05-20T10:00:00Z",
                                       "duration_s": 600})");
  EXPECT_EQ(get("calls", id).get(ends_at), time("2026-05-20T10:10:00Z"));
  EXPECT_EQ(get("calls", id).get(completed_at), time("2026-05-20T10:10:00Z"));
}

TEST_F(Activities, EndAfterTheyBegin) {
  EXPECT_EQ(refusal([&] {
              create("rep", "meetings", R"({"subject": "A", "starts_at": "2026-06-01T10:00:00Z",
                                            "ends_at": "2026-06-01T09:00:00Z"})");
            }),
            "ends_at dates_reversed");
  EXPECT_NO_THROW(create("rep", "meetings", R"({"subject": "A", "starts_at": "2026-06-01T10:00:00Z",
                                                "ends_at": "2026-06-01T10:00:00Z"})"));
}

TEST_F(Activities, NotesAreCalledByTheirFirstLine) {
  auto id = create("rep", "notes", R"({"body": "They want a roof.\nAnd a door."})");
  EXPECT_EQ(get("notes", id).get(subject), "They want a roof.");
  update("rep", "notes", id, R"({"body": "They want nothing."})");
  EXPECT_EQ(get("notes", id).get(subject), "They want nothing.");
  update("rep", "notes", id, R"({"subject": "Own"})");
  update("rep", "notes", id, R"({"body": "Changed again"})");
  EXPECT_EQ(get("notes", id).get(subject), "Own");
}

TEST_F(Activities, AreCompletedWithAResult) {
  auto id = create("rep", "calls", R"({"subject": "A"})");
  auto answer =
      act("rep", "calls", id, "complete", R"({"result": "Agreed", "outcome": "reached"})");
  EXPECT_EQ(answer.at("status"), "done");
  EXPECT_EQ(answer.at("result"), "Agreed");
  EXPECT_FALSE(answer.at("completed_at").is_null());
  EXPECT_EQ(refusal([&] { act("rep", "calls", id, "complete"); }), "already_complete");
  EXPECT_EQ(refusal([&] {
              act("rep", "calls", create("rep", "calls", R"({"subject": "B"})"), "complete",
                  R"({"colour": 1})");
            }),
            "colour unknown_field");
}

TEST_F(Activities, TheNextOneIsTheEarliestOpen) {
  auto far = create("rep", "tasks",
                    R"({"subject": "Far", "due_at": "2026-07-01T10:00:00Z", )" + on_deal() + "}");
  expect_next(time("2026-07-01T10:00:00Z"));
  auto near =
      create("rep", "calls",
             R"({"subject": "Near", "starts_at": "2026-06-01T10:00:00Z", )" + on_deal() + "}");
  expect_next(time("2026-06-01T10:00:00Z"));
  update("rep", "calls", near, R"({"starts_at": "2026-06-15T10:00:00Z"})");
  expect_next(time("2026-06-15T10:00:00Z"));
  update("rep", "calls", near, R"({"status": "cancelled"})");
  expect_next(time("2026-07-01T10:00:00Z"));
  remove("rep", "tasks", far);
  expect_next(std::nullopt);
  work(as("rep"), [&](records::RecordService& service) { service.restore(entity("tasks"), far); });
  expect_next(time("2026-07-01T10:00:00Z"));
}

TEST_F(Activities, MovedElsewhereAreCountedThere) {
  auto task = create("rep", "tasks",
                     R"({"subject": "A", "due_at": "2026-07-01T10:00:00Z", )" + on_deal() + "}");
  auto other = create("rep", "deals", R"({"name": "Door"})");
  update("rep", "tasks", task, "{" + on("deals", other) + R"(, "contact": null})");
  expect_next(std::nullopt);
  EXPECT_EQ(next("deals", other), time("2026-07-01T10:00:00Z"));
}

TEST_F(Activities, ATouchIsACompletedTalkOrANote) {
  create("rep", "tasks", R"({"subject": "A", "status": "done", )" + on_deal() + "}");
  EXPECT_EQ(last("deals", deal_), std::nullopt);
  auto call = create("rep", "calls",
                     R"({"subject": "A", "status": "done", "starts_at": "2026-05-20T10:00:00Z", )" +
                         on_deal() + "}");
  EXPECT_EQ(last("deals", deal_), time("2026-05-20T10:00:00Z"));
  create("rep", "meetings",
         R"({"subject": "A", "status": "done", "starts_at": "2026-05-10T10:00:00Z", )" + on_deal() +
             "}");
  EXPECT_EQ(last("accounts", company_), time("2026-05-20T10:00:00Z"));
  auto note = create("rep", "notes", R"({"body": "Hm", )" + on_deal() + "}");
  EXPECT_EQ(last("deals", deal_), get("notes", note).integer("created_at"));
  remove("rep", "notes", note);
  EXPECT_EQ(last("deals", deal_), time("2026-05-20T10:00:00Z"));
  update("rep", "calls", call, R"({"status": "missed"})");
  EXPECT_EQ(last("contacts", person_), time("2026-05-10T10:00:00Z"));
}

TEST_F(Activities, LeaveNoTraceInTheHistoryOfTheirRecords) {
  auto before = get("deals", deal_).version();
  create("rep", "tasks",
         R"({"subject": "A", "due_at": "2026-07-01T10:00:00Z", )" + on_deal() + "}");
  EXPECT_EQ(get("deals", deal_).version(), before);
}

}  // namespace

}  // namespace rapport::crm::activities
