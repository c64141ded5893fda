#include "crm/system/users.h"

#include <algorithm>

#include "access/stores/password_links.h"
#include "access/policy.h"
#include "access/stores/sessions.h"
#include "crm/contact_points.h"
#include "crm/hierarchy.h"

namespace rapport::crm {

using records::Record;
using records::Saving;
using storage::Test;

namespace {

constexpr std::int64_t kCounted = 1'000;

bool is_administrator_role(const Record& role) { return role.get(roles::key) == "administrator"; }

bool is_administrator(const Saving& saving, const Record& user) {
  auto id = user.get(users::role);
  auto role = id ? saving.service.find(saving.context().entity("roles"), *id) : std::nullopt;
  return role && is_administrator_role(*role) && user.get(users::active).value_or(1) != 0;
}

bool has_other_administrator(const Saving& saving) {
  auto role =
      saving.service.find_by(saving.context().entity("roles"), "key", std::string("administrator"));
  if (!role) return false;
  auto query = live_records(
      saving.context(), "users",
      storage::all_of({storage::compare("role", Test::Equal, role->id()),
                       storage::compare("id", Test::NotEqual, saving.record.id()),
                       storage::any_of({storage::is_null("active"),
                                        storage::compare("active", Test::Equal,
                                                         std::int64_t{1})})}));
  return saving.transaction().count(query, 1) > 0;
}

}  // namespace

namespace users {

namespace {

void validate(Saving& saving) {
  const Record& user = saving.record;
  auto zone = user.get(time_zone);
  if (zone && changed(saving, time_zone) && !base::is_time_zone(*zone))
    saving.reject("time_zone", "not_a_time_zone");
  if (!saving.before || !is_administrator(saving, *saving.before)) return;
  if (is_administrator(saving, user) || has_other_administrator(saving)) return;
  saving.reject(changed(saving, role) ? "role" : "active", "last_administrator");
}

void before_save(Saving& saving) { settle_emails(saving.record); }

// What was handed out before does not come back with the account, nor to another address.
void end_all(Saving& saving) {
  access::end_sessions(saving.transaction(), saving.record.id());
  access::end_password_links(saving.transaction(), saving.record.id());
}

void after_save(Saving& saving) {
  if (saving.is_new()) return;
  const bool is_disabled = changed(saving, active) && saving.record.get(active).value_or(1) == 0;
  if (is_disabled) end_all(saving);
  else if (changed(saving, email))
    access::end_password_links(saving.transaction(), saving.record.id());
}

void before_delete(Saving& saving) {
  if (is_administrator(saving, saving.record) && !has_other_administrator(saving))
    saving.reject("role", "last_administrator");
  else
    end_all(saving);
}

}  // namespace

records::EntityRules rules() {
  return {.validate = validate,
          .before_save = before_save,
          .after_save = after_save,
          .before_delete = before_delete};
}

}  // namespace users

namespace roles {

namespace {

// Titles stand for their records everywhere: in links, in what is found, in notices.
void check_titles(Saving& saving, const access::Role& role) {
  for (const auto& [entity, fields] : role.hidden) {
    const auto* definition = saving.context().model->schema->find(entity);
    if (definition && fields.contains(definition->title))
      saving.reject("rights." + entity, "title_is_needed");
  }
}

void check_entities(Saving& saving, const access::Role& role) {
  const auto& schema = *saving.context().model->schema;
  for (const auto& [entity, rights] : role.entities)
    if (!schema.find(entity))
      saving.reject("rights." + entity, "unknown_entity", {{"entity", entity}});
  for (const auto* lists : {&role.hidden, &role.locked})
    for (const auto& [entity, fields] : *lists) {
      const auto* definition = schema.find(entity);
      for (const auto& field : fields)
        if (definition && !definition->find(field))
          saving.reject("rights." + entity, "unknown_field", {{"field", field}});
    }
}

// The rights of an administrator are no list that others could be laid over.
void check_parent(Saving& saving) {
  check_cycle(saving, parent);
  auto above = saving.record.get(parent);
  auto role = above ? saving.service.find(saving.record.entity(), *above) : std::nullopt;
  if (role && is_administrator_role(*role)) saving.reject("parent", "administrator_role");
}

// Where no address is the office's, nobody would get in.
void check_works_from(Saving& saving) {
  auto where = saving.record.get(works_from);
  if (!where || *where == "anywhere" || !changed(saving, works_from)) return;
  if (saving.context().directory->office.empty()) saving.reject("works_from", "no_offices");
}

void validate(Saving& saving) {
  if (saving.before && is_administrator_role(*saving.before))
    return saving.reject("rights", "administrator_role");
  check_parent(saving);
  check_works_from(saving);
  auto text = saving.record.get(rights);
  if (!text || !changed(saving, rights)) return;
  try {
    access::Role role;
    access::parse_rights(*text, role);
    check_entities(saving, role);
    check_titles(saving, role);
  } catch (const base::Error& error) {
    saving.errors.insert(saving.errors.end(), error.fields.begin(), error.fields.end());
    if (error.fields.empty()) saving.reject("rights", error.code, error.arguments);
  }
}

void before_delete(Saving& saving) {
  if (!is_empty(saving.record, key)) saving.reject("key", "builtin_role");
  auto based = live_records(saving.context(), "roles",
                            storage::compare("parent", Test::Equal, saving.record.id()));
  if (auto count = saving.transaction().count(based, kCounted))
    saving.reject("parent", "in_use", {{"count", std::to_string(count)}});
  auto holders = live_records(saving.context(), "users",
                              storage::compare("role", Test::Equal, saving.record.id()));
  if (auto count = saving.transaction().count(holders, kCounted))
    saving.reject("name", "in_use", {{"count", std::to_string(count)}});
}

}  // namespace

records::EntityRules rules() { return {.validate = validate, .before_delete = before_delete}; }

}  // namespace roles

namespace teams {

namespace {

void before_delete(Saving& saving) {
  const auto& people = saving.context().directory->people;
  auto count = std::count_if(people.begin(), people.end(), [&](const auto& entry) {
    const auto& teams = entry.second.teams;
    return std::find(teams.begin(), teams.end(), saving.record.id()) != teams.end();
  });
  if (count > 0) saving.reject("name", "in_use", {{"count", std::to_string(count)}});
}

}  // namespace

records::EntityRules rules() { return {.before_delete = before_delete}; }

}  // namespace teams

}  // namespace rapport::crm
