// Handlers of records: the same for every entity. Each names what it needs and calls the record
// engine.
#pragma once
#include "http/context.h"

namespace rapport::http::records_api {

Response list(const Call& call);
Response query(const Call& call);
Response find_duplicates(const Call& call);
Response duplicate_groups(const Call& call);
Response file_duplicate_groups(const Call& call);
Response mark_different(const Call& call);
Response create(const Call& call);
Response get(const Call& call);
std::optional<Response> get_quickly(const Call& call);
Response update(const Call& call);
Response remove(const Call& call);
Response restore(const Call& call);
Response bulk(const Call& call);
Response timeline(const Call& call);
Response history(const Call& call);
Response stages(const Call& call);
Response related(const Call& call);
Response tie(const Call& call);
Response untie(const Call& call);
Response act(const Call& call);
Response upsert(const Call& call);
Response aggregate(const Call& call);
Response changes(const Call& call);

}  // namespace rapport::http::records_api
