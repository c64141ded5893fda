// Reads one field of an entity file, and adds those that every entity has.
// Not here: what fields are together (loader.cpp), types (field_types/).
#pragma once
#include "schema/entity_def.h"
#include "schema/node.h"

namespace rapport::schema {

// Throws: as reject().
FieldDef read_field(const std::string& name, const Node& node, const std::string& file);

void add_system_fields(EntityDef& entity);

}  // namespace rapport::schema
