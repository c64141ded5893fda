// The index follows the database: every change, through every kind of interruption.
#include "search/updates.h"

#include <gtest/gtest.h>

#include <fstream>

#include "search/spelling.h"
#include "search/test_company.h"

namespace rapport::search {
namespace {

using testing::Company;

TEST(Updates, FollowEveryChangeOfARecord) {
  Company company;
  auto id = company.named("rep", "contacts", "Иванов Пётр");
  EXPECT_EQ(company.found("rep", "иванов"), "") << "not before it was told";
  company.catch_up();
  EXPECT_EQ(company.found("rep", "иванов"), "contacts Иванов Пётр");
  company.update("rep", "contacts", id, R"({"name": "Сидоров Пётр"})");
  company.catch_up();
  EXPECT_EQ(company.found("rep", "иванов"), "");
  EXPECT_EQ(company.found("rep", "сидоров"), "contacts Сидоров Пётр");
  auto change = [&](const char* who, auto member) {
    company.change(who, [&](records::RecordService& service) {
      (service.*member)(company.model->schema->entity("contacts"), id);
    });
    company.catch_up();
    return company.found("rep", "сидоров");
  };
  company.change("rep", [&](records::RecordService& service) {
    service.remove(company.model->schema->entity("contacts"), id);
  });
  EXPECT_EQ(company.found("rep", "сидоров"), "") << "in the bin, and the index does not know";
  EXPECT_EQ(change("rep", &records::RecordService::restore), "contacts Сидоров Пётр");
  EXPECT_EQ(change("admin", &records::RecordService::purge), "");
}

TEST(Updates, AreBroughtInForASearchThatCannotWait) {
  Company company;
  company.catch_up();
  company.named("rep", "contacts", "Иванов Пётр");
  company.index->follow();
  EXPECT_EQ(company.found("rep", "иванов"), "contacts Иванов Пётр");
}

std::size_t documents(Company& company) {
  std::size_t count = 0;
  auto text = storage::open_text_index(text_options(company.index_path()));
  text->read([&](storage::TextReader& reader) {
    auto plan = Plan::parse(reader.state());
    for (const auto& entity : plan.entities) {
      storage::TextQuery query;
      query.all_of = {{{{{"ivanov"}, false}}, 0xFFFF}};
      query.from = entity.first();
      query.until = entity.last();
      query.limit = 100'000;
      count += reader.match(query).size();
    }
  });
  return count;
}

TEST(Updates, LeaveNothingOfWhatIsGone) {
  Company company;
  auto id = company.named("rep", "contacts", "Иванов Пётр");
  company.catch_up();
  EXPECT_EQ(documents(company), 1u);
  company.change("admin", [&](records::RecordService& service) {
    const auto& contacts = company.model->schema->entity("contacts");
    service.remove(contacts, id);
    service.purge(contacts, id);
  });
  company.catch_up();
  EXPECT_EQ(documents(company), 0u);
}

TEST(Updates, RenameWhatNamesARenamedRecord) {
  Company company;
  auto account = company.named("rep", "accounts", "Ромашка");
  company.create("rep", "contacts", R"({"name": "Иванов", "account": ")" + account.text() + "\"}");
  company.create("rep", "tasks", R"({"subject": "Звонок", "related": {"entity": "accounts",
      "id": ")" + account.text() + "\"}}");
  company.catch_up();
  EXPECT_EQ(company.found("rep", "ромашка"), "accounts Ромашка | contacts Иванов | tasks Звонок");
  company.update("rep", "accounts", account, R"({"name": "Лютик"})");
  company.catch_up();
  EXPECT_EQ(company.found("rep", "ромашка"), "");
  EXPECT_EQ(company.found("rep", "лютик"), "accounts Лютик | contacts Иванов | tasks Звонок");
}

TEST(Updates, BuildFromNothingWhatTheLogNoLongerTells) {
  Company company;
  std::filesystem::remove(company.index_path());
  for (int i = 0; i < 4'500; ++i) {
    if (i % 1'500 == 0) company.named("rep", "accounts", "Ромашка " + std::to_string(i));
  }
  auto context = company.as("rep");
  company.database->write([&](storage::Transaction& transaction) {
    storage::Insert row;
    row.table = &company.model->tables.of(company.model->schema->entity("contacts"));
    for (int i = 0; i < 4'500; ++i) {
      row.values = {{"id", context.new_id()}, {"name", "Иванов " + std::to_string(i)},
                    {"owner", context.actor->user}};
      if (i % 3 == 0) row.values.push_back({"deleted_at", context.now});
      transaction.insert(row);
    }
  });
  company.open_index();
  company.catch_up();
  EXPECT_EQ(documents(company), 3'000u);
  EXPECT_EQ(company.search("rep", "ромашка").size(), 3u);
  EXPECT_EQ(company.search("rep", "иванов 4444").size(), 1u);
  EXPECT_EQ(company.search("rep", "иванов 11").size(), 20u);
}

// Stops after any number of steps, as a crash would, and goes on with a new process.
TEST(Updates, GoOnAfterACrashBetweenAnySteps) {
  for (int steps_before = 0; steps_before < 8; ++steps_before) {
    Company company;
    auto account = company.named("rep", "accounts", "Ромашка");
    for (int i = 0; i < 30; ++i)
      company.create("rep", "contacts",
                     R"({"name": "Иванов", "account": ")" + account.text() + "\"}");
    auto run = [&](int steps) {
      auto text = storage::open_text_index(text_options(company.index_path()));
      Updates updates(*company.database, company.model, *text);
      for (int i = 0; i < steps; ++i)
        if (!updates.step()) return;
    };
    run(steps_before);
    company.update("rep", "accounts", account, R"({"name": "Лютик"})");
    company.named("rep", "contacts", "Сидоров");
    run(1);  // in the midst of a change that concerns many documents
    for (int i = 0; i < 10; ++i) run(3);
    EXPECT_EQ(company.search("rep", "лютик", {}, 100).size(), 31u) << steps_before;
    EXPECT_EQ(company.search("rep", "ромашка").size(), 0u) << steps_before;
    EXPECT_EQ(company.search("rep", "сидоров").size(), 1u) << steps_before;
    EXPECT_EQ(documents(company), 30u) << steps_before;
  }
}

TEST(Updates, OfTwoProcessesDoNotDisturbEachOther) {
  Company company;
  Index other(company.index_path(), *company.database, company.model);
  for (int i = 0; i < 20; ++i) {
    company.named("rep", "contacts", "Иванов " + std::to_string(i));
    (i % 2 ? other : *company.index).catch_up(0);
    (i % 3 ? other : *company.index).catch_up(0);
  }
  while (other.catch_up(1'000)) {
  }
  company.catch_up();
  EXPECT_EQ(documents(company), 20u);
  EXPECT_EQ(company.search("rep", "иванов 19").size(), 1u);
}

TEST(Updates, StartAnewWithAFileThatIsNoIndex) {
  Company company;
  company.named("rep", "contacts", "Иванов");
  company.catch_up();
  company.index.reset();
  std::filesystem::remove(company.index_path() + "-wal");
  std::ofstream(company.index_path(), std::ios::trunc) << "this was a database once, long ago";
  company.open_index();
  company.catch_up();
  EXPECT_EQ(company.found("rep", "иванов"), "contacts Иванов");
}

TEST(Updates, StartAnewWhenTheFileIsDamagedInside) {
  Company company;
  for (int i = 0; i < 300; ++i) company.named("rep", "contacts", "Иванов " + std::to_string(i));
  company.catch_up();
  company.index.reset();
  auto size = std::filesystem::file_size(company.index_path());
  ASSERT_GT(size, 4 * 8'192u);
  std::fstream file(company.index_path(), std::ios::in | std::ios::out | std::ios::binary);
  file.seekp(8'192);
  file << std::string(static_cast<std::size_t>(size) - 8'192, '\x5a');
  file.close();
  company.open_index();
  company.found("rep", "иванов");  // meets the damage, or the next step does
  company.named("rep", "contacts", "Сидоров");
  company.catch_up();
  EXPECT_EQ(company.found("rep", "сидоров"), "contacts Сидоров");
  EXPECT_EQ(company.search("rep", "иванов", {}, 500).size(), 300u);
}

TEST(Updates, StartAnewWhenTheDatabaseIsAnotherOne) {
  Company company, other;
  company.named("rep", "contacts", "Иванов");
  company.catch_up();
  other.named("rep", "contacts", "Сидоров");
  for (int i = 0; i < 3; ++i) other.named("rep", "contacts", "Петров");
  other.index.reset();
  company.index.reset();
  std::filesystem::copy_file(company.index_path(), other.index_path(),
                             std::filesystem::copy_options::overwrite_existing);
  other.open_index();
  other.catch_up();
  EXPECT_EQ(other.found("rep", "сидоров"), "contacts Сидоров");
  EXPECT_EQ(documents(other), 0u);
}

TEST(Updates, TakeInFieldsThatAreSearchedFromNowOn) {
  auto files = testing::small_schema();
  for (auto& file : files)
    if (file.path == "sales/products.json")
      file.text = R"({"name": "products", "fields": {
          "name": {"type": "text", "indexed": true}, "code": {"type": "text"}}})";
  Company company(files);
  company.create("rep", "products", R"({"name": "Телефон", "code": "T1000"})");
  company.catch_up();
  EXPECT_EQ(company.found("rep", "телефон"), "");
  company.use_schema(testing::small_schema());
  company.open_index();
  company.catch_up();
  EXPECT_EQ(company.found("rep", "телефон"), "products Телефон");
  EXPECT_EQ(company.found("rep", "t1000"), "products Телефон");
}

}  // namespace
}  // namespace rapport::search
