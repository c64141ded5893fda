// What the conformance tests run on: every engine there is, each with a fresh set of tables.
// SQLite always; PostgreSQL when RAPPORT_TEST_POSTGRES holds the URL of a database to write in.
// Only *_test.cpp files include it.
#pragma once
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "storage/database.h"

namespace rapport::storage::testing {

inline std::vector<std::string> engines() {
  std::vector<std::string> engines{"sqlite"};
  if (std::getenv("RAPPORT_TEST_POSTGRES")) engines.push_back("postgres");
  return engines;
}

inline Query query_of(const Table& table, std::vector<std::string> columns,
                      Condition where = always()) {
  Query query;
  query.table = &table;
  for (auto& column : columns) query.columns.push_back(Expression{0, std::move(column)});
  query.where = std::move(where);
  return query;
}

class EngineTest : public ::testing::TestWithParam<std::string> {
 protected:
  // Names end in digits of chance, since what was made in a PostgreSQL stays there.
  EngineTest() : suffix_("_" + base::system_random().hex(4)) {
    folder_ = std::filesystem::temp_directory_path() / ("rapport-storage" + suffix_);
    std::filesystem::create_directories(folder_);
    database = open();
  }
  ~EngineTest() override {
    database.reset();
    std::filesystem::remove_all(folder_);
  }

  // Another handle on the same database.
  std::unique_ptr<Database> open() const {
    OpenOptions options;
    options.durable = false;
    return open_database(url(), options);
  }

  std::string url() const {
    return GetParam() == "postgres" ? std::getenv("RAPPORT_TEST_POSTGRES")
                                    : (folder_ / "test.db").string();
  }

  std::string name(const std::string& table) const { return table + suffix_; }
  std::filesystem::path path(const std::string& file) const { return folder_ / file; }

  std::int64_t insert(Transaction& transaction, const Table& table,
                      std::vector<Assignment> values) {
    Insert row;
    row.table = &table;
    row.values = std::move(values);
    return transaction.insert(row);
  }

  // Rows as text, cells parted by '|', rows by ' '; null is '-'.
  std::string rows(Transaction& transaction, const Query& query) {
    std::string all;
    transaction.select(query, [&](const Row& row) {
      if (!all.empty()) all += ' ';
      for (std::size_t i = 0; i < query.columns.size() + query.measures.size(); ++i) {
        int column = static_cast<int>(i);
        if (i) all += '|';
        all += row.is_null(column) ? std::string("-") : std::string(row.text(column));
      }
      return true;
    });
    return all;
  }
  std::string rows(const Query& query) {
    std::string all;
    database->read([&](Transaction& transaction) { all = rows(transaction, query); });
    return all;
  }

 private:
  std::string suffix_;
  std::filesystem::path folder_;

 protected:
  std::unique_ptr<Database> database;
};

#define EVERY_ENGINE(Suite)                                                           \
  INSTANTIATE_TEST_SUITE_P(Engine, Suite,                                             \
                           ::testing::ValuesIn(rapport::storage::testing::engines()), \
                           [](const auto& info) { return info.param; })

}  // namespace rapport::storage::testing
