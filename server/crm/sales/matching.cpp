#include "crm/sales/matching.h"

#include <algorithm>

#include "base/text.h"
#include "crm/like_fields.h"
#include "crm/sales/account_domains.h"
#include "crm/sales/leads.h"
#include "crm/sales/people.h"
#include "records/match_keys.h"
#include "records/steps.h"

namespace rapport::crm {

using records::Candidate;
using records::Changes;
using records::Record;
using records::RecordService;
using schema::EntityDef;

namespace {

// A record that is not stored, to be compared with those that are.
Record sketch(const EntityDef& entity, const Changes& changes, const std::string& name) {
  Record record(entity);
  records::apply_changes(record, changes);
  record.set("name", name);
  record.refold();
  return record;
}

bool agrees_by(const Candidate& candidate, std::string_view field) {
  return std::find(candidate.fields.begin(), candidate.fields.end(), field) !=
         candidate.fields.end();
}

bool is_same_company(std::string_view a, std::string_view b) {
  auto skeleton = records::company_skeleton(base::fold(a));
  return !skeleton.empty() && skeleton == records::company_skeleton(base::fold(b));
}

std::optional<Record> visible(RecordService& service, const EntityDef& entity, const base::Id& id) {
  auto record = service.find(entity, id);
  if (record && !may_read(service, *record)) record.reset();
  return record;
}

void add_candidate(Match& match, const Record& account, std::string field) {
  for (auto& known : match.candidates)
    if (known.id == account.id()) {
      known.fields.push_back(std::move(field));
      return;
    }
  match.candidates.push_back({account.id(), account.title(), {std::move(field)}});
}

// A domain that several companies share, as in a holding, tells of none of them for sure.
void match_domain(RecordService& service, const Record& lead, const EntityDef& accounts,
                  Match& match) {
  auto email = lead.get(people::email);
  if (!email) return;
  std::vector<base::Id> found;
  for (const auto& id : accounts_of_domain(service.transaction(), *email)) {
    auto account = visible(service, accounts, id);
    if (!account) continue;
    add_candidate(match, *account, "domain");
    found.push_back(id);
  }
  if (!match.sure && found.size() == 1) match.sure = found.front();
}

void match_employer(RecordService& service, const base::Id& contact, const std::string& company,
                    Match& match) {
  const auto& context = service.context();
  auto person = service.find(context.entity("contacts"), contact);
  auto id = person ? person->id("account") : std::nullopt;
  auto employer = id ? visible(service, context.entity("accounts"), *id) : std::nullopt;
  if (!employer) return;
  add_candidate(match, *employer, "contact");
  if (!match.sure && (company.empty() || is_same_company(company, employer->title())))
    match.sure = *id;
}

}  // namespace

bool names_company(const Record& lead) { return !is_empty(lead, leads::company); }
bool names_person(const Record& lead) { return !people::full_name(lead).empty(); }

void draft_contact(const Record& lead, const EntityDef& contacts, Changes& changes) {
  copy_like_fields(lead, contacts, changes);
}

// The contact points of a person are not those of the company, as long as there is a person.
void draft_account(const Record& lead, const EntityDef& accounts, Changes& changes) {
  copy_field(lead, names_company(lead) ? "company" : "name", accounts, "name", changes);
  copy_like_fields(lead, accounts, changes);
  if (!names_person(lead)) return;
  std::erase_if(changes.fields, [&](const auto& change) {
    const auto& field = change.field->name;
    return field == "email" || field == "emails" || field == "phone" || field == "phones" ||
           field == "description";
  });
}

void draft_deal(const Record& lead, const EntityDef& deals, Changes& changes) {
  copy_like_fields(lead, deals, changes);
}

Match match_contact(RecordService& service, const Record& lead) {
  const auto& context = service.context();
  const auto& contacts = context.entity("contacts");
  Changes changes;
  draft_contact(lead, contacts, changes);
  auto person = sketch(contacts, changes, lead.title());
  Match match;
  match.candidates = records::find_duplicates(service.transaction(), context, person);
  for (const auto& candidate : match.candidates)
    if (!match.sure && (agrees_by(candidate, "emails") || agrees_by(candidate, "phones")))
      match.sure = candidate.id;
  return match;
}

Match match_account(RecordService& service, const Record& lead,
                    const std::optional<base::Id>& contact) {
  const auto& context = service.context();
  const auto& accounts = context.entity("accounts");
  Match match;
  Changes changes;
  copy_like_fields(lead, accounts, changes);
  auto name = lead.get(leads::company).value_or("");
  match.candidates =
      records::find_duplicates(service.transaction(), context, sketch(accounts, changes, name));
  for (const auto& candidate : match.candidates)
    if (!match.sure && (agrees_by(candidate, "inn") || is_same_company(name, candidate.title)))
      match.sure = candidate.id;
  for (const auto& candidate : match.candidates)
    if (!match.sure && (agrees_by(candidate, "emails") || agrees_by(candidate, "phones")))
      match.sure = candidate.id;
  match_domain(service, lead, accounts, match);
  if (contact) match_employer(service, *contact, name, match);
  return match;
}

}  // namespace rapport::crm
