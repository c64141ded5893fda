#include <gtest/gtest.h>

#include "base/date.h"
#include "storage/test_engine.h"

namespace rapport::storage {
namespace {

class Groups : public testing::EngineTest {
 protected:
  Groups() {
    sales_ = {name("sales"),
              {{"shop", ColumnType::Text}, {"amount", ColumnType::Integer},
               {"day", ColumnType::Integer}, {"at", ColumnType::Integer}},
              {},
              {{{"shop"}, false, {}}},
              {}};
    database->migrate({&sales_});
  }

  void add(Cell shop, Cell amount, Cell day = {}, Cell at = {}) {
    database->write([&](Transaction& transaction) {
      insert(transaction, sales_,
             {{"shop", shop}, {"amount", amount}, {"day", day}, {"at", at}});
    });
  }

  Query by(std::vector<Expression> keys, std::vector<Measure> measures) {
    Query query;
    query.table = &sales_;
    query.columns = std::move(keys);
    for (auto measure : measures) query.measures.push_back({measure, Expression{0, "amount"}});
    return query;
  }

  std::string period(const char* text, Transform part, std::string zone = {}) {
    Delete all;
    all.table = &sales_;
    database->write([&](Transaction& transaction) { transaction.remove(all); });
    auto date = base::parse_date(text);
    auto instant = base::parse_instant(text);
    add({}, {}, date ? Cell(std::int64_t{*date}) : Cell(), instant ? Cell(*instant) : Cell());
    Expression key{0, date ? "day" : "at", part, !date, std::move(zone)};
    auto query = by({key}, {Measure::Count});
    auto answer = rows(query);
    return answer.substr(0, answer.find('|'));
  }

  Table sales_;
};

TEST_P(Groups, CountSumAndExtremes) {
  add("a", std::int64_t{5});
  add("b", std::int64_t{-7});
  add("b", std::int64_t{2});
  add({}, std::int64_t{1});
  add("b", {});
  auto query = by({Expression{0, "shop"}},
                  {Measure::Count, Measure::CountOf, Measure::Min, Measure::Max});
  EXPECT_EQ(rows(query), "-|1|1|1|1 a|1|1|5|5 b|3|2|-7|2");
  query.where = compare("shop", storage::Test::Equal, Cell("nowhere"));
  EXPECT_EQ(rows(query), "");
  query.columns.clear();
  EXPECT_EQ(rows(query), "0|0|-|-");
}

TEST_P(Groups, HalvesMakeAnySumExact) {
  constexpr std::int64_t kBig = 9'000'000'000'000'000'000, kSmall = -kBig + 3;
  for (int i = 0; i < 4; ++i) add("big", kBig);
  for (int i = 0; i < 3; ++i) add("small", kSmall);
  auto query = by({Expression{0, "shop"}}, {Measure::SumHigh, Measure::SumLow});
  std::vector<__int128> sums;
  database->read([&](Transaction& transaction) {
    transaction.select(query, [&](const Row& row) {
      sums.push_back((static_cast<__int128>(row.integer(1)) << 32) + row.integer(2));
      return true;
    });
  });
  ASSERT_EQ(sums.size(), 2u);
  EXPECT_TRUE(sums[0] == static_cast<__int128>(kBig) * 4);
  EXPECT_TRUE(sums[1] == static_cast<__int128>(kSmall) * 3);
}

TEST_P(Groups, PeriodsOfDaysAndInstants) {
  struct Case {
    const char* value;
    Transform part;
    const char* zone;
    const char* expected;
  };
  const Case kCases[] = {
      {"2026-11-22", Transform::Day, "", "2026-11-22"},
      {"2026-11-22", Transform::Week, "", "2026-11-16"},  // a Sunday
      {"2026-11-23", Transform::Week, "", "2026-11-23"},  // a Monday
      {"2026-01-01", Transform::Week, "", "2025-12-29"},
      {"2026-11-22", Transform::Month, "", "2026-11"},
      {"2026-03-31", Transform::Quarter, "", "2026-Q1"},
      {"2026-04-01", Transform::Quarter, "", "2026-Q2"},
      {"2026-12-31", Transform::Quarter, "", "2026-Q4"},
      {"2026-12-31", Transform::Year, "", "2026"},
      {"1969-12-31", Transform::Day, "", "1969-12-31"},
      {"2026-11-22T23:59:59.999999Z", Transform::Day, "", "2026-11-22"},
      {"2026-11-22T19:00:00Z", Transform::Day, "Asia/Tashkent", "2026-11-23"},
      {"2026-11-22T18:59:59Z", Transform::Day, "Asia/Tashkent", "2026-11-22"},
      {"2026-12-31T22:30:00Z", Transform::Year, "Europe/Berlin", "2026"},
      {"2026-12-31T23:30:00Z", Transform::Year, "Europe/Berlin", "2027"},
      {"2026-07-31T22:30:00Z", Transform::Month, "Europe/Berlin", "2026-08"},
      {"2026-01-01T02:00:00Z", Transform::Quarter, "America/New_York", "2025-Q4"},
  };
  for (const auto& each : kCases)
    EXPECT_EQ(period(each.value, each.part, each.zone), each.expected)
        << each.value << " " << each.zone;
}

TEST_P(Groups, AZoneThatIsNoneIsRefused) {
  EXPECT_THROW(period("2026-12-31T22:30:00Z", Transform::Day, "Moon/Base"), base::Error);
  EXPECT_THROW(period("2026-12-31T22:30:00Z", Transform::Day, "x','unixepoch')--"), base::Error);
}

TEST_P(Groups, FoldedTextsMeet) {
  add("Ёлка", std::int64_t{1});
  add("ЕЛКА", std::int64_t{2});
  auto query = by({Expression{0, "shop", Transform::Fold}}, {Measure::Count});
  EXPECT_EQ(rows(query), "елка|2");
}

EVERY_ENGINE(Groups);

}  // namespace
}  // namespace rapport::storage
