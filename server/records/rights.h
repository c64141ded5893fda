// Rights of a record at hand: what the query asks of rows (access/policy.h), asked of one of them.
// Not here: fields (access::field_access).
#pragma once
#include "access/policy.h"
#include "records/record.h"

namespace rapport::records {

bool may(const access::Actor& actor, const Record& record, access::Action action);

}  // namespace rapport::records
