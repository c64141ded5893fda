#include "crm/system/structure.h"

#include <algorithm>

#include "access/policy.h"
#include "crm/hierarchy.h"
#include "outbound/addresses.h"
#include "records/sharing/grants.h"

namespace rapport::crm {

using records::Saving;

namespace {

// Rights are given by owner and team, so only records that have them can be given further.
void check_grant(Saving& saving, const std::string& place, const std::string& entity,
                 const base::json::value& filter) {
  const auto& context = saving.context();
  const auto* definition = context.model->schema->find(entity);
  if (!definition || definition->access != schema::AccessModel::Records)
    return saving.reject(place, "unknown_entity", {{"entity", entity}});
  try {
    records::parse_grant(context, entity, filter, place);
  } catch (const base::Error& error) {
    saving.errors.insert(saving.errors.end(), error.fields.begin(), error.fields.end());
    if (error.fields.empty()) saving.reject(place, error.code, error.arguments);
  }
}

}  // namespace

namespace departments {

records::EntityRules rules() {
  return {.validate = [](Saving& saving) { check_cycle(saving, parent); }};
}

}  // namespace departments

namespace territories {

namespace {

void validate(Saving& saving) {
  check_cycle(saving, parent);
  auto text = saving.record.get(filters);
  if (!text || !changed(saving, filters)) return;
  auto document = base::parse_json(*text);
  if (!document.is_object())
    return saving.reject("rules", "wrong_type", {{"expected", "object"}});
  for (const auto& [entity, filter] : document.get_object()) {
    std::string name(entity);
    check_grant(saving, "rules." + name, name, filter);
  }
}

}  // namespace

records::EntityRules rules() { return {.validate = validate}; }

}  // namespace territories

namespace sharing_rules {

namespace {

void validate(Saving& saving) {
  auto of = saving.record.get(entity);
  if (!of || (!changed(saving, entity) && !changed(saving, condition))) return;
  auto text = saving.record.get(condition);
  check_grant(saving, "condition", *of, text ? base::parse_json(*text) : base::json::object());
}

}  // namespace

records::EntityRules rules() { return {.validate = validate}; }

}  // namespace sharing_rules

namespace offices {

namespace {

bool is_any(const Saving& saving, std::string_view entity, storage::Condition which) {
  auto query = live_records(saving.context(), entity, std::move(which));
  return saving.transaction().count(query, 1) > 0;
}

void validate(Saving& saving) {
  auto text = saving.record.get(addresses);
  if (!text) return;
  auto list = *text;  // a line each, or commas between
  std::replace(list.begin(), list.end(), '\n', ',');
  auto ranges = outbound::parse_ranges(list);
  if (!ranges) saving.reject("addresses", "bad_addresses", {{"part", *text}});
}

void before_save(Saving& saving) {
  auto list = saving.record.get(addresses);
  if (!list) return;
  std::replace(list->begin(), list->end(), '\n', ',');
  saving.record.put(addresses, *list);
}

// Whoever works from the office alone would get in from nowhere.
void before_delete(Saving& saving) {
  using storage::Test;
  if (is_any(saving, "offices", storage::compare("id", Test::NotEqual, saving.record.id()))) return;
  if (is_any(saving, "roles", storage::compare("works_from", Test::Equal, std::string("office"))))
    saving.reject("addresses", "last_office");
}

}  // namespace

records::EntityRules rules() {
  return {.validate = validate, .before_save = before_save, .before_delete = before_delete};
}

}  // namespace offices

namespace absences {

namespace {

// Who takes another's place sees what that one sees: it is for himself to say, for those above him
// and for the administrators.
bool may_speak_for(const access::Actor& actor, const std::optional<base::Id>& who) {
  if (actor.is_administrator() || !who || *who == actor.user) return true;
  if (!actor.reach) return false;
  const auto& people = actor.reach->subordinates;
  return std::binary_search(people.begin(), people.end(), *who);
}

void validate(Saving& saving) {
  const auto& actor = *saving.context().actor;
  auto who = saving.record.get(person);
  bool may = may_speak_for(actor, who) &&
             (!saving.before || may_speak_for(actor, saving.before->get(person)));
  if (!may) return saving.reject("person", "absence_of_another");
  if (who && *who != actor.user) access::require_confirmed(actor);
  if (who && saving.record.get(substitute) == who)
    saving.reject("substitute", "own_substitute");
  auto from = saving.record.get(starts_on), to = saving.record.get(ends_on);
  if (from && to && *to < *from) saving.reject("ends_on", "ends_before_start");
}

void before_save(Saving& saving) {
  auto who = saving.record.get(person);
  auto from = saving.record.get(starts_on), to = saving.record.get(ends_on);
  if (!who || !from || !to) return;
  auto called = std::string(saving.context().directory->person_name(*who));
  auto days = base::format_date(*from) + " – " + base::format_date(*to);
  saving.record.put(name, called + ", " + days);
}

void before_delete(Saving& saving) {
  const auto& actor = *saving.context().actor;
  auto who = saving.record.get(person);
  if (!may_speak_for(actor, who)) return saving.reject("person", "absence_of_another");
  if (who && *who != actor.user) access::require_confirmed(actor);
}

}  // namespace

records::EntityRules rules() {
  return {.validate = validate, .before_save = before_save, .before_delete = before_delete};
}

}  // namespace absences

}  // namespace rapport::crm
