// Batches: over chosen records and over what a list finds, within the rights of who asks; the
// report; undo.
#include "batches/run.h"

#include <gtest/gtest.h>

#include "batches/batches.h"
#include "records/test_company.h"

namespace rapport::batches {

namespace {

namespace json = base::json;

class Batching : public ::testing::Test {
 protected:
  Batching() {
    auto all = company_.as("admin").model->tables.all();
    for (const auto* table : records::engine_tables()) all.push_back(table);
    for (const auto* table : tables()) all.push_back(table);
    company_.database->migrate(all);
  }

  base::Id deal(const std::string& who, const std::string& rest) {
    return company_.create(who, "deals", "{" + rest + "}");
  }

  Batch ordered(const std::string& who, const std::string& order) {
    auto context = company_.as(who);
    parse_order(context, base::parse_json(order));
    Batch batch;
    batch.id = context.new_id();
    batch.created_by = context.actor->user;
    batch.created_at = context.now;
    batch.entity = "deals";
    batch.order = order;
    batch.state = State::Running;
    company_.write([&](storage::Transaction& transaction) { insert_batch(transaction, batch); });
    return batch;
  }

  Tools tools(std::function<records::Context()> context, int transactions = 1000) {
    auto left = std::make_shared<int>(transactions);
    return {std::move(context),
            [this](const storage::Work& work) { company_.database->read(work); },
            [this](const storage::Work& work) { company_.database->write(work); },
            [left] { return --*left > 0; },
            base::system_clock(),
            {2, 60'000'000}};
  }

  Batch run(const std::string& who, const std::string& order) {
    auto batch = ordered(who, order);
    EXPECT_TRUE(batches::Run(tools([&] { return company_.as(who); }), batch).go());
    return batch;
  }

  void undo(const std::string& who, Batch& batch) {
    auto all = tools([&] { return company_.as(who).with_all_rights(); });
    EXPECT_TRUE(Undo(all, batch).go());
  }

  std::vector<Entry> report(const Batch& batch) {
    return company_.read([&](storage::Transaction& transaction) {
      return read_entries(transaction, batch.id, {Did::Refused, Did::Kept}, {}, 100);
    });
  }

  std::string score(const base::Id& id) {
    return json::serialize(company_.get("admin", "deals", id).at("score"));
  }

  std::string refusal(const std::string& who, const std::string& order) {
    try {
      parse_order(company_.as(who), base::parse_json(order));
    } catch (const base::Error& error) {
      return error.fields.empty() ? error.code : error.fields.front().code;
    }
    return "";
  }

  records::testing::Company company_;
};

TEST_F(Batching, ChangesAllThatAListFinds) {
  auto one = deal("admin", R"("name": "One", "score": 1)");
  auto two = deal("admin", R"("name": "Two", "score": 2)");
  auto three = deal("admin", R"("name": "Three", "score": 9)");
  auto batch = run("admin", R"({"entity": "deals", "change": {"score": 2},
      "filter": {"field": "score", "op": "lt", "value": 5}})");
  EXPECT_EQ(batch.total, 2);
  EXPECT_EQ(batch.done, 2);
  EXPECT_EQ(batch.changed, 1);
  EXPECT_EQ(batch.unchanged, 1);
  EXPECT_EQ(score(one), "2");
  EXPECT_EQ(score(three), "9");
  undo("admin", batch);
  EXPECT_EQ(batch.put_back, 1);
  EXPECT_EQ(score(one), "1");
  EXPECT_EQ(score(two), "2");
}

TEST_F(Batching, WhatOneMayNotChangeIsRefusedAndNamed) {
  auto mine = deal("rep", R"("name": "Mine")");
  auto other = deal("colleague", R"("name": "Other")");
  auto unseen = deal("stranger", R"("name": "Unseen")");
  auto batch = run("rep", R"({"entity": "deals", "change": {"score": 7}})");
  EXPECT_EQ(batch.total, 2);  // what is out of sight is none of it
  EXPECT_EQ(batch.changed, 1);
  EXPECT_EQ(batch.refused, 1);
  EXPECT_EQ(score(mine), "7");
  EXPECT_EQ(score(other), "null");
  EXPECT_EQ(score(unseen), "null");
  auto entries = report(batch);
  ASSERT_EQ(entries.size(), 1u);
  EXPECT_EQ(entries[0].record, other);
  EXPECT_EQ(entries[0].reason, "forbidden");
}

TEST_F(Batching, ChosenRecordsOutOfSightAreNotFound) {
  auto unseen = deal("stranger", R"("name": "Unseen")");
  auto batch = run("rep", R"({"entity": "deals", "change": {"score": 7}, "ids": [")" +
                              unseen.text() + R"("]})");
  EXPECT_EQ(batch.refused, 1);
  EXPECT_EQ(report(batch).at(0).reason, "not_found");
  EXPECT_EQ(score(unseen), "null");
}

TEST_F(Batching, WordsAreAddedAndTakenAway) {
  auto one = deal("admin", R"("name": "One", "tags": ["a", "b"])");
  auto batch = run("admin", R"({"entity": "deals", "add": {"tags": ["b", "c"]},
      "remove": {"tags": ["a"]}})");
  EXPECT_EQ(batch.changed, 1);
  EXPECT_EQ(json::serialize(company_.get("admin", "deals", one).at("tags")), R"(["b","c"])");
  undo("admin", batch);
  EXPECT_EQ(json::serialize(company_.get("admin", "deals", one).at("tags")), R"(["a","b"])");
}

TEST_F(Batching, WhatWasChangedSinceIsKeptAndNamed) {
  auto one = deal("admin", R"("name": "One", "score": 1)");
  auto two = deal("admin", R"("name": "Two", "score": 1)");
  auto batch = run("admin", R"({"entity": "deals", "change": {"score": 5}})");
  company_.update("admin", "deals", two, R"({"score": 6})");
  undo("admin", batch);
  EXPECT_EQ(batch.put_back, 1);
  EXPECT_EQ(batch.kept, 1);
  EXPECT_EQ(score(one), "1");
  EXPECT_EQ(score(two), "6");
  EXPECT_EQ(report(batch).at(0).record, two);
}

TEST_F(Batching, WhatWasGivenAwayComesBack) {
  auto mine = deal("rep", R"("name": "Mine")");
  auto batch = run("rep", R"({"entity": "deals", "change": {"owner": ")" +
                              company_.user("colleague").text() + R"("}})");
  EXPECT_EQ(batch.changed, 1);
  undo("rep", batch);
  EXPECT_EQ(batch.put_back, 1);
  auto owner = company_.get("admin", "deals", mine).at("owner").at("id");
  EXPECT_EQ(owner.as_string(), company_.user("rep").text());
}

TEST_F(Batching, DeletesAndRestores) {
  for (int i = 0; i < 5; ++i) deal("admin", R"("name": "Deal")");
  auto batch = run("admin", R"({"entity": "deals", "delete": true})");
  EXPECT_EQ(batch.changed, 5);
  EXPECT_EQ(company_.list("admin", "deals").at("items").as_array().size(), 0u);
  undo("admin", batch);
  EXPECT_EQ(batch.put_back, 5);
  EXPECT_EQ(company_.list("admin", "deals").at("items").as_array().size(), 5u);
}

TEST_F(Batching, GoesOnWhereItWasStopped) {
  for (int i = 0; i < 5; ++i) deal("admin", R"("name": "Deal", "score": 1)");
  auto batch = ordered("admin", R"({"entity": "deals", "change": {"score": 2}})");
  auto context = [&] { return company_.as("admin"); };
  EXPECT_FALSE(batches::Run(tools(context, 1), batch).go());
  EXPECT_EQ(batch.done, 2);
  EXPECT_TRUE(batches::Run(tools(context), batch).go());
  EXPECT_EQ(batch.done, 5);
  EXPECT_EQ(batch.total, 5);
  EXPECT_EQ(batch.changed, 5);
  undo("admin", batch);
  EXPECT_EQ(batch.put_back, 5);
}

TEST_F(Batching, AnOrderIsChecked) {
  EXPECT_EQ(refusal("admin", R"({"entity": "deels", "delete": true})"), "unknown_entity");
  EXPECT_EQ(refusal("admin", R"({"entity": "deals"})"), "batch_one_deed");
  EXPECT_EQ(refusal("admin", R"({"entity": "deals", "delete": true, "change": {"score": 1}})"),
            "batch_one_deed");
  EXPECT_EQ(refusal("admin", R"({"entity": "deals", "delete": true, "ids": [], "q": "a"})"),
            "batch_ids_or_filter");
  EXPECT_EQ(refusal("admin", R"({"entity": "deals", "change": {"touched_at": null}})"),
            "read_only");
  EXPECT_EQ(refusal("admin", R"({"entity": "deals", "add": {"name": ["a"]}})"), "not_a_list");
  EXPECT_EQ(refusal("admin", R"({"entity": "deals", "all": true})"), "unknown_member");
  EXPECT_EQ(refusal("nobody", R"({"entity": "deals", "delete": true})"), "forbidden");
  EXPECT_EQ(refusal("rep", R"({"entity": "deals", "delete": true})"), "");
}

}  // namespace

}  // namespace rapport::batches
