#include "crm/system/users.h"

#include "crm/test_company.h"

namespace rapport::crm {

namespace {

class System : public testing::Company {};

TEST_F(System, TheLastAdministratorStays) {
  auto id = user("admin");
  EXPECT_EQ(refusal([&] { update("admin", "users", id, R"({"active": false})"); }),
            "active last_administrator");
  EXPECT_EQ(
      refusal([&] { update("admin", "users", id, R"({"role": )" + quoted(role("rep")) + "}"); }),
      "role last_administrator");
  EXPECT_EQ(refusal([&] { remove("admin", "users", id); }), "role last_administrator");
  update("admin", "users", user("manager"), R"({"role": )" + quoted(role("administrator")) + "}");
  EXPECT_NO_THROW(update("admin", "users", id, R"({"active": false})"));
  reload_directory();
  EXPECT_EQ(refusal([&] { remove("manager", "users", user("manager")); }),
            "role last_administrator");
}

TEST_F(System, ADisabledAdministratorDoesNotCount) {
  auto second = create("admin", "users",
                       R"({"name": "Second", "email": "second@example.com", "active": false,
                                             "role": )" +
                           quoted(role("administrator")) + "}");
  EXPECT_EQ(refusal([&] { remove("admin", "users", user("admin")); }), "role last_administrator");
  EXPECT_NO_THROW(remove("admin", "users", second));
}

TEST_F(System, AddressesOfPeopleAreUnique) {
  EXPECT_EQ(refusal([&] {
              create("admin", "users",
                     R"({"name": "Twin", "email": "REP@example.com", "role": )" +
                         quoted(role("rep")) + "}");
            }),
            "email not_unique");
}

TEST_F(System, TimeZonesAreKnown) {
  EXPECT_EQ(
      refusal([&] { update("admin", "users", user("rep"), R"({"time_zone": "Mars/Olympus"})"); }),
      "time_zone not_a_time_zone");
}

TEST_F(System, TheRoleOfAdministratorsIsFixed) {
  auto id = role("administrator");
  EXPECT_EQ(refusal([&] { update("admin", "roles", id, R"({"name": "God"})"); }),
            "rights administrator_role");
  EXPECT_EQ(refusal([&] { remove("admin", "roles", id); }), "key builtin_role, name in_use");
}

TEST_F(System, RightsAreUnderstood) {
  auto make = [&](const std::string& rights) {
    return refusal(
        [&] { create("admin", "roles", R"({"name": "Own", "rights": )" + rights + "}"); });
  };
  EXPECT_EQ(make(R"({"*": {"read": "team"}, "deals": {"hidden": ["amount"]}})"), "");
  EXPECT_EQ(make(R"({"deals": {"read": "some"}})"), "rights.deals.read not_a_choice");
  EXPECT_EQ(make(R"({"deels": {"read": "all"}})"), "rights.deels unknown_entity");
  EXPECT_EQ(make(R"({"deals": {"hidden": ["margin"]}})"), "rights.deals unknown_field");
  EXPECT_EQ(make(R"({"deals": {"hidden": ["name"]}})"), "rights.deals title_is_needed");
}

TEST_F(System, ATeamWithPeopleStays) {
  auto team = directory_->person(user("stranger"))->teams.front();
  EXPECT_EQ(refusal([&] { remove("admin", "teams", team); }), "name in_use");
  auto empty = create("admin", "teams", R"({"name": "Empty"})");
  EXPECT_NO_THROW(remove("admin", "teams", empty));
}

TEST_F(System, ViewsAreChangedByTheirOwner) {
  auto view = create("rep", "views", R"({"name": "Hot", "entity": "deals", "shared": "everyone"})");
  EXPECT_EQ(refusal([&] { update("colleague", "views", view, R"({"name": "Mine"})"); }),
            "forbidden");
  EXPECT_EQ(refusal([&] { update("manager", "views", view, R"({"name": "Mine"})"); }), "forbidden");
  EXPECT_NO_THROW(update("rep", "views", view, R"({"name": "Hotter"})"));
  EXPECT_NO_THROW(update("admin", "views", view, R"({"name": "Hottest"})"));
  EXPECT_EQ(refusal([&] { create("rep", "views", R"({"name": "A", "entity": "deels"})"); }),
            "entity unknown_entity");
}

TEST_F(System, ALockedViewKeepsWhatItShows) {
  auto view = create("rep", "views", R"({"name": "Hot", "entity": "deals", "locked": true})");
  for (std::string change : {R"({"name": "Hotter"})", R"({"definition": {"sort": "name"}})",
                             R"({"kind": "kanban"})"})
    EXPECT_NE(refusal([&] { update("rep", "views", view, change); }).find("view_locked"),
              std::string::npos);
  EXPECT_EQ(refusal([&] { remove("rep", "views", view); }), "locked view_locked");
  EXPECT_NO_THROW(update("rep", "views", view, R"({"pinned": true})"));
  EXPECT_NO_THROW(update("rep", "views", view, R"({"locked": false, "name": "Hotter"})"));
  EXPECT_NO_THROW(remove("rep", "views", view));
}

TEST_F(System, OnlyAdministratorsSayWhatARoleOpensFirst) {
  auto view = create("rep", "views", R"({"name": "Hot", "entity": "deals", "shared": "everyone"})");
  auto change = R"({"default_for": [)" + quoted(role("rep")) + "]}";
  EXPECT_EQ(refusal([&] { update("rep", "views", view, change); }), "default_for read_only");
  EXPECT_NO_THROW(update("admin", "views", view, change));
}

TEST_F(System, ACompanyIsFoundedOnce) {
  EXPECT_EQ(refusal([&] {
              work(as("system"), [](records::RecordService& service) { create_company(service); });
            }),
            "already_set_up");
}

class Pipelines : public testing::Company {
 protected:
  std::string make(const std::string& stages) {
    return refusal(
        [&] { create("admin", "pipelines", R"({"name": "P", "stages": )" + stages + "}"); });
  }
};

TEST_F(Pipelines, HaveEachKindOfStage) {
  EXPECT_EQ(make(R"([{"key": "a", "kind": "open"}, {"key": "w", "kind": "won"}])"),
            "stages pipeline_stages");
  EXPECT_EQ(make("[]"), "stages pipeline_stages");
  EXPECT_EQ(make(R"([{"key": "a", "kind": "open"}, {"key": "w", "kind": "won"},
                     {"key": "l", "kind": "lost"}])"),
            "");
}

TEST_F(Pipelines, WrongStagesAreNamed) {
  EXPECT_EQ(make(R"({"a": 1})"), "stages wrong_type");
  EXPECT_EQ(make(R"([{"key": "A b", "kind": "open"}])"), "stages[0].key not_a_key");
  EXPECT_EQ(make(R"([{"key": "a", "kind": "half"}])"), "stages[0].kind not_a_choice");
  EXPECT_EQ(make(R"([{"key": "a"}, {"key": "a"}])"), "stages[1].key repeated_value");
  EXPECT_EQ(make(R"([{"key": "a", "probability": 101}])"), "stages[0].probability out_of_range");
  EXPECT_EQ(make(R"([{"key": "a", "required": ["colour"]}])"), "stages[0].required unknown_field");
  EXPECT_EQ(make(R"([{"key": "a", "colour": "red"}])"), "stages[0].colour unknown_member");
}

TEST_F(Pipelines, OneIsTheDefault) {
  auto first = default_pipeline();
  auto stages = get("pipelines", first).text("stages").value();
  auto second = create("admin", "pipelines",
                       R"({"name": "Second", "default": true, "stages": )" + stages + "}");
  EXPECT_EQ(default_pipeline(), second);
  EXPECT_EQ(count("pipelines", storage::compare("default", storage::Test::Equal, std::int64_t{1})),
            1);
  EXPECT_EQ(refusal([&] { update("admin", "pipelines", second, R"({"default": false})"); }),
            "default default_pipeline");
  EXPECT_EQ(refusal([&] { remove("admin", "pipelines", second); }), "default default_pipeline");
  EXPECT_NO_THROW(remove("admin", "pipelines", first));
}

TEST_F(Pipelines, StagesWithDealsStay) {
  auto id = default_pipeline();
  create("rep", "deals", R"({"name": "A", "stage": "proposal"})");
  auto stages = base::parse_json(get("pipelines", id).text("stages").value());
  auto& list = stages.as_array();
  list.erase(list.begin() + 2);
  auto body = R"({"stages": )" + testing::json::serialize(stages) + "}";
  EXPECT_EQ(refusal([&] { update("admin", "pipelines", id, body); }), "stages stage_in_use");
}

}  // namespace

}  // namespace rapport::crm
