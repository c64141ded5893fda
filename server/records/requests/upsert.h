// Upsert: create or update by the value of a field that tells records apart (external_id, email,
// inn, code).
#pragma once
#include "records/service.h"

namespace rapport::records {

// The field is unique or among the entity's duplicates; the body may leave it out, but not
// contradict it. Throws: Error{Malformed} for another field, Error{Duplicate} when several records
// have the value or the one that has it is not the actor's.
Saved upsert(storage::Transaction& transaction, const Context& context,
             const schema::EntityDef& entity, std::string_view field, std::string_view value,
             const base::json::value& body, OnDuplicate on_duplicate);

}  // namespace rapport::records
