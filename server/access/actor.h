// Actor: who acts, with what rights. Role: rights by entity and action, and the fields it may not
// see or write. Plain values; the questions are answered in policy.h.
#pragma once
#include <memory>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "base/id.h"
#include "schema/strings.h"

namespace rapport::access {

// Whose records: none, those one owns, also those of one's teams, all.
enum class Level { None, Own, Team, All };

enum class Action { Read, Create, Update, Delete, Export };

struct EntityRights {
  Level read = Level::None;
  Level create = Level::None;  // All: for anybody; Own, Team: only as one's own, in one's team
  Level update = Level::None;
  Level remove = Level::None;
  Level exporting = Level::None;

  Level level(Action action) const;
};

// {"*":{"read":"team","create":"all","update":"own","delete":"none","export":"none"},
//  "deals":{…,"hidden":["margin"],"locked":["amount"]}} in the field `rights` of the entity roles.
struct Role {
  base::Id id;
  std::string key;  // administrator, manager, rep, read_only; empty for a company's own
  std::string name;
  bool administrator = false;
  EntityRights fallback;
  std::unordered_map<std::string, EntityRights> entities;
  std::unordered_map<std::string, std::unordered_set<std::string>> hidden, locked;
  bool only_named = false;  // of a key for some entities: nothing of any other, whatever its model

  const EntityRights& rights(const std::string& entity) const;
};

// Throws: Error{Invalid} naming the place in the document.
void parse_rights(std::string_view json, Role& role);

struct Actor {
  base::Id user;
  std::string name, email;
  std::vector<base::Id> teams;  // the first is the one new records go to
  std::shared_ptr<const Role> role;
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
