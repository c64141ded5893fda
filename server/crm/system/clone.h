// Clone: a new record with the values of another. Not here: what tells records apart (unique
// fields), and how one ended (a closed deal's clone is open again).
#pragma once
#include "records/rules.h"

namespace rapport::crm {

// The action "clone" of every entity; the body holds values that differ. It is the actor's own, and
// its title tells that it is a copy. Answers with the new record.
std::string clone(records::ActionCall& call);

}  // namespace rapport::crm
