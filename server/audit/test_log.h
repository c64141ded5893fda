// A database with the tables of this folder and a second log to seal beside the audit's own.
// Only *_test.cpp files include it.
#pragma once
#include <gtest/gtest.h>

#include <filesystem>
#include <memory>

#include "audit/audit_log.h"
#include "audit/chain.h"
#include "audit/state.h"

namespace rapport::audit::testing {

inline constexpr std::int64_t kSecondUs = 1'000'000;

class FakeClock final : public base::Clock {
 public:
  base::Instant now() override { return now_us; }
  std::int64_t monotonic_us() override { return now_us; }
  base::Instant now_us = 1'780'000'000 * kSecondUs;
};

inline const storage::Table& other_log() {
  static const storage::Table table{
      "other_log",
      {{"at", storage::ColumnType::Integer}, {"text", storage::ColumnType::Text}},
      {},
      {},
      {}};
  return table;
}

struct Log : ::testing::Test {
  Log()
      : folder(std::filesystem::temp_directory_path() /
               ("rapport-audit-" + base::system_random().hex(8))) {
    std::filesystem::create_directories(folder);
    storage::OpenOptions options;
    options.durable = false;
    database = storage::open_database((folder / "audit.db").string(), options);
    auto all = tables();
    all.push_back(&other_log());
    database->migrate(all);
  }
  ~Log() override {
    database.reset();
    std::filesystem::remove_all(folder);
  }

  void write(const storage::Work& work) { database->write(work); }

  // Entries of the audit's log, one a second.
  void acts(int count) {
    write([&](storage::Transaction& transaction) {
      for (int i = 0; i < count; ++i) {
        clock.now_us += kSecondUs;
        Entry entry{clock.now_us, kView, kOpened, person};
        entry.origin = {"10.0.0.1", "Browser"};
        append(transaction, entry);
      }
    });
  }
  void others(int count) {
    write([&](storage::Transaction& transaction) {
      for (int i = 0; i < count; ++i)
        transaction.insert(
            {&other_log(), {{"at", clock.now_us}, {"text", "row " + std::to_string(i)}}});
    });
  }
  // What an attacker does with the database open.
  void tamper(std::int64_t row, std::string act) {
    storage::Update update;
    update.table = &audit_log_table();
    update.values = {{"act", std::move(act)}};
    update.where = storage::compare("rid", storage::Test::Equal, row);
    write([&](storage::Transaction& transaction) { transaction.update(update); });
  }
  void take_away(const storage::Table& table, std::int64_t row) {
    write([&](storage::Transaction& transaction) {
      transaction.remove({&table, storage::compare("rid", storage::Test::Equal, row)});
    });
  }
  std::int64_t rows(const storage::Table& table) {
    std::int64_t count = 0;
    database->read([&](storage::Transaction& transaction) {
      storage::Query query;
      query.table = &table;
      query.order_is_optional = true;
      count = transaction.count(query, 1'000'000);
    });
    return count;
  }

  std::filesystem::path folder;
  std::unique_ptr<storage::Database> database;
  FakeClock clock;
  base::Id person = base::new_id(1, base::system_random());
};

}  // namespace rapport::audit::testing
