// Matching: which account and contact a lead is already known as, and what would be made of it
// otherwise. Not here: making them (conversion.h).
#pragma once
#include "crm/handles.h"
#include "records/duplicates.h"

namespace rapport::crm {

struct Match {
  std::optional<base::Id> sure;                // one can rely on it
  std::vector<records::Candidate> candidates;  // all that look alike, for a person to choose from
};

// By e-mail or phone. Only what the actor may see.
Match match_contact(records::RecordService& service, const records::Record& lead);
// By name, e-mail or phone of the company, by the domain of the lead's e-mail, or as the account of
// `contact`.
Match match_account(records::RecordService& service, const records::Record& lead,
                    const std::optional<base::Id>& contact);

// What of the lead becomes a contact, an account, a deal; values that `changes` has already stay.
void draft_contact(const records::Record& lead, const schema::EntityDef& contacts,
                   records::Changes& changes);
void draft_account(const records::Record& lead, const schema::EntityDef& accounts,
                   records::Changes& changes);
void draft_deal(const records::Record& lead, const schema::EntityDef& deals,
                records::Changes& changes);

// Whether the lead names a company, a person.
bool names_company(const records::Record& lead);
bool names_person(const records::Record& lead);

}  // namespace rapport::crm
