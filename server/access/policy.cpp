#include "access/policy.h"

#include <algorithm>

#include "base/error.h"

namespace rapport::access {

using schema::AccessModel;
using schema::Cell;
using schema::EntityDef;
using storage::Condition;

namespace {

bool is_for_administrators(const EntityDef& entity, Action action) {
  if (entity.access == AccessModel::Administration) return true;
  return entity.access == AccessModel::System && action != Action::Read;
}

// A key for some entities reads also what these are made with: pipelines, teams.
bool is_closed_by_name(const Role& role, const EntityDef& entity, Action action) {
  if (!role.only_named || role.entities.contains(entity.name)) return false;
  const bool is_configuration = entity.access == AccessModel::System && !is_about_access(entity);
  return !is_configuration || action != Action::Read;
}

bool changes_nothing(Action action) {
  return action == Action::Read || action == Action::Export || action == Action::Deleted;
}

// How far one reads; nothing is changed, exported or restored beyond it.
Level reading_level(const Actor& actor, const EntityDef& entity) {
  Level level = actor.role->rights(entity.name).read;
  bool is_open = entity.access == AccessModel::Shared ||
                 (entity.access == AccessModel::Published && level != Level::None);
  return is_open ? Level::All : level;
}

}  // namespace

Level level_of(const Actor& actor, const EntityDef& entity, Action action) {
  if (!actor.write_allowed && !changes_nothing(action)) return Level::None;
  if (actor.role && is_closed_by_name(*actor.role, entity, action)) return Level::None;
  if (!actor.may_administer && is_for_administrators(entity, action)) return Level::None;
  if (actor.is_administrator()) return Level::All;
  if (!actor.role || entity.access == AccessModel::Administration) return Level::None;
  if (entity.access == AccessModel::System)
    return action == Action::Read ? Level::All : Level::None;
  Level level = actor.role->rights(entity.name).level(action);
  if (entity.access == AccessModel::Shared && action == Action::Read) return Level::All;
  if (action == Action::Read || action == Action::Create) return level;
  return std::min(level, reading_level(actor, entity));
}

namespace {

constexpr std::string_view kAnyField = "*";

// An absence gives its person's records to somebody for some days: by himself it is said like
// anything, so it has no field here; its rules ask who says it of others. A position gives nothing,
// but is told with the rest of the structure.
struct AboutAccess {
  std::string_view entity;
  std::vector<std::string_view> fields;
};

const std::vector<AboutAccess>& about_access() {
  static const std::vector<AboutAccess> all{
      {"users", {"email", "role", "active", "teams", "department"}},
      {"roles", {kAnyField}},
      {"departments", {"parent", "head"}},
      {"positions", {}},
      {"territories", {"parent", "members", "rules"}},
      {"sharing_rules", {kAnyField}},
      {"offices", {"addresses"}},
      {"absences", {}}};
  return all;
}

const AboutAccess* about_access_of(const EntityDef& entity) {
  for (const auto& each : about_access())
    if (each.entity == entity.name) return &each;
  return nullptr;
}

}  // namespace

bool is_about_access(const EntityDef& entity) { return about_access_of(entity) != nullptr; }

bool is_about_access(const EntityDef& entity, const schema::FieldDef& field) {
  const auto* about = about_access_of(entity);
  return about && std::any_of(about->fields.begin(), about->fields.end(), [&](auto name) {
           return name == kAnyField || name == field.name;
         });
}

void require_confirmed(const Actor& actor) {
  if (!actor.confirmed) base::fail(base::ErrorKind::Forbidden, "confirm_needed");
}

void require_confirmed_for(const Actor& actor, const EntityDef& entity) {
  if (actor.confirmed) return;
  const auto* about = about_access_of(entity);
  if (about && !about->fields.empty()) require_confirmed(actor);
}

void require_confirmed_for(const Actor& actor, const EntityDef& entity,
                           const schema::FieldDef& field) {
  if (!actor.confirmed && is_about_access(entity, field)) require_confirmed(actor);
}

namespace {

constexpr std::string_view kToTeam = "team", kToEveryone = "everyone";

Condition published_to(const Actor& actor, int source) {
  storage::Expression owner{source, "owner"}, team{source, "team"}, shared{source, "shared"};
  auto is = [&](std::string_view value) {
    return storage::compare(shared, storage::Test::Equal, Cell(std::string(value)));
  };
  std::vector<Condition> any{storage::compare(owner, storage::Test::Equal, actor.user),
                             is(kToEveryone)};
  std::vector<Cell> teams(actor.teams.begin(), actor.teams.end());
  if (!teams.empty())
    any.push_back(storage::all_of({is(kToTeam), storage::in(team, std::move(teams))}));
  return storage::any_of(std::move(any));
}

}  // namespace

bool is_published_to(const Actor& actor, const Cell& shared, const Cell& owner, const Cell& team) {
  const auto* to = std::get_if<std::string>(&shared);
  if (covers(actor, Level::Own, owner, team) || (to && *to == kToEveryone)) return true;
  return to && *to == kToTeam && covers(actor, Level::Team, owner, team);
}

const storage::Table& shares_table() {
  using schema::ColumnType;
  static const storage::Table table{"shares",
                                    {{"record", ColumnType::Bytes},
                                     {"whom", ColumnType::Bytes},
                                     {"entity", ColumnType::Text},
                                     {"may_edit", ColumnType::Integer},
                                     {"by", ColumnType::Bytes},
                                     {"at", ColumnType::Integer}},
                                    {"record", "whom"},
                                    {{{"whom", "entity"}, false, {}}},
                                    {}};
  return table;
}

namespace {

constexpr int kSharesSource = 900;

// The same condition of another source.
void move_to(Condition& condition, int source) {
  if (condition.kind == Condition::Kind::Compare && condition.left.source == 0)
    condition.left.source = source;
  if (condition.kind == Condition::Kind::Exists) {
    // What is inside speaks of the table by its number too.
    if (condition.source.parent == 0) condition.source.parent = source;
    for (auto& join : condition.joins)
      if (join.parent == 0) join.parent = source;
  }
  for (auto& child : condition.children) move_to(child, source);
}

void add_grants(const std::unordered_map<std::string, std::vector<Grant>>& grants,
                const EntityDef& entity, bool to_edit, int source, std::vector<Condition>& any) {
  auto of_entity = grants.find(entity.name);
  if (of_entity == grants.end()) return;
  for (const auto& grant : of_entity->second) {
    if (to_edit && !grant.may_edit) continue;
    any.push_back(grant.condition);
    if (source != 0) move_to(any.back(), source);
  }
}

// Shared by hand with him or with a team of his.
Condition shared_with(const Actor& actor, bool to_edit, int source) {
  Condition exists;
  exists.kind = Condition::Kind::Exists;
  exists.source.number = kSharesSource + source;
  exists.source.table = &shares_table();
  exists.source.parent = source;
  exists.source.parent_column = "id";
  exists.source.column = "record";
  std::vector<Cell> whom(actor.teams.begin(), actor.teams.end());
  whom.emplace_back(actor.user);
  exists.children.push_back(
      storage::in(storage::Expression{exists.source.number, "whom"}, std::move(whom)));
  if (to_edit)
    exists.children.push_back(storage::compare(
        storage::Expression{exists.source.number, "may_edit"}, storage::Test::Equal,
        std::int64_t{1}));
  return exists;
}

// One value is asked for as such: then an index has its rows in order.
Condition one_of(storage::Expression column, std::vector<Cell> values) {
  if (values.size() == 1)
    return storage::compare(std::move(column), storage::Test::Equal, std::move(values.front()));
  return storage::in(std::move(column), std::move(values));
}

std::vector<Cell> cells_of(const std::vector<base::Id>& ids) {
  return std::vector<Cell>(ids.begin(), ids.end());
}

}  // namespace

Held held_by(const Actor& actor, Level level) {
  Held held;
  auto add = [](std::vector<base::Id>& to, const std::vector<base::Id>& ids) {
    to.insert(to.end(), ids.begin(), ids.end());
  };
  const auto* reach = actor.reach.get();
  held.owners.push_back(actor.user);
  if (reach) add(held.owners, reach->absent);
  if (reach && level >= Level::Subordinates) add(held.owners, reach->subordinates);
  if (level < Level::Team) return held;
  held.teams = actor.teams;
  if (reach) add(held.teams, reach->absent_teams);
  return held;
}

namespace {
bool edits(Action action) { return action == Action::Update || action == Action::MassEdit; }
}  // namespace

bool is_shared_further(const Actor& actor, const EntityDef& entity, Action action) {
  auto level = level_of(actor, entity, action);
  if (!actor.reach || level == Level::None || level == Level::All) return false;
  const auto& reach = *actor.reach;
  if (level == Level::Territory && reach.territories.contains(entity.name)) return true;
  bool is_shareable = action == Action::Read || edits(action);
  return is_shareable && (reach.rules.contains(entity.name) || reach.shared.contains(entity.name));
}

Condition scope(const Actor& actor, const EntityDef& entity, Action action, int source) {
  Level level = level_of(actor, entity, action);
  bool is_published = entity.access == AccessModel::Published && action == Action::Read;
  if (is_published && level != Level::None && !actor.is_administrator())
    return published_to(actor, source);
  if (level == Level::All) return storage::always();
  if (level == Level::None) return storage::never();
  storage::Expression owner{source, "owner"}, team{source, "team"};
  auto held = held_by(actor, level);
  std::vector<Condition> any{one_of(owner, cells_of(held.owners))};
  if (!held.teams.empty()) any.push_back(storage::in(team, cells_of(held.teams)));
  if (is_shared_further(actor, entity, action)) {
    const auto& reach = *actor.reach;
    bool to_edit = edits(action);
    if (level == Level::Territory) add_grants(reach.territories, entity, false, source, any);
    if (action == Action::Read || to_edit) {
      add_grants(reach.rules, entity, to_edit, source, any);
      if (reach.shared.contains(entity.name)) any.push_back(shared_with(actor, to_edit, source));
    }
  }
  return any.size() == 1 ? std::move(any.front()) : storage::any_of(std::move(any));
}

namespace {

template <class List>
bool holds(const List& list, const base::Id& id) {
  return std::find(list.begin(), list.end(), id) != list.end();
}

}  // namespace

bool covers(const Actor& actor, Level level, const Cell& owner, const Cell& team) {
  if (level == Level::All) return true;
  if (level == Level::None) return false;
  const auto* reach = actor.reach.get();
  if (const auto* id = std::get_if<base::Id>(&owner)) {
    if (*id == actor.user || (reach && holds(reach->absent, *id))) return true;
    if (level >= Level::Subordinates && reach &&
        std::binary_search(reach->subordinates.begin(), reach->subordinates.end(), *id))
      return true;
  }
  const auto* id = std::get_if<base::Id>(&team);
  if (level < Level::Team || !id) return false;
  return holds(actor.teams, *id) || (reach && holds(reach->absent_teams, *id));
}

namespace {
bool lists(const std::unordered_map<std::string, std::unordered_set<std::string>>& fields,
           const std::string& entity, const std::string& field) {
  auto it = fields.find(entity);
  return it != fields.end() && it->second.contains(field);
}
}  // namespace

FieldAccess field_access(const Actor& actor, const EntityDef& entity,
                         const schema::FieldDef& field) {
  if (!actor.is_administrator() && actor.role) {
    if (lists(actor.role->hidden, entity.name, field.name)) return FieldAccess::Hidden;
    if (lists(actor.role->locked, entity.name, field.name) || field.administrator_only)
      return FieldAccess::Read;
  }
  return field.read_only ? FieldAccess::Read : FieldAccess::Edit;
}

}  // namespace rapport::access
