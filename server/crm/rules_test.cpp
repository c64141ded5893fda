#include "crm/rules.h"

#include "crm/handles.h"
#include "crm/test_company.h"

namespace rapport::crm {

namespace {

TEST(Handles, AreAllInTheSchema) {
  auto schema = schema::load_schema(schema::testing::shipped_sources());
  EXPECT_NO_THROW(check_schema(*schema));
}

TEST(Handles, OneThatIsNotThereIsNamed) {
  auto schema = schema::load_schema(schema::testing::shipped_sources());
  constexpr Handle kWrong[] = {handle(schema::Field<std::string>{"colour"})};
  try {
    check_handles(*schema, "deals", kWrong);
    FAIL();
  } catch (const base::Error& error) {
    EXPECT_EQ(error.code, "bad_schema");
    EXPECT_NE(error.detail.find("deals.colour"), std::string::npos);
  }
}

TEST(Handles, TypesMustFit) {
  auto schema = schema::load_schema(schema::testing::shipped_sources());
  constexpr Handle kFitting[] = {handle(schema::Field<records::Money>{"amount"}),
                                 handle(schema::Field<base::Date>{"closes_on"}),
                                 handle(schema::Field<base::Instant>{"closed_at"})};
  EXPECT_NO_THROW(check_handles(*schema, "deals", kFitting));
  constexpr Handle kText[] = {handle(schema::Field<std::string>{"amount"})};
  EXPECT_THROW(check_handles(*schema, "deals", kText), base::Error);
  constexpr Handle kOneTarget[] = {handle(schema::Field<base::Id>{"related"})};
  EXPECT_THROW(check_handles(*schema, "tasks", kOneTarget), base::Error);
}

// A handle that is left out of its header's list would be checked by nobody.
TEST(Handles, AreAllListed) {
  auto crm = schema::testing::entities_folder().parent_path() / "server" / "crm";
  int headers = 0;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(crm)) {
    if (entry.path().extension() != ".h") continue;
    std::ifstream file(entry.path());
    std::stringstream stream;
    stream << file.rdbuf();
    std::string text = stream.str();
    if (text.find("Handles[]") == std::string::npos) continue;
    ++headers;
    for (std::size_t at = 0;
         (at = text.find("inline constexpr schema::Field<", at)) != std::string::npos; ++at) {
      auto statement = text.substr(at, text.find(';', at) - at);
      for (std::size_t brace = 0; (brace = statement.find("{\"", brace)) != std::string::npos;
           ++brace) {
        auto begin = statement.find_last_of(" >", brace) + 1;
        auto name = statement.substr(begin, brace - begin);
        EXPECT_NE(text.find("handle(" + name + ")"), std::string::npos)
            << entry.path() << ": " << name;
      }
    }
  }
  EXPECT_GE(headers, 8);
}

TEST(Rules, EveryActionOfTheSchemaExists) {
  auto schema = schema::load_schema(schema::testing::shipped_sources());
  records::Rules rules;
  register_rules(rules);
  for (const auto& entity : schema->entities()) {
    for (const auto& action : entity.actions)
      EXPECT_NE(rules.find_action(entity.name, action), nullptr) << entity.name << "." << action;
    EXPECT_NE(rules.find_action(entity.name, "clone"), nullptr);
    EXPECT_NE(rules.find_action(entity.name, "merge"), nullptr);
  }
}

}  // namespace

}  // namespace rapport::crm
