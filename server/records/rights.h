// Rights of a record at hand: what the query asks of rows (access/policy.h), asked of one of them.
// Not here: fields (access::field_access).
#pragma once
#include "access/policy.h"
#include "records/model.h"
#include "records/record.h"

namespace rapport::records {

// Of a record that is stored: what its owner and team do not tell is asked of the database.
bool may(storage::Transaction& transaction, const Context& context, const access::Actor& actor,
         const Record& record, access::Action action);

// Whether the actor may change it by his role alone, without what was given to him by hand or by a
// sharing rule: only then he gives it to others.
bool may_give(storage::Transaction& transaction, const Context& context, const Record& record);

// Whether its writer may leave it to this owner and this team.
bool may_create(const access::Actor& actor, const Record& record);

}  // namespace rapport::records
