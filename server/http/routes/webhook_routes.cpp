#include "http/routes/webhook_routes.h"

#include "http/routes/record_request.h"
#include "webhooks/webhooks.h"

namespace rapport::http::webhook_api {

// With an Idempotency-Key the answer is kept for a day, and the secret with it, so that who lost
// the answer gets it once more.
Response create(const Call& call) {
  auto context = context_of(call);
  auto body = body_of(call);
  auto response = write_once(call, context, [&](storage::Transaction& transaction) {
    auto made = webhooks::create_hook(transaction, context, body);
    auto created = record_response(std::move(made.json), 1, 201);
    created.headers.add("Location", "/api/v1/webhooks/" + made.id.text());
    return created;
  });
  response.headers.add("Cache-Control", "no-store");
  return response;
}

Response deliveries(const Call& call) {
  auto limit = page_size_of(call, base::limits::kPageDefault);
  std::string cursor(call.query("cursor").value_or(""));
  return json_response(call.context.services->webhooks->deliveries(context_of(call), id_of(call),
                                                                   limit, cursor));
}

Response send_again(const Call& call) {
  return json_response(call.context.services->webhooks->send_again(
      context_of(call), id_of(call), id_of(call, "delivery")));
}

}  // namespace rapport::http::webhook_api
