// Pages of the audit, the latest first: acts of the audit log and changes of the change log in one
// order, with the names of people and records, for administrators.
// Not here: the routes (audit_routes.h), how it is kept (audit/).
#pragma once
#include "base/json.h"
#include "records/model.h"
#include "storage/database.h"

namespace rapport::http {

// What is looked for; what is empty does not matter.
struct AuditRequest {
  std::optional<base::Id> person, record;
  std::string kind;    // view export sign_in administration alarm change
  std::string entity;
  std::optional<base::Instant> from, to;  // to: not itself
  std::size_t limit = 50;
  std::string cursor;
};

// {"items":[{"id","at","kind","act","actor":{"id","name"},"entity","record":{"id","entity","name"},
// "count","details":{…},"changes":[{"field","old","new"}],"address","agent"}],"next"}. A page may
// hold fewer than there are, or none: follow next to the end.
// Administration is also what changed of users, roles and whatever else only administrators change.
// Throws: Error{Malformed} for a cursor that is none.
// Cost: bounded, however rare what is looked for is.
std::string audit_page(storage::Transaction& transaction, const records::Context& context,
                       const AuditRequest& request);

}  // namespace rapport::http
