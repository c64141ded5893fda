// Accounts: companies that one deals with.
// Not here: their requisites, which the field types check; their domains (account_domains.h).
#pragma once
#include "crm/handles.h"

namespace rapport::crm::accounts {

inline constexpr schema::Field<std::string> name{"name"}, email{"email"}, emails{"emails"},
    website{"website"};
inline constexpr schema::Field<base::Id> parent{"parent"};

inline constexpr Handle kHandles[] = {handle(name), handle(email), handle(emails), handle(website),
                                      handle(parent)};

records::EntityRules rules();

}  // namespace rapport::crm::accounts
