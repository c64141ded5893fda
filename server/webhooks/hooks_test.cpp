#include "webhooks/hooks.h"

#include "webhooks/test_company.h"

namespace rapport::webhooks {
namespace {

struct Hooks : testing::Company {
  // "code field" of each error of the save, "" when there is none.
  std::string refusal(const std::string& who, const std::string& rest) {
    try {
      create(who, "webhooks", hook_body(rest));
    } catch (const base::Error& error) {
      if (error.fields.empty()) return error.code;
      std::string all;
      for (const auto& field : error.fields)
        all += (all.empty() ? "" : ", ") + field.code + " " + field.field;
      return all;
    }
    return "";
  }
};

TEST_F(Hooks, AreMadeByAdministratorsAlone) {
  EXPECT_EQ(refusal("admin", ""), "");
  EXPECT_EQ(refusal("rep", ""), "forbidden");
  EXPECT_EQ(refusal("clerk", ""), "forbidden");
  for (const char* who : {"rep", "clerk"}) {
    auto context = as(who);
    EXPECT_THROW(database_->read([&](storage::Transaction& transaction) {
      records::list_page(transaction, context, entity("webhooks"), {});
    }), base::Error);
  }
}

TEST_F(Hooks, AreLookedAtWhenTheyAreSaved) {
  EXPECT_EQ(refusal("admin", R"("entity":"dragons")"), "unknown_entity entity");
  EXPECT_EQ(refusal("admin", R"("url":"ftp://example.com/")"), "outbound_wrong_url url");
  EXPECT_EQ(refusal("admin", R"("url":"example.com")"), "outbound_wrong_url url");
  EXPECT_EQ(refusal("admin", R"("url":"https://me:secret@example.com/")"),
            "outbound_credentials url");
  EXPECT_EQ(refusal("admin", R"("events":["exploded"])"), "not_a_choice events");
  EXPECT_EQ(refusal("admin", R"("failing_since":"2026-01-01T00:00:00Z")"),
            "read_only failing_since");
}

TEST_F(Hooks, NameThePlaceInAWrongFilter) {
  EXPECT_EQ(refusal("admin", R"("filter":{"field":"name","op":"eq","value":"A"})"), "");
  EXPECT_EQ(refusal("admin", R"("filter":{"all":[{"field":"nam","op":"eq","value":"A"}]})"),
            "unknown_field filter.all[0].field");
  EXPECT_EQ(refusal("admin", R"("filter":{"field":"name","op":"near","value":"A"})")
                .substr(0, 16),
            "unknown_operator");
  EXPECT_EQ(refusal("admin", R"("filter":[1])"), "wrong_type filter");
  // What its owner may not see he may not ask for either.
  EXPECT_EQ(refusal("admin", R"("owner":")" + people_.at("clerk").text() +
                                 R"(","filter":{"field":"annual_revenue","op":"empty"})"),
            "hidden_field filter.field");
}

TEST_F(Hooks, ThatAreSwitchedOnAgainHaveNotFailedYet) {
  auto id = hook();
  write([&](storage::Transaction& transaction) {
    note_on_hook(transaction, *model_, id, {now_, 500, "webhook_status", now_});
  });
  EXPECT_EQ(get("webhooks", id).integer("failing_since"), now_);
  update("admin", "webhooks", id, R"({"name":"Other"})");
  EXPECT_EQ(get("webhooks", id).integer("failing_since"), now_);
  update("admin", "webhooks", id, R"({"active":false})");
  update("admin", "webhooks", id, R"({"active":true})");
  EXPECT_FALSE(get("webhooks", id).integer("failing_since"));
  EXPECT_FALSE(get("webhooks", id).text("last_error"));
}

}  // namespace
}  // namespace rapport::webhooks
