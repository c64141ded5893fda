#include <gtest/gtest.h>

#include "access/policy.h"
#include "access/test_company.h"

namespace rapport::access {
namespace {

using base::Id;

constexpr base::Date kToday = 20'000;

schema::SchemaPtr company_schema() {
  return schema::load_schema({
      {"system/users.json", R"({"name": "users", "access": "system", "fields": {
         "name": {"type": "text"}, "email": {"type": "email", "unique": true},
         "role": {"type": "link", "to": "roles"}, "teams": {"type": "links", "to": "teams"},
         "department": {"type": "link", "to": "departments"},
         "language": {"type": "text"}, "time_zone": {"type": "text"},
         "active": {"type": "boolean"}}})"},
      {"system/teams.json",
       R"({"name": "teams", "access": "system", "fields": {"name": {"type": "text"}}})"},
      {"system/roles.json", R"({"name": "roles", "access": "system", "fields": {
         "name": {"type": "text"}, "key": {"type": "text"}, "rights": {"type": "json"},
         "parent": {"type": "link", "to": "roles"}, "works_from": {"type": "text"}}})"},
      {"system/departments.json", R"({"name": "departments", "access": "system", "fields": {
         "name": {"type": "text"}, "parent": {"type": "link", "to": "departments"},
         "head": {"type": "user"}}})"},
      {"system/territories.json", R"({"name": "territories", "access": "system", "fields": {
         "name": {"type": "text"}, "parent": {"type": "link", "to": "territories"},
         "members": {"type": "links", "to": "users"}, "rules": {"type": "json"}}})"},
      {"system/sharing_rules.json", R"({"name": "sharing_rules", "access": "administration",
         "fields": {"name": {"type": "text"}, "entity": {"type": "text"},
         "condition": {"type": "json"}, "may_edit": {"type": "boolean"},
         "active": {"type": "boolean"}, "users": {"type": "links", "to": "users"},
         "teams": {"type": "links", "to": "teams"}, "roles": {"type": "links", "to": "roles"},
         "departments": {"type": "links", "to": "departments"}}})"},
      {"activities/absences.json", R"({"name": "absences", "access": "shared", "fields": {
         "name": {"type": "text"}, "person": {"type": "user"}, "substitute": {"type": "user"},
         "starts_on": {"type": "date"}, "ends_on": {"type": "date"}}})"},
      {"sales/accounts.json", R"({"name": "accounts", "fields": {
         "name": {"type": "text"}, "employees": {"type": "integer", "indexed": true}}})"},
  });
}

// A head with two departments, one below the other; a rep in each; a stranger in none.
class ReachTest : public ::testing::Test {
 protected:
  ReachTest()
      : folder_(std::filesystem::temp_directory_path() /
                ("rapport-reach-" + base::system_random().hex(8))),
        schema_(company_schema()),
        tables_(schema_) {
    std::filesystem::create_directories(folder_);
    database_ = storage::open_database((folder_ / "company.db").string(), {});
    auto all = tables_.all();
    all.push_back(&shares_table());
    database_->migrate(all);
    role_ = insert("roles", {{"name", "Rep"}, {"key", "rep"}, {"rights", rights("team")}});
    team_ = insert("teams", {{"name", "North"}});
    sales_ = insert("departments", {{"name", "Sales"}});
    field_ = insert("departments", {{"name", "Field"}, {"parent", sales_}});
    head_ = person("head", {});
    near_ = person("near", sales_);
    far_ = person("far", field_);
    stranger_ = person("stranger", {});
    change("departments", sales_, {{"head", head_}});
  }
  ~ReachTest() override {
    database_.reset();
    std::filesystem::remove_all(folder_);
  }

  static std::string rights(const std::string& level) {
    return R"({"*": {"read": ")" + level + R"(", "update": "own", "export": "all"}})";
  }

  Id insert(const std::string& entity, std::vector<storage::Assignment> values) {
    auto id = base::new_id(1'700'000'000'000'000, base::system_random());
    values.push_back({"id", id});
    storage::Insert row;
    row.table = &tables_.of(entity);
    row.values = std::move(values);
    database_->write([&](storage::Transaction& transaction) { transaction.insert(row); });
    return id;
  }
  void tie(const std::string& entity, const std::string& field, const Id& a, const Id& b) {
    storage::Insert row;
    row.table = &tables_.of_link(schema_->entity(entity), schema_->entity(entity).field(field));
    row.values = {{"a", a}, {"b", b}};
    database_->write([&](storage::Transaction& transaction) { transaction.insert(row); });
  }
  void change(const std::string& entity, const Id& id, std::vector<storage::Assignment> values) {
    storage::Update update;
    update.table = &tables_.of(entity);
    update.values = std::move(values);
    update.where = storage::compare("id", storage::Test::Equal, id);
    database_->write([&](storage::Transaction& transaction) { transaction.update(update); });
  }
  Id person(const std::string& name, const Id& department) {
    std::vector<storage::Assignment> values{{"name", name},
                                            {"email", name},
                                            {"email_folded", name},
                                            {"role", role_},
                                            {"active", std::int64_t{1}}};
    if (!department.is_nil()) values.push_back({"department", department});
    return insert("users", std::move(values));
  }
  Id account(const Id& owner, const Id& team = {}, std::int64_t employees = 1) {
    std::vector<storage::Assignment> values{{"owner", owner}, {"employees", employees}};
    if (!team.is_nil()) values.push_back({"team", team});
    return insert("accounts", std::move(values));
  }

  DirectoryPtr directory(base::Date today = kToday) {
    DirectoryMoment moment;
    moment.today = today;
    moment.tomorrow_at = 42;
    // {"employees":10}: the only filter of these tests.
    moment.compile = [](const std::string&, const std::string& filter) {
      std::int64_t wanted = base::parse_json(filter).at("employees").as_int64();
      return std::optional(storage::compare("employees", storage::Test::Equal, wanted));
    };
    DirectoryPtr made;
    database_->read([&](storage::Transaction& transaction) {
      made = load_directory(transaction, *schema_, tables_, moment);
    });
    return made;
  }

  std::int64_t seen_by(const Id& who, Action action = Action::Read) {
    auto actor = directory()->actor(who);
    storage::Query query;
    query.table = &tables_.of("accounts");
    query.where = scope(*actor, schema_->entity("accounts"), action);
    std::int64_t count = 0;
    database_->read(
        [&](storage::Transaction& transaction) { count = transaction.count(query, 1000); });
    return count;
  }
  bool is_covered(const Id& who, const Id& owner, Level level) {
    return covers(*directory()->actor(who), level, schema::Cell(owner), schema::Cell());
  }
  void set_level(const std::string& level) { change("roles", role_, {{"rights", rights(level)}}); }

  std::filesystem::path folder_;
  schema::SchemaPtr schema_;
  storage::EntityTables tables_;
  std::unique_ptr<storage::Database> database_;
  Id role_, team_, sales_, field_, head_, near_, far_, stranger_;
};

TEST_F(ReachTest, EachLevelHasWhatTheOneBeforeItHas) {
  tie("users", "teams", head_, team_);
  auto territory = insert(
      "territories", {{"name", "T"}, {"rules", R"({"accounts":{"employees":10}})"}});
  tie("territories", "members", territory, head_);
  account(head_);
  account(stranger_, team_);
  account(far_);
  account(stranger_, {}, 10);
  account(stranger_);
  std::pair<const char*, std::int64_t> expected[] = {
      {"none", 0}, {"own", 1}, {"team", 2}, {"subordinates", 3}, {"territory", 4}, {"all", 5}};
  for (const auto& [level, count] : expected) {
    set_level(level);
    EXPECT_EQ(seen_by(head_), count) << level;
  }
}

TEST_F(ReachTest, PeopleAreThoseOfHeadedDepartmentsAndBelow) {
  EXPECT_TRUE(is_covered(head_, near_, Level::Subordinates));
  EXPECT_TRUE(is_covered(head_, far_, Level::Subordinates));
  EXPECT_FALSE(is_covered(head_, far_, Level::Team));
  EXPECT_FALSE(is_covered(head_, stranger_, Level::Subordinates));
  EXPECT_FALSE(is_covered(near_, far_, Level::Subordinates));
  // What one has left behind is still his department's.
  change("users", far_, {{"active", std::int64_t{0}}});
  EXPECT_TRUE(is_covered(head_, far_, Level::Subordinates));
}

TEST_F(ReachTest, ARingOfDepartmentsEnds) {
  change("departments", sales_, {{"parent", field_}});
  EXPECT_TRUE(is_covered(head_, far_, Level::Subordinates));
  EXPECT_EQ(directory()->actor(head_)->reach->subordinates.size(), 2u);
}

TEST_F(ReachTest, WhoReachesNothingMoreIsAskedAsBefore) {
  EXPECT_EQ(directory()->actor(stranger_)->reach, nullptr);
  auto condition = scope(*directory()->actor(stranger_), schema_->entity("accounts"), Action::Read);
  EXPECT_EQ(condition.kind, storage::Condition::Kind::Compare);
  tie("users", "teams", stranger_, team_);
  condition = scope(*directory()->actor(stranger_), schema_->entity("accounts"), Action::Read);
  ASSERT_EQ(condition.kind, storage::Condition::Kind::Any);
  ASSERT_EQ(condition.children.size(), 2u);
  for (const auto& child : condition.children) {
    EXPECT_EQ(child.kind, storage::Condition::Kind::Compare);
    EXPECT_EQ(child.values.size(), 1u);
  }
  EXPECT_EQ(condition.children[0].test, storage::Test::Equal);
  EXPECT_EQ(condition.children[0].left.column, "owner");
  EXPECT_EQ(condition.children[1].test, storage::Test::In);
  EXPECT_EQ(condition.children[1].left.column, "team");
}

TEST_F(ReachTest, TheAbsentOnesRecordsAreTheSubstitutesOnThoseDaysOnly) {
  insert("absences", {{"person", far_},
                      {"substitute", stranger_},
                      {"starts_on", std::int64_t{kToday}},
                      {"ends_on", std::int64_t{kToday + 1}}});
  tie("users", "teams", far_, team_);
  account(far_);
  account(near_, team_);
  set_level("own");
  EXPECT_EQ(seen_by(stranger_), 1);
  set_level("team");
  EXPECT_EQ(seen_by(stranger_), 2);
  EXPECT_EQ(directory(kToday - 1)->actor(stranger_)->reach, nullptr);
  EXPECT_EQ(directory(kToday + 2)->actor(stranger_)->reach, nullptr);
  EXPECT_EQ(directory()->due, 42);
}

TEST_F(ReachTest, ARuleGivesToPeopleTeamsRolesAndDepartmentsWithThoseBelow) {
  account(stranger_, {}, 10);
  auto rule = insert("sharing_rules", {{"name", "Big"},
                                       {"entity", "accounts"},
                                       {"condition", R"({"employees":10})"},
                                       {"may_edit", std::int64_t{0}}});
  EXPECT_EQ(seen_by(far_), 0);
  tie("sharing_rules", "departments", rule, sales_);
  EXPECT_EQ(seen_by(far_), 1);
  EXPECT_EQ(seen_by(far_, Action::Update), 0);
  EXPECT_EQ(seen_by(far_, Action::Export), 0);
  change("sharing_rules", rule, {{"may_edit", std::int64_t{1}}});
  EXPECT_EQ(seen_by(far_, Action::Update), 1);
  EXPECT_EQ(seen_by(far_, Action::Delete), 0);
  set_level("none");
  EXPECT_EQ(seen_by(far_), 0);
  set_level("own");
  change("sharing_rules", rule, {{"active", std::int64_t{0}}});
  EXPECT_EQ(seen_by(far_), 0);
}

TEST_F(ReachTest, WhatIsSharedByHandIsSeenByWhomItNames) {
  auto id = account(stranger_);
  auto give = [&](const Id& whom, std::int64_t may_edit) {
    storage::Insert row;
    row.table = &shares_table();
    row.replace_conflict = true;
    row.values = {{"record", id},          {"whom", whom}, {"entity", "accounts"},
                  {"may_edit", may_edit}, {"by", stranger_}, {"at", std::int64_t{1}}};
    database_->write([&](storage::Transaction& transaction) { transaction.insert(row); });
  };
  EXPECT_EQ(seen_by(near_), 0);
  give(near_, 0);
  EXPECT_EQ(seen_by(near_), 1);
  EXPECT_EQ(seen_by(near_, Action::Update), 0);
  give(near_, 1);
  EXPECT_EQ(seen_by(near_, Action::Update), 1);
  EXPECT_EQ(seen_by(far_), 0);
  tie("users", "teams", far_, team_);
  give(team_, 0);
  EXPECT_EQ(seen_by(far_), 1);
}

TEST_F(ReachTest, NothingIsExportedOrChangedBeyondWhatIsRead) {
  account(stranger_);
  set_level("own");
  EXPECT_EQ(seen_by(near_, Action::Export), 0);
  set_level("none");
  EXPECT_EQ(seen_by(stranger_, Action::Update), 0);
}

TEST_F(ReachTest, ARoleTakesWhatItDoesNotSayFromTheOneItIsBasedOn) {
  change("roles", role_, {{"rights", R"({"*": {"read": "team", "update": "own"},
    "accounts": {"update": "team", "hidden": ["employees"]}})"}});
  auto senior = insert("roles", {{"name", "Senior"},
                                 {"parent", role_},
                                 {"rights", R"({"*": {"read": "all", "update": "all"}})"}});
  change("users", near_, {{"role", senior}});
  const auto& entity = schema_->entity("accounts");
  auto actor = directory()->actor(near_);
  EXPECT_EQ(level_of(*actor, entity, Action::Read), Level::All);
  EXPECT_EQ(level_of(*actor, entity, Action::Update), Level::Team);
  EXPECT_EQ(field_access(*actor, entity, entity.field("employees")), FieldAccess::Hidden);
  change("roles", senior, {{"rights", R"({"accounts": {"hidden": [], "update": "none"}})"}});
  actor = directory()->actor(near_);
  EXPECT_EQ(level_of(*actor, entity, Action::Update), Level::None);
  EXPECT_EQ(field_access(*actor, entity, entity.field("employees")), FieldAccess::Edit);
  // A ring of roles is walked once.
  change("roles", role_, {{"parent", senior}});
  EXPECT_EQ(level_of(*directory()->actor(near_), entity, Action::Read), Level::Team);
}

TEST_F(ReachTest, ManyAreChangedWhereverOneIsUnlessARoleSaysLess) {
  const auto& entity = schema_->entity("accounts");
  EXPECT_EQ(level_of(*directory()->actor(near_), entity, Action::MassEdit), Level::Team);
  EXPECT_EQ(level_of(*directory()->actor(near_), entity, Action::Deleted), Level::Team);
  change("roles", role_,
         {{"rights", R"({"*": {"read": "team", "mass_edit": "none", "deleted": "own"}})"}});
  EXPECT_EQ(level_of(*directory()->actor(near_), entity, Action::MassEdit), Level::None);
  EXPECT_EQ(level_of(*directory()->actor(near_), entity, Action::Deleted), Level::Own);
}

}  // namespace
}  // namespace rapport::access
