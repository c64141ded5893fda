#include "customisation/customiser.h"

#include <gtest/gtest.h>

#include <atomic>
#include <thread>

#include "customisation/test_model.h"
#include "records/history.h"
#include "records/listing.h"

namespace rapport::customisation {
namespace {

using testing::Process;
using testing::refusal_of;
using schema::Language;
namespace json = base::json;

class CustomiserTest : public ::testing::Test {
 protected:
  testing::Folder folder;
  Process process{folder.database()};
};

TEST_F(CustomiserTest, AFieldIsThereAtOnceAndAfterARestart) {
  auto outcome = process.put_field("deals", "paint",
                                   R"({"type": "text", "labels": {"ru": "Краска"}, "max": 20})");
  EXPECT_EQ(outcome.version, 1);
  EXPECT_EQ(process.adopted, 1);
  EXPECT_EQ(outcome.made, (std::vector<std::string>{"deals.paint", "deals.paint_folded"}));
  auto id = process.create("deals", R"({"name": "Roof", "paint": "red"})");
  EXPECT_EQ(process.get("deals", id).at("paint"), "red");
  Process later(folder.database());
  EXPECT_EQ(later.get("deals", id).at("paint"), "red");
  EXPECT_EQ(later.model->strings->text(Language::Ru, "deals.fields.paint"), "Краска");
  EXPECT_EQ(later.model->strings->text(Language::Uz, "deals.fields.paint"), "Краска");
  EXPECT_EQ(later.customiser->state()->stored.version, 1);
}

TEST_F(CustomiserTest, AnotherProcessFollows) {
  Process other(folder.database());
  EXPECT_FALSE(other.customiser->follow());
  process.put_field("deals", "paint", R"({"type": "text"})");
  EXPECT_TRUE(other.customiser->follow());
  EXPECT_NE(other.entity("deals").find("paint"), nullptr);
  EXPECT_FALSE(other.customiser->follow());
  // And does not lose what it had not heard of.
  process.put_field("deals", "weight", R"({"type": "integer"})");
  other.put_field("deals", "height", R"({"type": "integer"})");
  EXPECT_NE(other.entity("deals").find("weight"), nullptr);
}

TEST_F(CustomiserTest, WhoIsStaleChangesNothing) {
  process.put_field("deals", "paint", R"({"type": "text"})", {0, Trial::No});
  EXPECT_EQ(refusal_of([&] {
    process.put_field("deals", "weight", R"({"type": "integer"})", {0, Trial::No});
  }), "stale");
  EXPECT_EQ(process.entity("deals").find("weight"), nullptr);
  process.put_field("deals", "weight", R"({"type": "integer"})", {1, Trial::No});
  EXPECT_NE(process.entity("deals").find("weight"), nullptr);
}

TEST_F(CustomiserTest, WhatIsTheSameMakesNoVersion) {
  process.put_field("deals", "paint", R"({"type": "text"})");
  EXPECT_EQ(process.put_field("deals", "paint", R"({"type": "text"})").version, 1);
  EXPECT_EQ(process.adopted, 1);
}

TEST_F(CustomiserTest, ATrialTellsAndDoesNothing) {
  auto outcome = process.put_field("deals", "price", R"({"type": "money", "indexed": true})",
                                   {std::nullopt, Trial::Yes});
  EXPECT_EQ(outcome.version, 0);
  EXPECT_EQ(outcome.made,
            (std::vector<std::string>{"deals.price", "deals.price_currency",
                                      "ix_deals_price_rid_team_owner"}));
  EXPECT_EQ(process.entity("deals").find("price"), nullptr);
  EXPECT_EQ(process.customiser->state()->stored.version, 0);
}

TEST_F(CustomiserTest, HiddenIsNotLost) {
  process.put_field("deals", "paint", R"({"type": "text"})");
  auto id = process.create("deals", R"({"name": "Roof", "paint": "red"})");
  process.hide_field("deals", "paint");
  EXPECT_FALSE(process.get("deals", id).as_object().contains("paint"));
  EXPECT_EQ(refusal_of([&] { process.put_field("deals", "paint", R"({"type": "date"})"); }),
            "definition_is_fixed deals.fields.paint.type");
  // Nor does another field come by its column.
  EXPECT_EQ(refusal_of([&] { process.put_field("deals", "paint_folded", R"({"type": "text"})"); }),
            "bad_definition deals.fields.paint_folded");
  process.put_field("deals", "paint", "{}");
  EXPECT_EQ(process.get("deals", id).at("paint"), "red");
}

TEST_F(CustomiserTest, AColumnThatIsLeftOverIsNotTakenForAnother) {
  storage::Table deals = process.model->tables.of("deals");
  deals.columns.push_back({"left", schema::ColumnType::Integer});
  process.database->migrate({&deals});
  EXPECT_EQ(refusal_of([&] { process.put_field("deals", "left_over", R"({"type": "text"})"); }),
            "");
  deals.columns.push_back({"left_then", schema::ColumnType::Integer});
  process.database->migrate({&deals});
  EXPECT_EQ(refusal_of([&] { process.put_field("deals", "left_then", R"({"type": "text"})"); }),
            "column_of_another_type deals.left_then");
  EXPECT_EQ(process.entity("deals").find("left_then"), nullptr);
  EXPECT_EQ(process.customiser->state()->stored.version, 1);
}

TEST_F(CustomiserTest, ABrokenDocumentDoesNotKeepTheShippedModelFromServing) {
  process.put_field("deals", "paint", R"({"type": "text"})");
  process.database->write([](storage::Transaction& transaction) {
    storage::Insert insert;
    insert.table = &customisation_table();
    insert.values = {{"path", "entities/deals.json"},
                     {"json", R"({"fields": {"paint": {"type": "nonsense"}}})"},
                     {"version", std::int64_t{7}},
                     {"changed_at", std::int64_t{1}}};
    insert.replace_conflict = true;
    transaction.insert(insert);
  });
  Process later(folder.database());
  EXPECT_EQ(later.entity("deals").find("paint"), nullptr);
  EXPECT_FALSE(later.customiser->state()->is_active);
  EXPECT_NE(later.customiser->state()->problem.find("nonsense"), std::string::npos);
  later.install(R"({"entities": {"deals": {"fields": {"paint": {"type": "text"}}}}})");
  EXPECT_NE(later.entity("deals").find("paint"), nullptr);
  EXPECT_TRUE(later.customiser->state()->is_active);
  EXPECT_EQ(later.customiser->state()->stored.version, 8);
}

TEST_F(CustomiserTest, RowsThatAreNoJsonAreMendedByAWholePackage) {
  process.put_field("deals", "paint", R"({"type": "text"})");
  process.database->write([](storage::Transaction& transaction) {
    storage::Insert insert;
    insert.table = &customisation_table();
    insert.values = {{"path", "entities/tasks.json"}, {"json", "{"}, {"version", std::int64_t{2}},
                     {"changed_at", std::int64_t{1}}};
    transaction.insert(insert);
  });
  Process later(folder.database());
  EXPECT_FALSE(later.customiser->state()->is_active);
  later.install(R"({"entities": {"deals": {"fields": {"paint": {"type": "text"}}}}})");
  Process last(folder.database());
  EXPECT_TRUE(last.customiser->state()->is_active);
  EXPECT_NE(last.entity("deals").find("paint"), nullptr);
}

TEST_F(CustomiserTest, SafeModeStartsWithoutIt) {
  process.put_field("deals", "paint", R"({"type": "text"})");
  Process safe(folder.database(), Mode::Safe);
  EXPECT_EQ(safe.entity("deals").find("paint"), nullptr);
  EXPECT_FALSE(safe.customiser->state()->is_active);
  EXPECT_FALSE(safe.customiser->follow());
  EXPECT_EQ(safe.customiser->state()->stored.version, 1);
}

TEST_F(CustomiserTest, AChoiceInUseVanishesOnlyWithAWord) {
  process.put_field("deals", "paint", R"({"type": "choice", "choices": [{"key": "red"},
                                          {"key": "blue"}, {"key": "green"}]})");
  auto red = process.create("deals", R"({"name": "A", "paint": "red"})");
  auto blue = process.create("deals", R"({"name": "B", "paint": "blue"})");
  EXPECT_EQ(refusal_of([&] {
    process.put_field("deals", "paint", R"({"choices": [{"key": "blue"}]})");
  }), "choice_in_use deals.fields.paint.choices");
  EXPECT_EQ(refusal_of([&] {
    process.put_field("deals", "paint",
                      R"({"choices": [{"key": "blue"}], "replace": {"red": "green"}})");
  }), "not_a_choice replace.red");
  process.put_field("deals", "paint",
                    R"({"choices": [{"key": "blue"}], "replace": {"red": "blue"}})");
  EXPECT_EQ(process.get("deals", red).at("paint"), "blue");
  EXPECT_EQ(process.get("deals", blue).at("paint"), "blue");
  EXPECT_EQ(process.get("deals", red).at("version"), 2);
  EXPECT_EQ(process.get("deals", blue).at("version"), 1);
  process.put_field("deals", "paint",
                    R"({"choices": [{"key": "grey"}], "replace": {"blue": null}})");
  EXPECT_TRUE(process.get("deals", blue).at("paint").is_null());
}

TEST_F(CustomiserTest, OneOfSeveralChoicesVanishes) {
  process.put_field("deals", "paints", R"({"type": "choices", "choices": [{"key": "red"},
                                           {"key": "blue"}, {"key": "green"}]})");
  auto id = process.create("deals", R"({"name": "A", "paints": ["red", "green"]})");
  process.put_field("deals", "paints", R"({"choices": [{"key": "blue"}, {"key": "green"}],
                                           "replace": {"red": "blue"}})");
  EXPECT_EQ(json::serialize(process.get("deals", id).at("paints")), R"(["blue","green"])");
  process.put_field("deals", "paints", R"({"choices": [{"key": "blue"}],
                                           "replace": {"green": "blue"}})");
  EXPECT_EQ(json::serialize(process.get("deals", id).at("paints")), R"(["blue"])");
}

TEST_F(CustomiserTest, APackageReplacesAllAndHidesTheRest) {
  process.put_field("deals", "paint", R"({"type": "text"})");
  process.put_entity("sites", R"({"labels": {"en": {"one": "Site", "many": "Sites"}}})");
  auto outcome = process.install(R"({"entities": {"deals": {"icon": "coin"}}})");
  EXPECT_EQ(process.entity("deals").find("paint"), nullptr);
  EXPECT_EQ(process.model->schema->find("sites"), nullptr);
  EXPECT_EQ(process.entity("deals").icon, "coin");
  EXPECT_EQ(outcome.changes.size(), 4u);  // both hidden, the icon, the words
  EXPECT_EQ(refusal_of([&] { process.put_entity("sites", R"({"title": "other"})"); }),
            "definition_is_fixed sites.title");
  process.put_entity("sites", "{}");
  EXPECT_NE(process.model->schema->find("sites"), nullptr);
}

TEST_F(CustomiserTest, ARequestInFlightKeepsItsModel) {
  auto before = process.context();
  const auto& deals = before.entity("deals");
  process.put_field("deals", "paint", R"({"type": "text"})");
  process.database->write([&](storage::Transaction& transaction) {
    auto changes = records::parse_changes(before, deals, base::parse_json(R"({"name": "Old"})"),
                                          records::ChangesFor::Create);
    records::RecordService(transaction, before).create(deals, changes);
  });
  process.database->read([&](storage::Transaction& transaction) {
    auto page = records::list_page(transaction, before, deals, {});
    EXPECT_EQ(page.find("paint"), std::string::npos);
    auto now = process.context();
    page = records::list_page(transaction, now, now.entity("deals"), {});
    EXPECT_NE(page.find("\"paint\":null"), std::string::npos);
  });
}

// Readers and writers go on, with the model of the moment, while the schema changes under them.
TEST_F(CustomiserTest, WorkGoesOnWhileTheSchemaChanges) {
  std::mutex mutex;  // stands for the company's, which hands models out
  auto model_now = [&] {
    std::lock_guard lock(mutex);
    return process.context();
  };
  std::atomic<bool> done = false;
  std::atomic<int> failures = 0, written = 0;
  auto run = [&](auto work) {
    return std::thread([&, work] {
      while (!done) {
        try {
          work();
        } catch (const std::exception& error) {
          ++failures;
          ADD_FAILURE() << error.what();
        }
      }
    });
  };
  auto write = [&] {
    auto context = model_now();
    process.database->write([&](storage::Transaction& transaction) {
      const auto& deals = context.entity("deals");
      auto changes = records::parse_changes(context, deals, base::parse_json(R"({"name": "N"})"),
                                            records::ChangesFor::Create);
      records::RecordService(transaction, context).create(deals, changes);
    });
    ++written;
  };
  auto read = [&] {
    auto context = model_now();
    process.database->read([&](storage::Transaction& transaction) {
      records::ListRequest request;
      request.sort = {"-changed_at"};
      records::list_page(transaction, context, context.entity("deals"), request);
    });
  };
  std::vector<std::thread> threads;
  threads.push_back(run(write));
  threads.push_back(run(write));
  threads.push_back(run(read));
  for (int i = 0; i < 30; ++i) {
    // Edits of the document itself need no lock; handing the model out does, as Company has one.
    Edit edit{Edit::Kind::PutField, "deals", "f" + std::to_string(i),
              base::parse_json(i % 3 ? R"({"type": "text", "indexed": true})"
                                     : R"({"type": "links", "to": "users"})")};
    auto context = model_now();
    auto before = process.adopted;
    {
      std::lock_guard lock(mutex);
      process.customiser->change(context, edit, {});
    }
    EXPECT_EQ(process.adopted, before + 1);
  }
  done = true;
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(failures, 0);
  std::int64_t rows = 0;
  process.database->read([&](storage::Transaction& transaction) {
    storage::Query all;
    all.table = &process.model->tables.of("deals");
    rows = transaction.count(all, 1'000'000);
  });
  EXPECT_EQ(rows, written);
}

}  // namespace
}  // namespace rapport::customisation
