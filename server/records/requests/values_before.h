// What fields were before a change, in the form in which they are written again: kept by what can
// be undone as a whole, imports and batches. Not here: the change log (history.h).
#pragma once
#include "base/json.h"
#include "records/changes.h"

namespace rapport::records {

// The fields that `changes` names, as they are in `before`: {"amount":{…},"tags":["a"]}.
base::json::object values_before(storage::Transaction& transaction, const Context& context,
                                 const Record& before, const Changes& changes);

}  // namespace rapport::records
