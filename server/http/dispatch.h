// From a request to its answer: route, caller, handler, errors, headers, measures.
// The only place of the HTTP side that catches everything.
#pragma once
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/error.h"
#include "http/guard.h"
#include "http/answers/metrics.h"
#include "http/answers/problem.h"
#include "http/rate_limits.h"
#include "http/responder.h"
#include "http/router.h"
#include "http/answers/static_files.h"

namespace rapport::http {

enum class AccessLog { Off, On };

struct DispatchOptions {
  std::string public_origin;                 // "https://crm.example.com"; empty when unknown
  std::vector<std::string> trusted_proxies;  // addresses whose X-Forwarded-For is believed
  schema::Language language = schema::Language::En;  // for those who name none
  std::int64_t handler_time_us = 30'000'000;         // Context::deadline
  AccessLog access_log = AccessLog::Off;
  std::int64_t requests_per_minute = 0;  // of a key or session; 0: as many as they like
};

// Lifetime: everything referred to outlives the dispatcher.
struct DispatchParts {
  const Router& router;
  Authenticator& authenticator;
  const Words& words;
  const StaticFiles& static_files;
  Metrics& metrics;
  base::Clock& clock;
  base::Random& random;
  Services* services = nullptr;
};

class Dispatcher : public Responder {
 public:
  Dispatcher(DispatchParts parts, DispatchOptions options)
      : parts_(parts), options_(std::move(options)), limits_(options_.requests_per_minute) {}

  Admission admit(Request& head) override;
  Response refuse(Refusal reason, const Admission& admission, const Request* head) override;
  std::optional<Response> precheck(const Request& head) override;
  Response respond(Request& request) override;
  std::optional<Response> respond_quickly(const Request& request) override;
  PieceState next_piece(Response& response, std::string& piece) override;
  StreamOpening open_stream(const Request& request) override;
  bool deliver(StreamListener& listener, std::string_view text) override;
  bool begin(StreamListener& listener, std::shared_ptr<StreamSession> session) override;
  void end(StreamListener& listener) override;

 private:
  using Step = void (Dispatcher::*)(const RouteMatch&, const Request&, Context&, void* outcome);

  Context open_context(const Request& request) const;
  RouteMatch find(const Request& request) const;
  Identity authenticate(const RouteMatch& match, const Request& request, Context& context);
  void admit_caller(const RouteMatch& match, const Request& request, Identity identity,
                    Context& context);
  // Throws: Error{TooMany} for a caller who has none left.
  void check_rate(const Identity& identity, const Request& request, Context& context,
                  RateLimits::Spend spend);
  // Runs a step behind authentication; an error becomes the answer. `known`: who it is, if that
  // has been found out.
  std::optional<Response> guarded(Step step, const Request& request, Context& context,
                                  void* outcome, std::optional<Identity> known = std::nullopt);
  void pass(const RouteMatch&, const Request&, Context&, void*) {}
  void run_handler(const RouteMatch& match, const Request& request, Context& context, void* out);
  void run_quickly(const RouteMatch& match, const Request& request, Context& context, void* out);
  void run_stream(const RouteMatch& match, const Request& request, Context& context, void* out);
  Response problem(const base::Error& error, const Context& context, int status = 0) const;
  Response unknown_failure(std::string_view what, const Request& request,
                           const Context& context) const;
  // What every answer carries, and its line in the log and in the measures.
  void finish(Response& response, const Request& request, const Context& context,
              std::int64_t began_us);
  schema::Language language_of(const Request& request,
                               std::optional<schema::Language> preferred) const;

  const DispatchParts parts_;
  const DispatchOptions options_;
  RateLimits limits_;
};

// The first language we speak of an Accept-Language field.
std::optional<schema::Language> accepted_language(std::string_view field);

}  // namespace rapport::http
