// Views: saved lists. Everyone has his own; those shared are read by others, and changed by their
// owner; a locked one by nobody until it is unlocked. Not here: who sees which (the roles' rights,
// seeds.h).
#pragma once
#include "crm/handles.h"

namespace rapport::crm::views {

inline constexpr schema::Field<std::string> entity{"entity"}, shared{"shared"};
inline constexpr schema::Field<bool> locked{"locked"};

inline constexpr Handle kHandles[] = {handle(entity), handle(shared), handle(locked)};

records::EntityRules rules();

}  // namespace rapport::crm::views
