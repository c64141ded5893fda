#include "access/directory.h"

#include <algorithm>
#include <iterator>
#include <set>

#include "access/reach.h"
#include "base/error.h"
#include "base/json.h"
#include "base/log.h"
#include "base/text.h"

namespace rapport::access {

using storage::Expression;
using storage::Query;
using storage::Row;

const Person* DirectorySnapshot::person(const base::Id& id) const {
  auto it = people.find(id);
  return it == people.end() ? nullptr : &it->second;
}

std::string_view DirectorySnapshot::person_name(const base::Id& id) const {
  const auto* found = person(id);
  return found ? std::string_view(found->name) : std::string_view();
}

std::string_view DirectorySnapshot::team_name(const base::Id& id) const {
  auto it = teams.find(id);
  return it == teams.end() ? std::string_view() : std::string_view(it->second);
}

const Role* DirectorySnapshot::role_by_key(std::string_view key) const {
  for (const auto& [id, role] : roles)
    if (role->key == key) return role.get();
  return nullptr;
}

std::shared_ptr<const Actor> DirectorySnapshot::actor(const base::Id& user) const {
  auto it = actors.find(user);
  return it == actors.end() ? nullptr : it->second;
}

std::shared_ptr<const Actor> DirectorySnapshot::confirmed_actor(const base::Id& user) const {
  auto it = confirmed_actors.find(user);
  return it == confirmed_actors.end() ? nullptr : it->second;
}

bool DirectorySnapshot::is_in_place(const Role& role, std::string_view address) const {
  if (role.works_from == WorksFrom::Anywhere) return true;
  const auto from = outbound::parse_host(address);
  const bool is_office =
      from && std::any_of(office.begin(), office.end(),
                          [&](const auto& range) { return range.contains(*from); });
  return is_office == (role.works_from == WorksFrom::Office);
}

namespace {

std::shared_ptr<Actor> make_actor(const DirectorySnapshot& directory, const Reaches& reaches,
                                  const Person& person) {
  auto actor = std::make_shared<Actor>();
  actor->user = person.id;
  actor->name = person.name;
  actor->email = person.email;
  actor->teams = person.teams;
  actor->reach = reaches.of(person);
  actor->language = person.language;
  actor->confirmed = false;
  if (!person.time_zone.empty()) actor->time_zone = person.time_zone;
  auto role = directory.roles.find(person.role);
  if (role != directory.roles.end()) actor->role = role->second;
  return actor;
}

struct StoredRole {
  std::string name, key, rights, works_from;
  base::Id parent;
};
using StoredRoles = std::unordered_map<base::Id, StoredRole>;

// The rights of the role it is based on first, its own laid over them, word by word.
void lay_rights(const StoredRoles& stored, const base::Id& id, base::json::object& rights,
                std::set<base::Id>& seen) {
  auto found = stored.find(id);
  if (found == stored.end() || !seen.insert(id).second) return;
  const auto& own = found->second;
  lay_rights(stored, own.parent, rights, seen);
  if (own.rights.empty()) return;
  Role as_it_is;
  parse_rights(own.rights, as_it_is);
  auto document = base::parse_json(own.rights);
  for (const auto& [entity, said] : document.get_object())
    for (const auto& [word, value] : said.get_object()) {
      auto& known = rights[entity];
      if (!known.is_object()) known = base::json::object();
      known.get_object()[word] = value;
    }
}

std::shared_ptr<const Role> make_role(const StoredRoles& stored, const base::Id& id) {
  const auto& own = stored.at(id);
  auto role = std::make_shared<Role>();
  try {
    std::set<base::Id> seen;
    base::json::object rights;
    lay_rights(stored, id, rights, seen);
    parse_rights(base::json::serialize(rights), *role);
  } catch (const base::Error& error) {
    base::log(base::LogLevel::Error, "a role's rights are unreadable: it may do nothing",
              {{"role", own.name}, {"error", error.what()}});
    *role = {};
  }
  role->id = id;
  role->name = own.name;
  role->key = own.key;
  role->administrator = own.key == "administrator";
  if (own.works_from == "office") role->works_from = WorksFrom::Office;
  if (own.works_from == "internet") role->works_from = WorksFrom::Internet;
  return role;
}

void load_roles(storage::Transaction& transaction, const schema::Schema& schema,
                const storage::EntityTables& tables, DirectorySnapshot& out) {
  const auto& entity = schema.entity("roles");
  bool is_full = entity.find("parent") && entity.find("works_from");
  std::vector<std::string> columns{"id", "name", "key", "rights"};
  if (is_full) columns.insert(columns.end(), {"parent", "works_from"});
  StoredRoles stored;
  each_live(transaction, tables.of("roles"), columns, [&](const Row& row) {
    StoredRole role{text_or_empty(row, 1), text_or_empty(row, 2), text_or_empty(row, 3), {}, {}};
    if (is_full) {
      role.parent = id_or_nil(row, 4);
      role.works_from = text_or_empty(row, 5);
    }
    stored[row.id(0)] = std::move(role);
    return true;
  });
  for (const auto& [id, role] : stored) out.roles[id] = make_role(stored, id);
}

void load_people(storage::Transaction& transaction, const schema::Schema& schema,
                 const storage::EntityTables& tables, DirectorySnapshot& out) {
  bool has_departments = schema.entity("users").find("department") != nullptr;
  std::vector<std::string> columns{"id",       "name",      "email", "role",
                                   "language", "time_zone", "active"};
  if (has_departments) columns.push_back("department");
  each_live(transaction, tables.of("users"), columns, [&](const Row& row) {
    Person person;
    person.id = row.id(0);
    person.name = text_or_empty(row, 1);
    person.email = text_or_empty(row, 2);
    person.role = id_or_nil(row, 3);
    if (!row.is_null(4))
      person.language = schema::parse_language(row.text(4)).value_or(schema::Language::En);
    person.time_zone = text_or_empty(row, 5);
    person.active = row.is_null(6) || row.integer(6) != 0;
    if (has_departments) person.department = id_or_nil(row, 7);
    out.by_email[base::fold(person.email)] = person.id;
    out.people[person.id] = std::move(person);
    return true;
  });
}

}  // namespace

bool is_about_people(std::string_view entity) {
  static constexpr std::string_view kEntities[] = {"users",       "teams",         "roles",
                                                   "departments", "territories",   "absences",
                                                   "sharing_rules", "offices"};
  return std::find(std::begin(kEntities), std::end(kEntities), entity) != std::end(kEntities);
}

DirectoryPtr load_directory(storage::Transaction& transaction, const schema::Schema& schema,
                            const storage::EntityTables& tables, const DirectoryMoment& moment) {
  auto out = std::make_shared<DirectorySnapshot>();
  load_roles(transaction, schema, tables, *out);
  load_people(transaction, schema, tables, *out);
  each_live(transaction, tables.of("teams"), {"id", "name"}, [&](const Row& row) {
    out->teams[row.id(0)] = text_or_empty(row, 1);
    return true;
  });
  if (schema.find("offices"))
    each_live(transaction, tables.of("offices"), {"addresses"}, [&](const Row& row) {
      if (auto ranges = outbound::parse_ranges(text_or_empty(row, 0)))
        out->office.insert(out->office.end(), ranges->begin(), ranges->end());
      return true;
    });
  const auto& users = schema.entity("users");
  Query members;
  members.table = &tables.of_link(users, users.field("teams"));
  members.columns = {Expression{0, "a"}, Expression{0, "b"}};
  members.order_is_optional = true;
  transaction.select(members, [&](const Row& row) {
    auto person = out->people.find(row.id(0));
    if (person != out->people.end() && out->teams.contains(row.id(1)))
      person->second.teams.push_back(row.id(1));
    return true;
  });
  Reaches reaches(transaction, schema, tables, moment, *out);
  for (const auto& [id, person] : out->people) {
    if (!person.active) continue;
    auto actor = make_actor(*out, reaches, person);
    out->actors[id] = actor;
    auto confirmed = std::make_shared<Actor>(*actor);
    confirmed->confirmed = true;
    out->confirmed_actors[id] = std::move(confirmed);
  }
  return out;
}

}  // namespace rapport::access
