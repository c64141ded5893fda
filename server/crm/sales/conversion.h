// Conversion: a lead becomes an account, a contact and a deal, new ones or those that are there,
// and everything tied to it goes along. Not here: finding those that are there (matching.h).
#pragma once
#include "crm/handles.h"

namespace rapport::crm {

// The action "convert" of leads. Each of "account", "contact", "deal" in the body may be
//   absent: found, else made; no account without a company, no contact without a person;
//   null or {"create":false}: none;   {"id"}: that one;   {"create":true}: made in any case;
// other members are values of fields of what is made.
// Answers {"account":{"id","entity","name","created"} or null,"contact":…,"deal":…}.
// Throws: Error{Invalid, "already_converted"}.
std::string convert(records::ActionCall& call);

// The action "convert_preview": what the conversion without a body would do. "name" is what would
// be made, null when nothing would:
// {"account":{"match":{…} or null,"candidates":[{"id","entity","name","fields"}],"name"},
//  "contact":{…}, "deal":{"name","amount"}}
std::string preview_conversion(records::ActionCall& call);

}  // namespace rapport::crm
