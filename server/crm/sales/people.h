// People: what contacts and leads share, a name made of its parts.
// Not here: how likely two names are the same person (records/match_keys.h).
#pragma once
#include "crm/handles.h"

namespace rapport::crm::people {

inline constexpr schema::Field<std::string> name{"name"}, last_name{"last_name"},
    first_name{"first_name"}, middle_name{"middle_name"}, email{"email"}, phone{"phone"},
    emails{"emails"}, phones{"phones"}, telegram{"telegram"};

inline constexpr Handle kHandles[] = {handle(name),        handle(last_name), handle(first_name),
                                      handle(middle_name), handle(email),     handle(phone),
                                      handle(emails),      handle(phones),    handle(telegram)};

// "Иванов Пётр Сергеевич" where any part is Cyrillic, else "Peter S. Brown" in the order of Latin
// script; empty without parts.
std::string full_name(const records::Record& person);

// The first that there is of e-mail, phone and Telegram: what to call somebody without a name.
std::string address_as_name(const records::Record& person);

// Puts the name, cut to the length of its field.
void put_name(records::Record& person, const std::string& full);

}  // namespace rapport::crm::people
