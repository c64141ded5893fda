// The company's structure and what follows from it for rights: departments, territories, sharing
// rules, offices, absences. What must hold when one of them is saved.
// Not here: what they give to whom (access/reach.h).
#pragma once
#include "crm/handles.h"

namespace rapport::crm {

namespace departments {
inline constexpr schema::Field<base::Id> parent{"parent"}, head{"head"};
inline constexpr Handle kHandles[] = {handle(parent), handle(head)};
records::EntityRules rules();
}  // namespace departments

namespace territories {
inline constexpr schema::Field<base::Id> parent{"parent"};
inline constexpr schema::Field<std::string> filters{"rules"};
inline constexpr Handle kHandles[] = {handle(parent), handle(filters)};
records::EntityRules rules();
}  // namespace territories

namespace sharing_rules {
inline constexpr schema::Field<std::string> entity{"entity"}, condition{"condition"};
inline constexpr schema::Field<bool> may_edit{"may_edit"}, active{"active"};
inline constexpr Handle kHandles[] = {handle(entity), handle(condition), handle(may_edit),
                                      handle(active)};
records::EntityRules rules();
}  // namespace sharing_rules

namespace offices {
inline constexpr schema::Field<std::string> addresses{"addresses"};
inline constexpr Handle kHandles[] = {handle(addresses)};
records::EntityRules rules();
}  // namespace offices

namespace absences {
inline constexpr schema::Field<std::string> name{"name"};
inline constexpr schema::Field<base::Id> person{"person"}, substitute{"substitute"};
inline constexpr schema::Field<base::Date> starts_on{"starts_on"}, ends_on{"ends_on"};
inline constexpr Handle kHandles[] = {handle(name), handle(person), handle(substitute),
                                      handle(starts_on), handle(ends_on)};
records::EntityRules rules();
}  // namespace absences

}  // namespace rapport::crm
