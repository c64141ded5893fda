// Contacts: people of a company, and who is above whom.
// Not here: what they share with leads (people.h).
#pragma once
#include "crm/handles.h"

namespace rapport::crm::contacts {

inline constexpr schema::Field<base::Id> account{"account"}, reports_to{"reports_to"};

inline constexpr Handle kHandles[] = {handle(account), handle(reports_to)};

records::EntityRules rules();

}  // namespace rapport::crm::contacts
