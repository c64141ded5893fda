// What a handler is given: the request, who asks, and the services of the program.
// The actor belongs to access/, the services to whoever composes the program; both are only named.
#pragma once
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "http/message.h"
#include "schema/strings.h"

namespace rapport::access {
struct Actor;
}

namespace rapport::http {

struct Services;

// What a caller may still do, as the headers of an answer tell it (rate_limits.h).
struct Allowance {
  bool granted = true;
  std::int64_t per_minute = 0;  // 0: unlimited
  std::int64_t remaining = 0;
  std::int64_t reset_s = 0;  // granted: until the bucket is full; else until the next request

  // RateLimit and RateLimit-Policy. Source: draft-ietf-httpapi-ratelimit-headers-09.
  void tell(Headers& headers) const;
};

struct Context {
  std::shared_ptr<const access::Actor> actor;  // null when nobody is signed in
  bool is_administrator = false;
  base::Id session;  // nil when signed in by a key
  std::string csrf;  // the token of that session
  schema::Language language = schema::Language::En;
  std::string request_id;
  base::Instant now = 0;
  base::Instant deadline = 0;
  Services* services = nullptr;
  std::optional<Allowance> allowance;  // told in the answer
};

// Values of {names} in a route's pattern, decoded.
using PathParameters = std::vector<std::pair<std::string_view, std::string>>;

// A query parameter of a route, as the OpenAPI document tells it.
struct QueryParameter {
  std::string_view name;
  std::string_view schema;   // JSON
  std::string_view meaning;  // a sentence without its point
};

// One request on its way through a handler. Lifetime: the call.
struct Call {
  const Request& request;
  const Context& context;
  const PathParameters& parameters;
  std::span<const QueryParameter> known = {};  // those of the route

  // The value of a parameter of the route's pattern; empty when the pattern has no such name.
  std::string_view parameter(std::string_view name) const {
    for (const auto& [key, value] : parameters) {
      if (key == name) return value;
    }
    return {};
  }

  // The value of a query parameter. Throws: std::logic_error for one that is not among `known`: it
  // would be missing in the OpenAPI document.
  std::optional<std::string_view> query(std::string_view name) const;
};

}  // namespace rapport::http
