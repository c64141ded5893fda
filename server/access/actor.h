// Actor: who acts, with what rights. Role: rights by entity and action, and the fields it may not
// see or write. Plain values; the questions are answered in policy.h.
#pragma once
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "base/id.h"
#include "schema/strings.h"
#include "storage/query.h"

namespace rapport::access {

// Whose records. Each level has all that the one before it has: none; one's own; those of one's
// teams; those that one's people own; those of one's territories; all.
enum class Level { None, Own, Team, Subordinates, Territory, All };

// The word of a level in a role's rights: "subordinates".
std::string_view name_of(Level level);

// MassEdit: to change or delete many at once. Deleted: to see what is in the recycle bin.
enum class Action { Read, Create, Update, Delete, Export, MassEdit, Deleted };

// From where a role works: office are the company's own addresses.
enum class WorksFrom { Anywhere, Office, Internet };

struct EntityRights {
  Level read = Level::None;
  Level create = Level::None;  // All: for anybody; else one's own, one's team's, one's people's
  Level update = Level::None;
  Level remove = Level::None;
  Level exporting = Level::None;
  std::optional<Level> mass_edit;  // none said: wherever the change itself is allowed
  std::optional<Level> deleted;    // none said: as far as one reads

  Level level(Action action) const;
};

// {"*":{"read":"team","create":"all","update":"own","delete":"none","export":"none"},
//  "deals":{…,"mass_edit":"none","deleted":"own","hidden":["margin"],"locked":["amount"]}} in the
// field `rights` of the entity roles. What a role does not say is that of the role below it.
struct Role {
  base::Id id;
  std::string key;  // administrator, manager, rep, read_only; empty for a company's own
  std::string name;
  bool administrator = false;
  WorksFrom works_from = WorksFrom::Anywhere;
  EntityRights fallback;
  std::unordered_map<std::string, EntityRights> entities;
  std::unordered_map<std::string, std::unordered_set<std::string>> hidden, locked;
  bool only_named = false;  // of a key for some entities: nothing of any other, whatever its model

  const EntityRights& rights(const std::string& entity) const;
};

// The document of a role that is based on none, or with those of the roles below laid under it.
// Throws: Error{Invalid} naming the place in the document.
void parse_rights(std::string_view json, Role& role);

// Records given by a condition: those of a territory, or of a sharing rule.
struct Grant {
  base::Id id;                   // of the territory or the rule
  bool may_edit = false;         // of a sharing rule
  storage::Condition condition;  // of the table's row, as source 0
};

// What a person reaches beside his own records and those of his teams. Worked out whenever people,
// departments, territories, rules or absences change, never while a request is answered.
struct Reach {
  std::vector<base::Id> absent;        // whose place he takes today
  std::vector<base::Id> absent_teams;  // their teams that are not his
  std::vector<base::Id> subordinates;  // his and theirs, sorted
  std::unordered_map<std::string, std::vector<Grant>> territories, rules;  // by entity
  std::shared_ptr<const void> model;  // whose tables these speak of
  // Entities of which something was shared by hand with him or a team of his.
  std::unordered_set<std::string> shared;
};

struct Actor {
  base::Id user;
  std::string name, email;
  std::vector<base::Id> teams;  // the first is the one new records go to
  std::shared_ptr<const Role> role;
  std::shared_ptr<const Reach> reach;  // null: nothing beside his own and his teams'
  schema::Language language = schema::Language::En;
  std::string time_zone = "UTC";
  bool write_allowed = true;  // false for an API key with the scope read only
  // Whether one may do what keeps the company safe: false for an API key without the scope for it.
  bool may_administer = true;
  // Whether the person proved just now who it is: asked before e-mails and rights are changed.
  bool confirmed = true;

  bool is_administrator() const { return role && role->administrator; }
};

// The program itself, for work no person asked for. May do everything.
Actor system_actor();

}  // namespace rapport::access
