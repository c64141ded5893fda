// Handlers of batches: one change of everything a list finds, as a job.
// Not here: many different changes in one request (record_routes.h, bulk).
#pragma once
#include "http/context.h"

namespace rapport::http::batches_api {

Response begin(const Call& call);
Response list(const Call& call);
Response state(const Call& call);
Response act(const Call& call);
Response report(const Call& call);

}  // namespace rapport::http::batches_api
