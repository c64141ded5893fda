#include "records/requests/sight.h"

#include <algorithm>
#include <map>

#include "access/policy.h"
#include "records/rights.h"
#include "records/service.h"
#include "records/sharing/shares.h"

namespace rapport::records {

using access::Action;
using access::Actor;
using access::Level;
using base::ErrorKind;
using base::Id;
using schema::AccessModel;
using schema::EntityDef;
using storage::Test;

namespace {

constexpr std::size_t kPeopleShown = 20;

// One reason why a person has a record, and from whom or what he has it.
struct Reason {
  std::string_view rule;
  std::string from_entity;  // empty: from nothing that has a name
  Id from;
  bool edit = false;
  Level needs = Level::Own;  // the level of the role that it takes

  auto key() const { return std::tie(rule, from, edit); }
};

struct Verdict {
  bool sees = false, edits = false;
  std::vector<Reason> why, hindered;
};

class Sight {
 public:
  Sight(storage::Transaction& transaction, const Context& context, const EntityDef& entity,
        const Id& id)
      : transaction_(transaction),
        context_(context),
        entity_(entity),
        record_(RecordService(transaction, context).load(entity, id, Action::Read)),
        owner_(record_.id("owner")),
        team_(record_.id("team")),
        shares_(shares_of(transaction, id)) {}

  Verdict judge(const Actor& actor);
  void write_record(base::JsonWriter& json) const;
  void write_link(base::JsonWriter& json, const std::string& entity, const Id& id) const;

 private:
  std::vector<Reason> reasons(const Actor& actor);
  void add_held(const Actor& actor, std::vector<Reason>& out) const;
  void add_given(const Actor& actor, std::vector<Reason>& out);
  bool is_meant(const access::Grant& grant);

  storage::Transaction& transaction_;
  const Context& context_;
  const EntityDef& entity_;
  Record record_;
  std::optional<Id> owner_, team_;
  std::vector<Share> shares_;
  std::map<Id, bool> meant_;  // by territory or rule
};

template <class List>
bool holds(const List& list, const std::optional<Id>& id) {
  return id && std::find(list.begin(), list.end(), *id) != list.end();
}

// Of the owner and the team.
void Sight::add_held(const Actor& actor, std::vector<Reason>& out) const {
  const auto* reach = actor.reach.get();
  if (owner_ == actor.user) out.push_back({"owner", "", {}, true, Level::Own});
  if (holds(actor.teams, team_)) out.push_back({"team", "teams", *team_, true, Level::Team});
  if (!reach) return;
  if (holds(reach->absent, owner_))
    out.push_back({"substitute", "users", *owner_, true, Level::Own});
  if (holds(reach->absent_teams, team_))
    out.push_back({"substitute", "teams", *team_, true, Level::Team});
  if (holds(reach->subordinates, owner_))
    out.push_back({"subordinates", "users", *owner_, true, Level::Subordinates});
}

bool Sight::is_meant(const access::Grant& grant) {
  auto known = meant_.find(grant.id);
  if (known != meant_.end()) return known->second;
  storage::Query query;
  query.table = &context_.table(entity_);
  query.where = storage::all_of(
      {storage::compare("id", Test::Equal, record_.id()), grant.condition});
  query.order_is_optional = true;
  return meant_[grant.id] = transaction_.count(query, 1) > 0;
}

// By conditions and by hand.
void Sight::add_given(const Actor& actor, std::vector<Reason>& out) {
  if (!actor.reach) return;
  auto add = [&](const auto& grants, std::string_view rule, const char* entity, Level needs) {
    auto found = grants.find(entity_.name);
    if (found == grants.end()) return;
    for (const auto& grant : found->second)
      if (is_meant(grant)) out.push_back({rule, entity, grant.id, grant.may_edit, needs});
  };
  add(actor.reach->territories, "territory", "territories", Level::Territory);
  add(actor.reach->rules, "sharing_rule", "sharing_rules", Level::Own);
  for (const auto& share : shares_)
    if (share.whom == actor.user || holds(actor.teams, share.whom))
      out.push_back({"shared", share.whom == actor.user ? "users" : "teams", share.whom,
                     share.may_edit, Level::Own});
}

std::vector<Reason> Sight::reasons(const Actor& actor) {
  std::vector<Reason> all;
  const auto role = actor.role ? actor.role->id : Id();
  if (actor.is_administrator()) return {{"administrator", "roles", role, true, Level::None}};
  bool is_open = entity_.access == AccessModel::Shared || entity_.access == AccessModel::System;
  if (is_open) all.push_back({"everyone", "", {}, false, Level::None});
  if (entity_.access == AccessModel::Published) {
    auto shared = record_.text("shared");
    if (shared == "everyone") all.push_back({"everyone", "", {}, false, Level::Own});
  }
  if (access::level_of(actor, entity_, Action::Read) == Level::All && !is_open)
    all.push_back({"all", "roles", role, true, Level::All});
  add_held(actor, all);
  if (entity_.access == AccessModel::Records) add_given(actor, all);
  return all;
}

Verdict Sight::judge(const Actor& actor) {
  Verdict verdict;
  verdict.sees = may(transaction_, context_, actor, record_, Action::Read);
  verdict.edits = verdict.sees && may(transaction_, context_, actor, record_, Action::Update);
  auto reading = access::level_of(actor, entity_, Action::Read);
  auto writing = access::level_of(actor, entity_, Action::Update);
  for (auto& reason : reasons(actor)) {
    bool is_enough = reading >= reason.needs && (reading != Level::None || verdict.sees);
    reason.edit = reason.edit && writing >= reason.needs && writing != Level::None;
    (verdict.sees && is_enough ? verdict.why : verdict.hindered).push_back(std::move(reason));
  }
  return verdict;
}

void Sight::write_link(base::JsonWriter& json, const std::string& entity, const Id& id) const {
  const auto& directory = *context_.directory;
  std::string name;
  if (entity == "users") name = directory.person_name(id);
  else if (entity == "teams") name = directory.team_name(id);
  else if (entity == "roles") {
    auto role = directory.roles.find(id);
    if (role != directory.roles.end()) name = role->second->name;
  } else if (auto grant = directory.grant_names.find(id); grant != directory.grant_names.end()) {
    name = grant->second;
  }
  json.begin_object().member("id", id).member("entity", entity).member("name", name).end_object();
}

void Sight::write_record(base::JsonWriter& json) const {
  auto link = [&](const char* member, const char* entity, const std::optional<Id>& id) {
    json.key(member);
    if (id) write_link(json, entity, *id);
    else json.null();
  };
  json.key("record").begin_object().member("id", record_.id()).member("entity", entity_.name);
  json.member("name", record_.title());
  link("owner", "users", owner_);
  link("team", "teams", team_);
  json.end_object();
}

void write_reason(const Sight& sight, const Reason& reason, base::JsonWriter& json) {
  json.member("rule", reason.rule).key("from");
  if (reason.from_entity.empty()) json.null();
  else sight.write_link(json, reason.from_entity, reason.from);
  json.member("edit", reason.edit);
}

// People who have the record by the same reason.
struct Group {
  Reason reason;
  std::vector<const access::Person*> people;
};

void add_to_groups(const Verdict& verdict, const access::Person& person,
                   std::vector<Group>& groups) {
  for (const auto& reason : verdict.why) {
    auto same = std::find_if(groups.begin(), groups.end(), [&](const Group& group) {
      return group.reason.key() == reason.key();
    });
    if (same == groups.end()) same = groups.insert(groups.end(), {reason, {}});
    same->people.push_back(&person);
  }
}

void write_group(const Sight& sight, Group& group, base::JsonWriter& json) {
  std::sort(group.people.begin(), group.people.end(),
            [](const auto* a, const auto* b) { return a->name < b->name; });
  json.begin_object();
  write_reason(sight, group.reason, json);
  json.member("count", static_cast<std::int64_t>(group.people.size())).key("people").begin_array();
  for (std::size_t i = 0; i < group.people.size() && i < kPeopleShown; ++i)
    sight.write_link(json, "users", group.people[i]->id);
  json.end_array().end_object();
}

// The rules in the order in which people think of them.
std::size_t place_of(const Group& group) {
  static constexpr std::string_view kOrder[] = {
      "owner",        "team",   "subordinates", "territory", "shared",
      "sharing_rule", "substitute", "all",      "everyone",  "administrator"};
  return static_cast<std::size_t>(
      std::find(std::begin(kOrder), std::end(kOrder), group.reason.rule) - std::begin(kOrder));
}

}  // namespace

std::string sight_of_record(storage::Transaction& transaction, const Context& context,
                            const EntityDef& entity, const Id& id) {
  Sight sight(transaction, context, entity, id);
  std::vector<Group> groups;
  std::int64_t seen_by = 0, people = 0;
  for (const auto& [user, person] : context.directory->people) {
    auto actor = context.directory->actor(user);
    if (!actor) continue;
    ++people;
    auto verdict = sight.judge(*actor);
    if (!verdict.sees) continue;
    ++seen_by;
    add_to_groups(verdict, person, groups);
  }
  std::stable_sort(groups.begin(), groups.end(),
                   [](const Group& a, const Group& b) { return place_of(a) < place_of(b); });
  std::string out;
  base::JsonWriter json(out);
  json.begin_object();
  sight.write_record(json);
  json.member("seen_by", seen_by).member("people", people).key("rules").begin_array();
  for (auto& group : groups) write_group(sight, group, json);
  json.end_array().end_object();
  return out;
}

std::string sight_of_person(storage::Transaction& transaction, const Context& context,
                            const EntityDef& entity, const Id& id, const Id& user) {
  const auto& directory = *context.directory;
  const auto* person = directory.person(user);
  if (!person) base::fail(ErrorKind::NotFound, "not_found");
  Sight sight(transaction, context, entity, id);
  auto actor = directory.actor(user);
  auto verdict = actor ? sight.judge(*actor) : Verdict{};
  auto level = [&](Action action) {
    return access::name_of(actor ? access::level_of(*actor, entity, action) : Level::None);
  };
  std::string out;
  base::JsonWriter json(out);
  json.begin_object();
  sight.write_record(json);
  json.key("person");
  sight.write_link(json, "users", user);
  json.member("active", person->active).key("role");
  if (person->role.is_nil()) json.null();
  else sight.write_link(json, "roles", person->role);
  json.member("read", level(Action::Read)).member("update", level(Action::Update));
  json.member("sees", verdict.sees).member("edits", verdict.edits).key("why").begin_array();
  for (const auto& reason : verdict.why) {
    json.begin_object();
    write_reason(sight, reason, json);
    json.end_object();
  }
  json.end_array().key("hindered").begin_array();
  for (const auto& reason : verdict.hindered) {
    json.begin_object();
    write_reason(sight, reason, json);
    json.member("level", access::name_of(reason.needs)).end_object();
  }
  json.end_array().key("hidden_fields").begin_array();
  for (const auto& field : entity.fields)
    if (actor &&
        access::field_access(*actor, entity, field) == access::FieldAccess::Hidden)
      json.value(field.name);
  json.end_array().end_object();
  return out;
}

}  // namespace rapport::records
