// The named steps of the save pipeline that look only at the record itself.
// Not here: their order (service.cpp).
#pragma once
#include "records/changes.h"
#include "records/model.h"
#include "records/record.h"

namespace rapport::records {

// The wished values into the record.
void apply_changes(Record& record, const Changes& changes);
// Defaults of the entity file, the company's currency, owner and team of the actor.
void apply_defaults(const Context& context, Record& record);
// email ⇄ first of emails, phone ⇄ first of phones; currency of money without one.
void settle_contact_points(Record& record, const Changes& changes);
void settle_currencies(const Context& context, Record& record);
// An Error for each required field without a value; on update only for those that were emptied now.
void check_required(const Record& record, const Record* before,
                    std::vector<base::FieldError>& errors);

}  // namespace rapport::records
