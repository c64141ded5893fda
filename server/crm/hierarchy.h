// Hierarchy: links of an entity to itself (parent company, superior) must not go round.
// Not here: links between different entities.
#pragma once
#include "crm/handles.h"

namespace rapport::crm {

inline constexpr int kHierarchyDepth = 100;

// Rejects with "cycle" a parent that is the record itself or below it.
void check_cycle(records::Saving& saving, schema::Field<base::Id> parent);

}  // namespace rapport::crm
