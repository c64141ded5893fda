// What the record routes share: entity, id, body, list parameters and preconditions out of a call,
// and the work in a transaction under the caller's rights.
#pragma once
#include "base/json.h"
#include "http/context.h"
#include "http/services.h"
#include "records/requests/bulk.h"
#include "records/listing.h"
#include "records/service.h"

namespace rapport::http {

// The caller's context; `source` says what caused the changes ("action:convert").
records::Context context_of(const Call& call, std::string source = {});

// Throws: Error{NotFound} for an unknown entity or an id that is none.
const schema::EntityDef& entity_of(const Call& call, const records::Context& context);
base::Id id_of(const Call& call, std::string_view parameter = "id");

// Throws: Error{Malformed} for JSON that is none.
base::json::value body_of(const Call& call);

// Those of filter q sort fields limit cursor count deleted that were sent; others are passed over.
records::ListRequest list_request_of(const Call& call);
// The same out of a JSON body.
records::ListRequest list_request_of(const base::json::value& body);

// If-Match: "7" → 7. Throws: Error{Malformed} for anything else than a version or *.
std::optional<std::int64_t> expected_version_of(const Call& call);
records::OnDuplicate on_duplicate_of(const Call& call);

Response record_response(std::string json, std::int64_t version, int status = 200);

// A limit as query parameter. Throws: Error{Malformed}.
std::size_t parse_limit(std::string_view text);
// The parameter limit, within 1 and limits::kPageMax.
std::size_t page_size_of(const Call& call, std::size_t otherwise);

// Runs `work` in a write transaction; with an Idempotency-Key a repeat gets the first answer.
using WriteWork = std::function<Response(storage::Transaction&)>;
Response write_once(const Call& call, const records::Context& context, const WriteWork& work);

}  // namespace rapport::http
