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

}  // namespace

Level level_of(const Actor& actor, const EntityDef& entity, Action action) {
  if (!actor.write_allowed && action != Action::Read && action != Action::Export)
    return Level::None;
  if (actor.role && is_closed_by_name(*actor.role, entity, action)) return Level::None;
  if (!actor.may_administer && is_for_administrators(entity, action)) return Level::None;
  if (actor.is_administrator()) return Level::All;
  if (!actor.role || entity.access == AccessModel::Administration) return Level::None;
  if (entity.access == AccessModel::System)
    return action == Action::Read ? Level::All : Level::None;
  Level level = actor.role->rights(entity.name).level(action);
  if (entity.access == AccessModel::Shared && action == Action::Read) return Level::All;
  return level;
}

bool is_about_access(const EntityDef& entity) {
  return entity.name == "users" || entity.name == "roles";
}

void require_confirmed(const Actor& actor) {
  if (!actor.confirmed) base::fail(base::ErrorKind::Forbidden, "confirm_needed");
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

Condition scope(const Actor& actor, const EntityDef& entity, Action action, int source) {
  Level level = level_of(actor, entity, action);
  bool is_published = entity.access == AccessModel::Published && action == Action::Read;
  if (is_published && level != Level::None && !actor.is_administrator())
    return published_to(actor, source);
  if (level == Level::All) return storage::always();
  if (level == Level::None) return storage::never();
  storage::Expression owner{source, "owner"}, team{source, "team"};
  Condition own = storage::compare(owner, storage::Test::Equal, actor.user);
  if (level == Level::Own || actor.teams.empty()) return own;
  std::vector<Cell> teams(actor.teams.begin(), actor.teams.end());
  return storage::any_of({std::move(own), storage::in(team, std::move(teams))});
}

bool covers(const Actor& actor, Level level, const Cell& owner, const Cell& team) {
  if (level == Level::All) return true;
  if (level == Level::None) return false;
  const auto* owner_id = std::get_if<base::Id>(&owner);
  if (owner_id && *owner_id == actor.user) return true;
  if (level != Level::Team) return false;
  const auto* team_id = std::get_if<base::Id>(&team);
  return team_id &&
         std::find(actor.teams.begin(), actor.teams.end(), *team_id) != actor.teams.end();
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
