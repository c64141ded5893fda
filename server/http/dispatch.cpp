#include "http/dispatch.h"

#include <charconv>
#include <exception>

#include "base/limits.h"
#include "base/log.h"
#include "http/answers/compression.h"
#include "http/answers/file_response.h"
#include "http/answers/security_headers.h"

namespace rapport::http {
namespace {

namespace limits = base::limits;
using base::ErrorKind;

constexpr std::size_t kIgnoredBodyBytes = 64 * 1024;
constexpr std::size_t kTrustedBodyBytes = 64 * 1024;  // read from anybody before sign-in is checked
constexpr std::size_t kRequestIdChars = 64;

bool is_api(std::string_view path) { return path == "/api" || path.starts_with("/api/"); }

std::size_t body_limit_of(BodyKind kind) {
  switch (kind) {
    case BodyKind::None: return kIgnoredBodyBytes;
    case BodyKind::Json: return limits::kJsonBodyBytes;
    case BodyKind::Bulk: return limits::kBulkBodyBytes;
    case BodyKind::File: return limits::kFileBytes;
  }
  return 0;
}

bool may_be_large(const Request& head) {
  const auto text = head.headers.find("Content-Length");
  std::uint64_t size = 0;
  const auto result = std::from_chars(text.data(), text.data() + text.size(), size);
  return text.empty() || result.ec != std::errc() || size > kTrustedBodyBytes;
}

bool is_request_id(std::string_view text) {
  constexpr std::string_view allowed =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-";
  return !text.empty() && text.size() <= kRequestIdChars &&
         text.find_first_not_of(allowed) == std::string_view::npos;
}

struct RefusalRow {
  Refusal reason;
  int status;
  ErrorKind kind;
  std::string_view code;
  std::size_t limit;  // for {max}
};

constexpr RefusalRow kRefusals[] = {
    {Refusal::Malformed, 400, ErrorKind::Malformed, "malformed", 0},
    {Refusal::Slow, 408, ErrorKind::Malformed, "request_timeout", 0},
    {Refusal::BodyTooLarge, 413, ErrorKind::TooLarge, "too_large", 0},
    {Refusal::UrlTooLong, 414, ErrorKind::TooLarge, "too_large", limits::kUrlBytes},
    {Refusal::HeadersTooLarge, 431, ErrorKind::TooLarge, "too_large", limits::kHeaderBytes},
    {Refusal::Expectation, 417, ErrorKind::Malformed, "malformed", 0},
    {Refusal::Encoding, 501, ErrorKind::Malformed, "malformed", 0},
    {Refusal::NoUpgrade, 426, ErrorKind::Malformed, "websocket_expected", 0},
    {Refusal::Overloaded, 503, ErrorKind::Unavailable, "overloaded", 0},
    {Refusal::StorageFull, 503, ErrorKind::Unavailable, "storage_failed", 0},
};

std::string_view last_item(std::string_view list) {
  auto item = list.substr(list.rfind(',') + 1);
  while (item.starts_with(' ')) item.remove_prefix(1);
  return item;
}

void log_error(const base::Error& error, const Request& request, const Context& context) {
  const bool is_ours = status_of(error.kind) >= 500;
  if (!is_ours && error.detail.empty()) return;
  base::log(is_ours ? base::LogLevel::Error : base::LogLevel::Info, "request failed",
            {{"code", error.code}, {"detail", error.detail}, {"method", name_of(request.method)},
             {"path", request.path}, {"request", context.request_id}});
}

}  // namespace

std::optional<schema::Language> accepted_language(std::string_view field) {
  while (!field.empty()) {
    const auto item = last_item(field.substr(0, field.find(',')));
    if (const auto language = schema::parse_language(item.substr(0, 2))) return language;
    const auto comma = field.find(',');
    field = comma == std::string_view::npos ? std::string_view{} : field.substr(comma + 1);
  }
  return std::nullopt;
}

schema::Language Dispatcher::language_of(const Request& request,
                                         std::optional<schema::Language> preferred) const {
  const auto asked = accepted_language(request.headers.find("Accept-Language"));
  return asked ? *asked : preferred.value_or(options_.language);
}

Context Dispatcher::open_context(const Request& request) const {
  Context context;
  context.now = parts_.clock.now();
  context.deadline = context.now + options_.handler_time_us;
  context.services = parts_.services;
  context.language = language_of(request, std::nullopt);
  const auto given = request.headers.find("X-Request-Id");
  context.request_id = is_request_id(given) ? std::string(given) : parts_.random.hex(8);
  return context;
}

RouteMatch Dispatcher::find(const Request& request) const {
  return parts_.router.find(request.method, request.path);
}

Admission Dispatcher::admit(Request& head) {
  for (const auto& proxy : options_.trusted_proxies) {
    const auto forwarded = head.headers.find("X-Forwarded-For");
    if (head.remote_address != proxy || forwarded.empty()) continue;
    head.remote_address = std::string(last_item(forwarded));
    break;
  }
  Admission admission;
  const auto match = find(head);
  if (!match.route) {
    admission.body_limit = kIgnoredBodyBytes;
    admission.runs_inline = !is_api(head.path) && match.allow.empty();
    return admission;
  }
  const auto& route = *match.route;
  admission.body_limit = body_limit_of(route.body);
  admission.spools_body = route.body == BodyKind::File;
  admission.runs_inline = route.run_on == RunOn::Inline;
  admission.may_be_quick = route.quick != nullptr;
  admission.is_stream = route.stream != nullptr;
  admission.is_checked_first = route.body == BodyKind::File || route.body == BodyKind::Bulk ||
                               (route.body == BodyKind::Json && may_be_large(head));
  return admission;
}

Identity Dispatcher::authenticate(const RouteMatch& match, const Request& request,
                                  Context& context) {
  if (match.route && match.route->run_on == RunOn::Inline) return {};
  return parts_.authenticator.authenticate(request, context.now);
}

void Dispatcher::check_rate(const Identity& identity, const Request& request, Context& context,
                            RateLimits::Spend spend) {
  if (!limits_.bound(identity) || !is_api(request.path)) return;
  const auto now_us = parts_.clock.monotonic_us();
  const auto allowance = limits_.ask(identity, request.remote_address, now_us, spend);
  if (identity.by == SignedBy::Key || !allowance.granted) context.allowance = allowance;
  if (allowance.granted) return;
  base::Error error(ErrorKind::TooMany, "too_many_requests");
  error.arguments = {{"seconds", std::to_string(allowance.reset_s)}};
  throw error;
}

void Dispatcher::admit_caller(const RouteMatch& match, const Request& request, Identity identity,
                              Context& context) {
  // An address that does not exist tells a stranger no more than one that does.
  const bool is_stranger = identity.by == SignedBy::Nobody && is_api(request.path);
  if (!match.route && is_stranger) base::fail(ErrorKind::Unauthenticated, "unauthenticated");
  if (!match.route && match.allow.empty()) base::fail(ErrorKind::NotFound, "not_found");
  if (!match.route) base::fail(ErrorKind::MethodNotAllowed, "method_not_allowed");
  check_caller(*match.route, request, identity, options_.public_origin);
  context.actor = std::move(identity.actor);
  context.is_administrator = identity.is_administrator;
  context.session = identity.session;
  context.csrf = std::move(identity.csrf);
}

std::optional<Response> Dispatcher::guarded(Step step, const Request& request, Context& context,
                                            void* outcome, std::optional<Identity> known) {
  RouteMatch match;
  try {
    match = find(request);
    auto identity = known ? std::move(*known) : authenticate(match, request, context);
    context.language = language_of(request, identity.language);
    // Who is only let send a body is asked about again when it is there.
    const bool is_look = step == &Dispatcher::pass;
    check_rate(identity, request, context,
               is_look ? RateLimits::Spend::Nothing : RateLimits::Spend::One);
    admit_caller(match, request, std::move(identity), context);
    (this->*step)(match, request, context, outcome);
    return std::nullopt;
  } catch (const base::Error& error) {
    log_error(error, request, context);
    if (error.kind == ErrorKind::Internal) return unknown_failure({}, request, context);
    auto response = problem(error, context);
    if (response.status == 405) response.headers.add_default("Allow", match.allow);
    return response;
  } catch (const std::exception& exception) {
    return unknown_failure(exception.what(), request, context);
  } catch (...) {
    return unknown_failure("an exception of another kind", request, context);
  }
}

void Dispatcher::run_handler(const RouteMatch& match, const Request& request, Context& context,
                             void* outcome) {
  auto& response = *static_cast<Response*>(outcome);
  if (!match.route->handler) base::fail(ErrorKind::Malformed, "websocket_expected");
  const auto& route = *match.route;
  response = route.handler({request, context, match.parameters, route.parameters});
  open_file(response);
}

void Dispatcher::run_quickly(const RouteMatch& match, const Request& request, Context& context,
                             void* outcome) {
  auto& response = *static_cast<std::optional<Response>*>(outcome);
  const auto& route = *match.route;
  response = route.quick({request, context, match.parameters, route.parameters});
}

void Dispatcher::run_stream(const RouteMatch& match, const Request& request, Context& context,
                            void* outcome) {
  auto& opening = *static_cast<StreamOpening*>(outcome);
  const auto& route = *match.route;
  opening.listener = route.stream({request, context, match.parameters, route.parameters});
}

Response Dispatcher::problem(const base::Error& error, const Context& context, int status) const {
  return problem_response(error, parts_.words, {context.language, context.request_id}, status);
}

Response Dispatcher::unknown_failure(std::string_view what, const Request& request,
                                     const Context& context) const {
  if (!what.empty()) {
    base::log(base::LogLevel::Error, "request failed",
              {{"detail", what}, {"method", name_of(request.method)}, {"path", request.path},
               {"request", context.request_id}});
  }
  base::Error error(ErrorKind::Internal, "internal");
  error.arguments = {{"request", context.request_id}};
  return problem(error, context);
}

Response Dispatcher::respond(Request& request) {
  const auto began_us = parts_.clock.monotonic_us();
  Context context = open_context(request);
  const auto match = find(request);
  Response response;
  if (!match.route && match.allow.empty() && !is_api(request.path)) {
    response = parts_.static_files.respond(request);
  } else if (auto refusal = guarded(&Dispatcher::run_handler, request, context, &response)) {
    response = std::move(*refusal);
  }
  finish(response, request, context, began_us);
  return response;
}

std::optional<Response> Dispatcher::respond_quickly(const Request& request) {
  const auto began_us = parts_.clock.monotonic_us();
  auto identity = parts_.authenticator.recall(request);
  if (!identity) return std::nullopt;
  Context context = open_context(request);
  std::optional<Response> response;
  auto spender = limits_.bound(*identity) ? identity : std::nullopt;
  auto refusal =
      guarded(&Dispatcher::run_quickly, request, context, &response, std::move(identity));
  if (refusal) response = std::move(refusal);
  if (response)
    finish(*response, request, context, began_us);
  else if (spender)  // the worker's handler is asked about again
    limits_.give_back(*spender, request.remote_address);
  return response;
}

std::optional<Response> Dispatcher::precheck(const Request& head) {
  const auto began_us = parts_.clock.monotonic_us();
  Context context = open_context(head);
  auto refusal = guarded(&Dispatcher::pass, head, context, nullptr);
  if (refusal) finish(*refusal, head, context, began_us);
  return refusal;
}

StreamOpening Dispatcher::open_stream(const Request& request) {
  const auto began_us = parts_.clock.monotonic_us();
  Context context = open_context(request);
  StreamOpening opening;
  if (auto refusal = guarded(&Dispatcher::run_stream, request, context, &opening)) {
    opening.listener.reset();
    opening.refusal = std::move(*refusal);
    finish(opening.refusal, request, context, began_us);
  }
  return opening;
}

Response Dispatcher::refuse(Refusal reason, const Admission& admission, const Request* head) {
  static const Request none;
  const Request& request = head ? *head : none;
  const Context context = open_context(request);
  const RefusalRow* row = kRefusals;
  while (row->reason != reason) ++row;
  base::Error error(row->kind, std::string(row->code));
  const auto limit = reason == Refusal::BodyTooLarge ? admission.body_limit : row->limit;
  if (limit > 0) error.arguments = {{"max", size_text(limit, context.language)}};
  Response response = problem(error, context, row->status);
  finish(response, request, context, parts_.clock.monotonic_us());
  return response;
}

void Dispatcher::finish(Response& response, const Request& request, const Context& context,
                        std::int64_t began_us) {
  compress(response, request.headers.find("Accept-Encoding"));
  response.headers.add("X-Request-Id", context.request_id);
  add_security_headers(response, request, options_.public_origin);
  if (context.allowance)
    context.allowance->tell(response.headers);
  else if (response.status == 429)  // of guesses of a password
    response.headers.add("RateLimit", "\"sign-in\";r=0;t=" +
                                          std::string(response.headers.find("Retry-After")));
  if (is_api(request.path)) response.headers.add_default("Cache-Control", "no-store");
  const auto duration_us = parts_.clock.monotonic_us() - began_us;
  parts_.metrics.count(response.status, duration_us);
  if (options_.access_log == AccessLog::Off) return;
  base::log(base::LogLevel::Info, "request",
            {{"method", name_of(request.method)}, {"path", request.path},
             {"status", std::to_string(response.status)}, {"us", std::to_string(duration_us)},
             {"from", request.remote_address}, {"request", context.request_id}});
}

PieceState Dispatcher::next_piece(Response& response, std::string& piece) {
  try {
    return response.produce(piece) ? PieceState::More : PieceState::Last;
  } catch (const std::exception& exception) {
    base::log(base::LogLevel::Error, "an answer broke off", {{"detail", exception.what()}});
  } catch (...) {
    base::log(base::LogLevel::Error, "an answer broke off");
  }
  return PieceState::Broken;
}

bool Dispatcher::begin(StreamListener& listener, std::shared_ptr<StreamSession> session) {
  parts_.metrics.stream_opened();
  try {
    listener.on_open(std::move(session));
    return true;
  } catch (const std::exception& exception) {
    base::log(base::LogLevel::Error, "a stream failed", {{"detail", exception.what()}});
  } catch (...) {
    base::log(base::LogLevel::Error, "a stream failed");
  }
  return false;
}

bool Dispatcher::deliver(StreamListener& listener, std::string_view text) {
  try {
    listener.on_text(text);
    return true;
  } catch (const std::exception& exception) {
    base::log(base::LogLevel::Error, "a stream failed", {{"detail", exception.what()}});
  } catch (...) {
    base::log(base::LogLevel::Error, "a stream failed");
  }
  return false;
}

void Dispatcher::end(StreamListener& listener) {
  parts_.metrics.stream_closed();
  try {
    listener.on_close();
  } catch (const std::exception& exception) {
    base::log(base::LogLevel::Error, "a stream failed", {{"detail", exception.what()}});
  } catch (...) {
    base::log(base::LogLevel::Error, "a stream failed");
  }
}

}  // namespace rapport::http
