#include "http/message.h"

#include <array>
#include <cctype>

namespace rapport::http {
namespace {

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; }

std::string_view trim_blanks(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

// Cuts the text up to the separator off the front of `rest`.
std::string_view next_part(std::string_view& rest, char separator) {
  const auto end = rest.find(separator);
  const auto part = rest.substr(0, end);
  rest = end == std::string_view::npos ? std::string_view{} : rest.substr(end + 1);
  return trim_blanks(part);
}

// ";q=0", ";q=0.0", ";q=0.000" forbid a token. Source: RFC 9110, section 12.4.2.
bool weighs_nothing(std::string_view parameters) {
  while (!parameters.empty()) {
    const auto part = next_part(parameters, ';');
    if (part.size() < 3 || lower(part[0]) != 'q' || part[1] != '=') continue;
    return part.find_first_not_of("0.", 2) == std::string_view::npos;
  }
  return false;
}

}  // namespace

std::string_view name_of(Method method) {
  constexpr std::array<std::string_view, 8> names{"GET",   "HEAD",   "POST",    "PUT",
                                                  "PATCH", "DELETE", "OPTIONS", "OTHER"};
  return names[static_cast<std::size_t>(method)];
}

bool is_safe(Method method) {
  return method == Method::Get || method == Method::Head || method == Method::Options;
}

std::string_view reason_of(int status) {
  switch (status) {
    case 101: return "Switching Protocols";
    case 200: return "OK";
    case 201: return "Created";
    case 202: return "Accepted";
    case 204: return "No Content";
    case 206: return "Partial Content";
    case 302: return "Found";
    case 303: return "See Other";
    case 304: return "Not Modified";
    case 400: return "Bad Request";
    case 401: return "Unauthorized";
    case 403: return "Forbidden";
    case 404: return "Not Found";
    case 405: return "Method Not Allowed";
    case 408: return "Request Timeout";
    case 409: return "Conflict";
    case 412: return "Precondition Failed";
    case 413: return "Content Too Large";
    case 414: return "URI Too Long";
    case 415: return "Unsupported Media Type";
    case 416: return "Range Not Satisfiable";
    case 417: return "Expectation Failed";
    case 422: return "Unprocessable Content";
    case 426: return "Upgrade Required";
    case 428: return "Precondition Required";
    case 429: return "Too Many Requests";
    case 431: return "Request Header Fields Too Large";
    case 500: return "Internal Server Error";
    case 501: return "Not Implemented";
    case 503: return "Service Unavailable";
    default: return "Status";
  }
}

bool equal_ignoring_case(std::string_view a, std::string_view b) {
  if (a.size() != b.size()) return false;
  for (std::size_t i = 0; i < a.size(); ++i) {
    if (lower(a[i]) != lower(b[i])) return false;
  }
  return true;
}

void Headers::add(std::string_view name, std::string_view value) {
  fields_.push_back({static_cast<std::uint32_t>(bytes_.size()),
                     static_cast<std::uint32_t>(name.size()),
                     static_cast<std::uint32_t>(value.size())});
  bytes_ += name;
  const auto value_begin = bytes_.size();
  bytes_ += value;
  for (auto i = value_begin; i < bytes_.size(); ++i) {
    const auto byte = static_cast<unsigned char>(bytes_[i]);
    if ((byte < 0x20 && byte != '\t') || byte == 0x7F) bytes_[i] = ' ';
  }
}

void Headers::add_default(std::string_view name, std::string_view value) {
  if (!has(name)) add(name, value);
}

std::string_view Headers::find(std::string_view name) const {
  for (std::size_t i = 0; i < fields_.size(); ++i) {
    const auto [field_name, value] = (*this)[i];
    if (equal_ignoring_case(field_name, name)) return value;
  }
  return {};
}

std::size_t Headers::count(std::string_view name) const {
  std::size_t found = 0;
  for (std::size_t i = 0; i < fields_.size(); ++i) {
    found += equal_ignoring_case((*this)[i].first, name);
  }
  return found;
}

std::pair<std::string_view, std::string_view> Headers::operator[](std::size_t index) const {
  const auto& field = fields_[index];
  const std::string_view bytes = bytes_;
  return {bytes.substr(field.begin, field.name_size),
          bytes.substr(field.begin + field.name_size, field.value_size)};
}

bool lists_token(std::string_view field_value, std::string_view token) {
  while (!field_value.empty()) {
    auto item = next_part(field_value, ',');
    const auto name = next_part(item, ';');
    if (equal_ignoring_case(name, token)) return !weighs_nothing(item);
  }
  return false;
}

std::optional<std::string_view> Request::find_query(std::string_view name) const {
  for (const auto& [key, value] : query) {
    if (key == name) return value;
  }
  return std::nullopt;
}

std::string_view Request::cookie(std::string_view name) const {
  for (std::size_t i = 0; i < headers.size(); ++i) {
    auto [field, rest] = headers[i];
    if (!equal_ignoring_case(field, "Cookie")) continue;
    while (!rest.empty()) {
      auto pair = next_part(rest, ';');
      if (next_part(pair, '=') == name) return pair;
    }
  }
  return {};
}

Response json_response(std::string body, int status) {
  Response response;
  response.status = status;
  response.content_type = "application/json";
  response.body = std::move(body);
  return response;
}

Response text_response(std::string body, int status) {
  Response response;
  response.status = status;
  response.content_type = "text/plain; charset=utf-8";
  response.body = std::move(body);
  return response;
}

Response empty_response(int status) {
  Response response;
  response.status = status;
  return response;
}

}  // namespace rapport::http
