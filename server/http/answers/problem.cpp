#include "http/answers/problem.h"

#include "base/json.h"

namespace rapport::http {
namespace {

using base::ErrorKind;

struct KindRow {
  ErrorKind kind;
  int status;
  std::string_view title;  // code of the message
};

constexpr KindRow kKinds[] = {
    {ErrorKind::Malformed, 400, "title_malformed"},
    {ErrorKind::Unauthenticated, 401, "title_unauthenticated"},
    {ErrorKind::Forbidden, 403, "title_forbidden"},
    {ErrorKind::NotFound, 404, "title_not_found"},
    {ErrorKind::MethodNotAllowed, 405, "title_method_not_allowed"},
    {ErrorKind::Duplicate, 409, "title_duplicate"},
    {ErrorKind::Stale, 412, "title_stale"},
    {ErrorKind::TooLarge, 413, "title_too_large"},
    {ErrorKind::UnsupportedMedia, 415, "title_unsupported_media"},
    {ErrorKind::Invalid, 422, "title_invalid"},
    {ErrorKind::TooMany, 429, "title_too_many_requests"},
    {ErrorKind::Internal, 500, "title_internal"},
    {ErrorKind::Unavailable, 503, "title_unavailable"},
};

const KindRow& row_of(ErrorKind kind) {
  for (const auto& row : kKinds) {
    if (row.kind == kind) return row;
  }
  return row_of(ErrorKind::Internal);
}

std::string_view argument(const base::Error& error, std::string_view name) {
  for (const auto& [key, value] : error.arguments) {
    if (key == name) return value;
  }
  return {};
}

void append_errors(base::JsonWriter& json, const base::Error& error, const Words& words,
                   schema::Language language) {
  if (error.fields.empty()) return;
  json.key("errors").begin_array();
  for (const auto& field : error.fields) {
    json.begin_object().member("field", std::string_view(field.field));
    json.member("code", std::string_view(field.code));
    const auto message = words.text(language, field.code, field.arguments);
    json.member("message", std::string_view(message)).end_object();
  }
  json.end_array();
}

void add_headers(Response& response, const base::Error& error) {
  const auto seconds = argument(error, "seconds");
  if (response.status == 401) {
    response.headers.add("WWW-Authenticate", "Bearer realm=\"rapport\"");
  } else if (response.status == 429) {
    response.headers.add("Retry-After", seconds.empty() ? "1" : seconds);
  } else if (response.status == 503) {
    response.headers.add("Retry-After", seconds.empty() ? "2" : seconds);
  }
}

}  // namespace

int status_of(ErrorKind kind) { return row_of(kind).status; }

Response problem_response(const base::Error& error, const Words& words, const Audience& audience,
                          int status) {
  const auto& row = row_of(error.kind);
  const auto language = audience.language;
  Response response;
  response.status = status == 0 ? row.status : status;
  response.content_type = "application/problem+json";
  base::JsonWriter json(response.body);
  const auto type = "urn:rapport:problem:" + error.code;
  const auto title = words.text(language, row.title, {});
  const auto detail = words.text(language, error.code, error.arguments);
  json.begin_object().member("type", std::string_view(type));
  json.member("title", std::string_view(title)).member("status", response.status);
  json.member("detail", std::string_view(detail));
  json.member("code", std::string_view(error.code)).member("request_id", audience.request_id);
  append_errors(json, error, words, language);
  if (!error.extension_json.empty()) json.next_value() += error.extension_json;
  json.end_object();
  add_headers(response, error);
  return response;
}

std::string size_text(std::size_t bytes, schema::Language language) {
  constexpr std::size_t kilo = 1024, mega = kilo * kilo;
  const bool is_russian = language == schema::Language::Ru;
  const bool is_large = bytes >= mega;
  const std::string_view unit = is_large ? (is_russian ? " МБ" : " MB")
                                         : (is_russian ? " КБ" : " KB");
  return std::to_string(bytes / (is_large ? mega : kilo)).append(unit);
}

}  // namespace rapport::http
