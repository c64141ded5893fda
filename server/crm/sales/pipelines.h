// Pipelines: the ways deals go. Their stages are checked here, and one of them is the default.
// Not here: reading the stages of one (stages.h), moving a deal along (deals.h).
#pragma once
#include "crm/handles.h"

namespace rapport::crm::pipelines {

inline constexpr schema::Field<std::string> name{"name"}, stages{"stages"};
inline constexpr schema::Field<bool> is_default{"default"};

inline constexpr Handle kHandles[] = {handle(name), handle(stages), handle(is_default)};

records::EntityRules rules();

}  // namespace rapport::crm::pipelines
