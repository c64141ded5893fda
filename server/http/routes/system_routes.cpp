#include "http/routes/system_routes.h"

#include "base/text.h"
#include "crm/system/samples.h"
#include "http/live/live_changes.h"
#include "http/answers/metrics.h"
#include "http/router.h"
#include "http/routes/openapi/openapi.h"
#include "http/routes/record_request.h"
#include "search/index.h"

namespace rapport::http::system_api {

using storage::Transaction;

Response live(const Call&) {
  Response response;
  response.content_type = "application/json";
  response.constant = "{\"status\":\"live\"}";
  return response;
}

Response ready(const Call& call) {
  const auto& services = *call.context.services;
  services.database->read([](Transaction&) {});
  return json_response(services.needs_setup() ? "{\"status\":\"ready\",\"setup\":\"needed\"}"
                                              : "{\"status\":\"ready\"}");
}

// Measures tell an attacker about the company, so they are told on the machine itself only, or to
// an administrator.
Response metrics(const Call& call) {
  const auto& address = call.request.remote_address;
  bool local = address == "127.0.0.1" || address == "::1";
  if (!local || call.request.headers.has("X-Forwarded-For"))
    base::fail(base::ErrorKind::NotFound, "not_found");
  const auto& services = *call.context.services;
  auto text = services.metrics->render();
  if (auto traffic = services.files->traffic()) text += render(*traffic);
  auto response = text_response(std::move(text));
  response.content_type = "text/plain; version=0.0.4";
  return response;
}

Response openapi(const Call& call) {
  auto context = context_of(call);
  return json_response(
      openapi_json(*call.context.services->router, context, call.context.language));
}

Response search(const Call& call) {
  auto context = context_of(call);
  search::SearchRequest request;
  request.text = base::prefix_of(call.query("q").value_or(""), base::limits::kSearchQueryChars);
  if (auto entities = call.query("entities"); entities && !entities->empty())
    request.entities = base::split(*entities, ',');
  request.limit = page_size_of(call, request.limit);
  std::string body;
  call.context.services->search->follow();
  call.context.services->database->read([&](Transaction& transaction) {
    body = call.context.services->search->search(transaction, context, request);
  });
  return json_response(std::move(body));
}

std::unique_ptr<StreamListener> stream(const Call& call) {
  return call.context.services->live->listen(call);
}

Response samples(const Call& call) {
  std::string body;
  call.context.services->database->read(
      [&](Transaction& transaction) { body = crm::samples_json(transaction); });
  return json_response(std::move(body));
}

Response forecast_of_samples(const Call& call) {
  auto context = context_of(call);
  std::string body;
  call.context.services->database->read(
      [&](Transaction& transaction) { body = crm::sample_forecast(transaction, context); });
  return json_response(std::move(body));
}

Response remove_samples(const Call& call) {
  return json_response(crm::remove_samples(*call.context.services->database, context_of(call)));
}

}  // namespace rapport::http::system_api
