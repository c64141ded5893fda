#include "audit/views.h"

#include "audit/settings.h"
#include "audit/test_log.h"

namespace rapport::audit {
namespace {

struct Told {
  std::string kind, act, entity, details, address, agent;
  std::int64_t count = 0;
  base::Id record;
};

struct Looking : testing::Log {
  std::vector<Told> told() {
    storage::Query query;
    query.table = &audit_log_table();
    for (const char* column :
         {"kind", "act", "entity", "details", "address", "agent", "count", "record"})
      query.columns.push_back(storage::Expression{0, column});
    query.order = {{storage::Expression{0, "rid"}, false}};
    std::vector<Told> out;
    database->read([&](storage::Transaction& transaction) {
      transaction.select(query, [&](const storage::Row& row) {
        auto text = [&](int i) { return row.is_null(i) ? "" : std::string(row.text(i)); };
        out.push_back({text(0), text(1), text(2), text(3), text(4), text(5), row.integer(6),
                       row.is_null(7) ? base::Id() : row.id(7)});
        return true;
      });
    });
    return out;
  }
  void set(Settings settings) {
    write([&](storage::Transaction& transaction) { write_settings(transaction, settings); });
  }
  base::Id record() { return base::new_id(clock.now(), base::system_random()); }
  void open(int count) {
    for (int i = 0; i < count; ++i) views.opened(visitor, "contacts", record());
  }
  void later(std::int64_t seconds) {
    clock.now_us += seconds * testing::kSecondUs;
    views.flush();
  }

  std::vector<Alarm> alarms;
  Views views{*database, clock,
              [this](storage::Transaction&, const Alarm& alarm) { alarms.push_back(alarm); }};
  Visitor visitor{person, "10.0.0.1", "Browser"};
};

TEST_F(Looking, IsToldOfEachRecord) {
  const auto one = record();
  views.opened(visitor, "contacts", one);
  open(1);
  EXPECT_TRUE(told().empty());
  views.flush();
  auto entries = told();
  ASSERT_EQ(entries.size(), 2u);
  EXPECT_EQ(entries[0].act, "record");
  EXPECT_EQ(entries[0].record, one);
  EXPECT_EQ(entries[0].entity + entries[0].address + entries[0].agent, "contacts10.0.0.1Browser");
}

TEST_F(Looking, AgainAtTheSameSoonIsToldOnce) {
  const auto one = record();
  views.opened(visitor, "contacts", one);
  later(1);
  views.opened(visitor, "contacts", one);
  later(1);
  EXPECT_EQ(told().size(), 1u);
  clock.now_us += Views::kSameUs;
  views.opened(visitor, "contacts", one);
  views.opened({record(), "10.0.0.1", "Browser"}, "contacts", one);
  views.opened({person, "10.0.0.2", "Browser"}, "contacts", one);
  later(1);
  EXPECT_EQ(told().size(), 4u);
}

TEST_F(Looking, AtManyAtOnceIsOneEntry) {
  open(1'200);
  views.flush();
  auto entries = told();
  ASSERT_EQ(entries.size(), 3u);
  EXPECT_EQ(entries[0].count + entries[1].count + entries[2].count, 1'200);
  EXPECT_TRUE(entries[0].record.is_nil());
  EXPECT_EQ(base::parse_json(entries[0].details).at("records").as_array().size(), 500u);
}

TEST_F(Looking, AtAListIsToldWithItsFilterAndCount) {
  views.listed(visitor, "deals", R"({"q":"x"})", "", 50);
  views.listed(visitor, "deals", R"({"q":"x"})", "page 2", 20);
  views.listed(visitor, "deals", R"({"q":"x"})", "page 2", 20);
  views.listed(visitor, "deals", R"({"q":"y"})", "", 1);
  views.flush();
  auto entries = told();
  ASSERT_EQ(entries.size(), 2u);
  EXPECT_EQ(entries[0].act + entries[0].details, R"(list{"q":"x"})");
  EXPECT_EQ(entries[0].count, 70);
  EXPECT_EQ(entries[1].count, 1);
}

TEST_F(Looking, AloneIsWrittenSeldomAndWithAChangeAtOnce) {
  auto second = [&] {
    clock.now_us += testing::kSecondUs;
    views.flush_if_due();
    return told().size();
  };
  open(1);
  for (int i = 0; i < 4; ++i) EXPECT_EQ(second(), 0u);
  open(1);
  EXPECT_EQ(second(), 2u);
  open(1);
  views.called(visitor, clock.now());
  EXPECT_EQ(second(), 4u);
}

// Another process does a part of it, and the alarm of one is the alarm of both.
TEST_F(Looking, OfSeveralNodesIsCountedTogether) {
  Settings settings;
  settings.opened_per_hour = 30;
  set(settings);
  Views other{*database, clock,
              [this](storage::Transaction&, const Alarm& alarm) { alarms.push_back(alarm); }};
  auto both_look = [&](int count) {
    for (int i = 0; i < count; ++i) other.opened(visitor, "contacts", record());
    open(count);
    later(1);
    other.flush();
    later(60);
    other.flush();
  };
  both_look(15);
  EXPECT_TRUE(alarms.empty()) << "as many as are allowed";
  both_look(1);
  ASSERT_EQ(alarms.size(), 1u);
  EXPECT_EQ(alarms[0].count, 32);
  both_look(1);
  EXPECT_EQ(alarms.size(), 1u);
}

TEST_F(Looking, AtTooMuchRaisesAnAlarmOnceAnHour) {
  Settings settings;
  settings.opened_per_hour = 30;
  set(settings);
  open(30);
  later(1);
  later(60);
  EXPECT_TRUE(alarms.empty()) << "as many as are allowed";
  open(1);
  later(1);
  later(60);
  ASSERT_EQ(alarms.size(), 1u);
  EXPECT_EQ(alarms[0].act, "mass_opening");
  EXPECT_EQ(alarms[0].person, person);
  EXPECT_EQ(alarms[0].count, 31);
  open(50);
  later(1);
  later(60);
  EXPECT_EQ(alarms.size(), 1u);
  later(3'600);
  open(31);
  later(1);
  later(60);
  EXPECT_EQ(alarms.size(), 2u);
  EXPECT_EQ(told().back().act, "mass_opening");
}

TEST_F(Looking, HasNoLimitWhereTheSettingsSayNone) {
  set({.opened_per_hour = 0});
  open(5'000);
  later(1);
  later(60);
  EXPECT_TRUE(alarms.empty());
}

TEST(AuditSettings, AreReadStrictly) {
  auto parse = [](const char* text) { return parse_settings(base::parse_json(text), {}); };
  EXPECT_EQ(parse("{}"), Settings());
  EXPECT_EQ(parse(R"({"keep_days":90})").keep_days, 90);
  for (const char* text : {R"({"keep_days":1})", R"({"keep":90})", R"({"keep_days":"90"})",
                           R"({"opened_per_hour":-1})", "[]"})
    EXPECT_THROW(parse(text), base::Error) << text;
}

struct Numbers : testing::Log {};

TEST_F(Numbers, AreFoundByTime) {
  const auto begin = clock.now();
  acts(1'000);
  database->read([&](storage::Transaction& transaction) {
    auto since = [&](std::int64_t seconds) {
      return first_row_since(transaction, audit_log_table(), begin + seconds * testing::kSecondUs);
    };
    EXPECT_EQ(since(0), 0);
    EXPECT_EQ(since(2), 2);
    EXPECT_EQ(since(700), 700);
    EXPECT_EQ(since(1'000), 1'000);
    EXPECT_EQ(since(2'000), 1'001);
  });
  take_away(audit_log_table(), 700);
  database->read([&](storage::Transaction& transaction) {
    const auto row = first_row_since(transaction, audit_log_table(),
                                     begin + 700 * testing::kSecondUs);
    EXPECT_GE(row, 700);
    EXPECT_LE(row, 701);
  });
}

}  // namespace
}  // namespace rapport::audit
