#include "crm/system/demo.h"

#include <set>

#include "crm/test_company.h"

namespace rapport::crm {

namespace {

class Demo : public testing::Company {
 protected:
  std::int64_t deals_on(const std::string& stage) {
    return count("deals", storage::compare("stage", storage::Test::Equal, stage));
  }
};

TEST_F(Demo, IsACompanyAtWork) {
  auto emails = fill_demo(*database_, as("admin", "demo"), DemoSize::Small);
  EXPECT_EQ(emails.size(), 3u);
  EXPECT_EQ(count("accounts"),
            60 + count("leads", storage::all_of({storage::compare("status", storage::Test::Equal,
                                                                  std::string("converted")),
                                                 storage::negate(storage::is_null("company"))})));
  EXPECT_GE(count("contacts"), 150);
  EXPECT_EQ(count("leads"), 80);
  EXPECT_EQ(count("products"), 25);
  auto activities = count("tasks") + count("calls") + count("meetings") + count("notes");
  EXPECT_GE(activities, 270);
  EXPECT_LE(activities, 450);
  for (const char* stage :
       {"new", "qualification", "proposal", "negotiation", "contract", "won", "lost"})
    EXPECT_GE(deals_on(stage), 8) << stage;
  EXPECT_GE(deals_on("won"), 30);
  EXPECT_EQ(count("deals", storage::compare("closed_at", storage::Test::Greater, now_)), 0);
  EXPECT_EQ(count("deals", storage::compare("created_at", storage::Test::Greater, now_)), 0);
  EXPECT_GE(count("deals", storage::compare("next_activity_at", storage::Test::Greater, now_)), 30);
  EXPECT_EQ(refusal([&] { fill_demo(*database_, as("admin", "demo"), DemoSize::Small); }),
            "email not_unique");
}

TEST_F(Demo, SpeaksTheLanguageOfTheCompany) {
  settings_.language = schema::Language::En;
  settings_.currency = "USD";
  fill_demo(*database_, as("admin", "demo"), DemoSize::Small);
  auto context = as("admin");
  std::set<std::string> subjects, currencies;
  database_->read([&](storage::Transaction& transaction) {
    auto collect = [&](const char* name, const char* column, std::set<std::string>& into) {
      storage::Query query;
      query.table = &context.table(entity(name));
      query.columns = {{0, column}};
      query.where = storage::negate(storage::is_null(column));
      query.order_is_optional = true;
      transaction.select(query, [&](const storage::Row& row) {
        into.emplace(row.text(0));
        return true;
      });
    };
    collect("tasks", "subject", subjects);
    collect("deals", "amount_currency", currencies);
  });
  EXPECT_TRUE(subjects.contains("Send the proposal"));
  EXPECT_EQ(currencies, std::set<std::string>{"USD"});
}

}  // namespace

}  // namespace rapport::crm
