// Layouts: lists, forms and cards of an entity, as entities/layouts/*.json describe them.
// Not here: their words (strings.h), how they are drawn (web/).
#pragma once
#include <string_view>

#include "schema/entity_def.h"

namespace rapport::schema {

// {"list":[FIELD…],"create":[…],"card":[…],"highlights":[…],"detail":[{"key","rows":[[FIELD…]…]}]},
// each of them if it likes. Throws: as reject(), for what is not there or is there twice.
void check_layouts(const EntityDef& entity, std::string_view text);

}  // namespace rapport::schema
