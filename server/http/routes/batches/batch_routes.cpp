#include "http/routes/batches/batch_routes.h"

#include "batches/batches.h"
#include "http/routes/record_request.h"

namespace rapport::http::batches_api {

namespace {
batches::Batches& batches_of(const Call& call) { return *call.context.services->batches; }
}  // namespace

Response begin(const Call& call) {
  return json_response(batches_of(call).begin(context_of(call), body_of(call)), 202);
}

Response list(const Call& call) { return json_response(batches_of(call).list(context_of(call))); }

Response state(const Call& call) {
  return json_response(batches_of(call).state(context_of(call), id_of(call)));
}

Response act(const Call& call) {
  return json_response(
      batches_of(call).act(context_of(call), id_of(call), call.parameter("action")));
}

Response report(const Call& call) {
  auto limit = page_size_of(call, base::limits::kPageDefault);
  auto cursor = std::string(call.query("cursor").value_or(""));
  return json_response(batches_of(call).report(context_of(call), id_of(call), cursor, limit));
}

}  // namespace rapport::http::batches_api
