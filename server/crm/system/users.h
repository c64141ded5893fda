// Users, teams and roles: what must hold so that the company is not locked out of its own program.
// Not here: signing in (access/), what rights mean (access/policy.h).
#pragma once
#include "crm/handles.h"

namespace rapport::crm {

namespace users {
inline constexpr schema::Field<std::string> name{"name"}, email{"email"}, time_zone{"time_zone"};
inline constexpr schema::Field<base::Id> role{"role"};
inline constexpr schema::Field<bool> active{"active"};
inline constexpr Handle kHandles[] = {handle(name), handle(email), handle(time_zone), handle(role),
                                      handle(active)};
records::EntityRules rules();
}  // namespace users

namespace roles {
inline constexpr schema::Field<std::string> name{"name"}, key{"key"}, rights{"rights"};
inline constexpr schema::Field<std::string> works_from{"works_from"};
inline constexpr schema::Field<base::Id> parent{"parent"};
inline constexpr Handle kHandles[] = {handle(name), handle(key), handle(rights),
                                      handle(works_from), handle(parent)};
records::EntityRules rules();
}  // namespace roles

namespace teams {
inline constexpr schema::Field<std::string> name{"name"};
inline constexpr Handle kHandles[] = {handle(name)};
records::EntityRules rules();
}  // namespace teams

}  // namespace rapport::crm
