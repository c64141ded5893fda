#include "crm/system/outside_people.h"

#include <algorithm>
#include <unordered_set>

#include "access/sign_in_user.h"
#include "base/log.h"
#include "base/text.h"
#include "crm/system/users.h"

namespace rapport::crm {

using access::Admission;
using access::OutsidePerson;
using access::SignInBy;
using base::Id;
using records::Changes;
using records::RecordService;
using storage::Transaction;

namespace {

[[noreturn]] void refuse() { base::fail(base::ErrorKind::Unauthenticated, "outside_refused"); }

bool is_in(const OutsidePerson& person, const std::string& group) {
  auto wanted = base::fold(group);
  return std::any_of(person.groups.begin(), person.groups.end(),
                     [&](const auto& each) { return base::fold(each) == wanted; });
}

Id role_of(const OutsidePerson& person, const Admission& admission) {
  for (const auto& rule : admission.groups)
    if (!rule.role.is_nil() && is_in(person, rule.group)) return rule.role;
  return admission.default_role;
}

// Those of the groups, and those that no group gives: they were given here.
std::vector<Id> teams_of(const OutsidePerson& person, const Admission& admission,
                         const std::vector<Id>& before) {
  std::vector<Id> teams;
  auto add = [&](const Id& team) {
    if (std::find(teams.begin(), teams.end(), team) == teams.end()) teams.push_back(team);
  };
  auto is_ruled = [&](const Id& team) {
    return std::any_of(admission.groups.begin(), admission.groups.end(),
                       [&](const auto& rule) { return rule.team == team; });
  };
  for (const auto& team : before)
    if (!is_ruled(team)) add(team);
  for (const auto& rule : admission.groups)
    if (!rule.team.is_nil() && is_in(person, rule.group)) add(rule.team);
  return teams;
}

std::string source_of(SignInBy by) { return std::string(access::word_of(by)); }

}  // namespace

Admission OutsidePeople::admission(SignInBy by) {
  auto body = base::parse_json(store_.settings(by).json);
  return by == SignInBy::Directory ? access::parse_directory_settings(body).admission
                                   : access::parse_provider_settings(body).admission;
}

std::optional<Id> OutsidePeople::find(const OutsidePerson& person) {
  auto identity = store_.find(person.by, person.subject);
  if (!identity) return std::nullopt;
  return identity->user;
}

Id OutsidePeople::admit(const OutsidePerson& person) {
  const auto rules = admission(person.by);
  const auto context = context_(source_of(person.by));
  auto identity = store_.find(person.by, person.subject);
  auto user = identity ? identity->user : first_time(person, rules, context);
  if (role_of(person, rules).is_nil()) refuse();
  if (identity && identity->disabled_there && set_active(user, true))
    store_.set_disabled(person.by, person.subject, false);
  bring_up_to_date(user, person, rules, context);
  return user;
}

// Who has the e-mail here already is somebody else until an administrator says otherwise: whoever
// may write e-mails there would be anybody here.
Id OutsidePeople::first_time(const OutsidePerson& person, const Admission& rules,
                             const records::Context& context) {
  auto role = role_of(person, rules);
  if (role.is_nil() || person.subject.empty() || person.email.empty()) refuse();
  const auto& known = context.directory->by_email;
  if (auto found = known.find(base::fold(person.email)); found != known.end()) {
    if (!rules.link_by_email || !person.email_is_verified) refuse();
    store_.link(person.by, person.subject, found->second);
    return found->second;
  }
  const auto& users = context.entity("users");
  Id made;
  database_.write([&](Transaction& transaction) {
    RecordService service(transaction, context);
    Changes changes;
    changes.set(users, users::name.name, person.name.empty() ? person.email : person.name);
    changes.set(users, users::email.name, person.email);
    changes.set(users, users::role.name, role);
    changes.set(users, "language",
                std::string(schema::language_code(context.settings->language)));
    changes.set(users, users::time_zone.name, context.settings->time_zone);
    made = service.create(users, changes).record.id();
  });
  store_.link(person.by, person.subject, made);
  return made;
}

void OutsidePeople::bring_up_to_date(const Id& user, const OutsidePerson& person,
                                     const Admission& rules, const records::Context& context) {
  const auto now = context_(source_of(person.by));
  const auto* before = now.directory->person(user);
  if (!before || !before->active) return;
  const auto& users = context.entity("users");
  Changes changes;
  if (!person.name.empty() && person.name != before->name)
    changes.set(users, users::name.name, person.name);
  if (person.email_is_verified && !person.email.empty() &&
      base::fold(person.email) != base::fold(before->email))
    changes.set(users, users::email.name, person.email);
  auto role = role_of(person, rules);
  if (!rules.groups.empty() && role != before->role)
    changes.set(users, users::role.name, role);
  auto teams = teams_of(person, rules, before->teams);
  if (teams != before->teams) changes.links.push_back({&users.field("teams"), teams});
  if (changes.fields.empty() && changes.links.empty()) return;
  try {
    database_.write([&](Transaction& transaction) {
      RecordService(transaction, now).update(users, user, changes);
    });
  } catch (const base::Error& error) {
    // Such as the last administrator's role, or an e-mail that somebody else has here.
    base::log(base::LogLevel::Warning, "a person was not brought up to date",
              {{"user", user.text()}, {"source", source_of(person.by)}, {"error", error.what()}});
  }
}

// False: the person stays, as the last administrator does.
bool OutsidePeople::set_active(const Id& user, bool active) {
  const auto context = context_(source_of(SignInBy::Directory));
  const auto& users = context.entity("users");
  Changes changes;
  changes.set(users, users::active.name, std::int64_t{active});
  try {
    database_.write([&](Transaction& transaction) {
      RecordService(transaction, context).update(users, user, changes);
    });
  } catch (const base::Error& error) {
    base::log(base::LogLevel::Warning, "a person was neither enabled nor disabled",
              {{"user", user.text()}, {"error", error.what()}});
    return false;
  }
  return true;
}

int OutsidePeople::follow(const std::vector<std::string>& present) {
  if (present.empty()) return 0;
  const std::unordered_set<std::string> there(present.begin(), present.end());
  const auto directory = context_(source_of(SignInBy::Directory)).directory;
  int changed = 0;
  for (const auto& identity : store_.all(SignInBy::Directory)) {
    const auto* person = directory->person(identity.user);
    const bool is_gone = !there.contains(identity.subject);
    // Who was disabled here by somebody stays so.
    if (!person || is_gone == identity.disabled_there || (is_gone && !person->active)) continue;
    if (!set_active(identity.user, !is_gone)) continue;
    store_.set_disabled(SignInBy::Directory, identity.subject, is_gone);
    ++changed;
  }
  return changed;
}

}  // namespace rapport::crm
