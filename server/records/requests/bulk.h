// Bulk: many creations, changes and deletions of one entity in one piece of work, with a result for
// each. Every one goes through the pipeline of RecordService.
#pragma once
#include "base/json.h"
#include "records/service.h"

namespace rapport::records {

// {"create":[{…}],"update":[{"id",…,"version"?}],"delete":[ID or {"id","version"?}],"atomic":bool},
// at most kBulkItems in all. → {"results":[{"status":201,"id","version"},
// {"status":422,"code","errors":[{"field","code","message"}]},…]}, in the order create, update,
// delete; a duplicate has "candidates", a stale one "current".
// Atomic: when one fails nothing is done. Throws: Error{Malformed} for the body as a whole;
// Error{Invalid, "atomic_rolled_back"} with the wrong fields ("create[1].subject") and the results
// as extension; errors of the storage.
std::string run_bulk(storage::Transaction& transaction, const Context& context,
                     const schema::EntityDef& entity, const base::json::value& body,
                     OnDuplicate on_duplicate);

}  // namespace rapport::records
