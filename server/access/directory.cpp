#include "access/directory.h"

#include "base/error.h"
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

namespace {

std::shared_ptr<Actor> make_actor(const DirectorySnapshot& directory, const Person& person) {
  auto actor = std::make_shared<Actor>();
  actor->user = person.id;
  actor->name = person.name;
  actor->email = person.email;
  actor->teams = person.teams;
  actor->language = person.language;
  actor->confirmed = false;
  if (!person.time_zone.empty()) actor->time_zone = person.time_zone;
  auto role = directory.roles.find(person.role);
  if (role != directory.roles.end()) actor->role = role->second;
  return actor;
}

// Live rows of an entity, some of its columns.
void each(storage::Transaction& transaction, const storage::Table& table,
          const std::vector<std::string>& columns, const storage::RowSink& sink) {
  Query query;
  query.table = &table;
  for (const auto& column : columns) query.columns.push_back(Expression{0, column});
  query.where = storage::is_null("deleted_at");
  query.order_is_optional = true;
  transaction.select(query, sink);
}

std::string text_or_empty(const Row& row, int column) {
  return row.is_null(column) ? std::string() : std::string(row.text(column));
}

void load_roles(storage::Transaction& transaction, const storage::EntityTables& tables,
                DirectorySnapshot& out) {
  each(transaction, tables.of("roles"), {"id", "name", "key", "rights"}, [&](const Row& row) {
    auto role = std::make_shared<Role>();
    role->id = row.id(0);
    role->name = text_or_empty(row, 1);
    role->key = text_or_empty(row, 2);
    role->administrator = role->key == "administrator";
    try {
      if (!row.is_null(3)) parse_rights(row.text(3), *role);
    } catch (const base::Error& error) {
      base::log(base::LogLevel::Error, "a role's rights are unreadable: it may do nothing",
                {{"role", role->name}, {"error", error.what()}});
      role->fallback = {};
      role->entities.clear();
    }
    out.roles[role->id] = role;
    return true;
  });
}

void load_people(storage::Transaction& transaction, const storage::EntityTables& tables,
                 DirectorySnapshot& out) {
  each(transaction, tables.of("users"),
       {"id", "name", "email", "role", "language", "time_zone", "active"}, [&](const Row& row) {
         Person person;
         person.id = row.id(0);
         person.name = text_or_empty(row, 1);
         person.email = text_or_empty(row, 2);
         if (!row.is_null(3)) person.role = row.id(3);
         if (!row.is_null(4))
           person.language = schema::parse_language(row.text(4)).value_or(schema::Language::En);
         person.time_zone = text_or_empty(row, 5);
         person.active = row.is_null(6) || row.integer(6) != 0;
         out.by_email[base::fold(person.email)] = person.id;
         out.people[person.id] = std::move(person);
         return true;
       });
}

}  // namespace

DirectoryPtr load_directory(storage::Transaction& transaction, const schema::Schema& schema,
                            const storage::EntityTables& tables) {
  auto out = std::make_shared<DirectorySnapshot>();
  load_roles(transaction, tables, *out);
  load_people(transaction, tables, *out);
  each(transaction, tables.of("teams"), {"id", "name"}, [&](const Row& row) {
    out->teams[row.id(0)] = text_or_empty(row, 1);
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
  for (const auto& [id, person] : out->people) {
    if (!person.active) continue;
    auto actor = make_actor(*out, person);
    out->actors[id] = actor;
    auto confirmed = std::make_shared<Actor>(*actor);
    confirmed->confirmed = true;
    out->confirmed_actors[id] = std::move(confirmed);
  }
  return out;
}

}  // namespace rapport::access
