// Bulk: many creations, changes and deletions of one entity in one call, with a result for each in order.
// Each goes through the whole pipeline of a save.
#pragma once
#include "records/service.h"

namespace rapport::records {

// {"create":[…],"update":[{"id",…,"version"?}],"delete":[id | {"id","version"?}],"atomic":bool} → {"results":[{"status","id",
// "errors"?}]}. With atomic a wrong item undoes all: Error{Invalid} whose fields are "create[3].amount" …
// Limits: limits::kBulkItems.
std::string run_bulk(storage::Transaction& transaction, const Context& context, const schema::EntityDef& entity,
                     const base::json::value& body, OnDuplicate on_duplicate);

}  // namespace rapport::records
