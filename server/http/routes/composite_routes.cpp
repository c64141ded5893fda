#include "http/routes/composite_routes.h"

#include "base/limits.h"
#include "base/text.h"
#include "http/responder.h"
#include "http/router.h"
#include "http/routes/record_request.h"
#include "http/url.h"

namespace rapport::http::composite_api {

namespace json = base::json;
using base::ErrorKind;

namespace {

// What a part inherits from the request that brings it: who asks, and in which language. Not what
// is about the bytes of one answer, nor about a body.
constexpr std::string_view kInherited[] = {"Host",   "Cookie",         "Authorization",
                                           "Origin", "Sec-Fetch-Site", "Accept-Language",
                                           "User-Agent"};

constexpr std::size_t kShownChars = 200;

[[noreturn]] void refuse(std::string_view value, std::size_t index) {
  base::fail(ErrorKind::Malformed, "wrong_value", "paths[" + std::to_string(index) + "]",
             {{"label", "paths"},
              {"value", std::string(value)},
              {"expected", "/api/v1/… that answers JSON to GET"}});
}

Request part_of(const Call& call, std::string_view target, std::size_t index) {
  Request part;
  part.method = Method::Get;
  part.remote_address = call.request.remote_address;
  if (!target.starts_with("/api/v1/") || target.size() > base::limits::kUrlBytes ||
      !set_target(part, target))
    refuse(base::prefix_of(target, kShownChars), index);
  for (auto name : kInherited) {
    const auto value = call.request.headers.find(name);
    if (!value.empty()) part.headers.add(name, value);
  }
  // An unknown path is answered like any other: 404.
  const auto match = call.context.services->router->find(part.method, part.path);
  const bool is_json = match.route && !match.route->answers.empty() &&
                       match.route->answers.find('/') == std::string_view::npos;
  if (match.route && !is_json) refuse(target, index);
  return part;
}

std::vector<Request> parts_of(const Call& call) {
  const auto body = body_of(call);
  const auto* object = body.if_object();
  const auto* field = object ? object->if_contains("paths") : nullptr;
  const auto* paths = field ? field->if_array() : nullptr;
  if (!paths || object->size() != 1)
    base::fail(ErrorKind::Malformed, "wrong_type", "paths",
               {{"label", "paths"}, {"expected", "array"}});
  if (paths->size() > kMostPaths)
    base::fail(ErrorKind::Malformed, "too_many_values", "paths",
               {{"max", std::to_string(kMostPaths)}});
  std::vector<Request> parts;
  for (const auto& path : *paths) {
    if (!path.is_string()) refuse(json::serialize(path), parts.size());
    parts.push_back(part_of(call, path.get_string(), parts.size()));
  }
  return parts;
}

}  // namespace

Response composite(const Call& call) {
  std::string body = "{\"answers\":[";
  for (auto& part : parts_of(call)) {
    const auto answer = call.context.services->responder->respond(part);
    if (body.back() != '[') body += ',';
    body += "{\"status\":" + std::to_string(answer.status) + ",\"body\":";
    body += answer.body.empty() ? std::string_view("null") : std::string_view(answer.body);
    body += '}';
  }
  return json_response(body + "]}");
}

}  // namespace rapport::http::composite_api
