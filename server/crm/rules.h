// The company's behaviour: which rules and actions each entity has. One list of all areas.
// Not here: what a rule does (sales/, activities/, system/).
#pragma once
#include <vector>

#include "records/rules.h"

namespace rapport::crm {

void register_rules(records::Rules& rules);

// Every field that the rules name is there and of a fitting type.
// Throws: Error{Internal, "bad_schema"} whose detail names the field.
void check_schema(const schema::Schema& schema);

// Tables of the rules beside those of the entities; to be migrated with them.
std::vector<const storage::Table*> tables();

}  // namespace rapport::crm
