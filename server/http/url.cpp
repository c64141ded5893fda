#include "http/url.h"

#include "base/text.h"

namespace rapport::http {
namespace {

enum class Part { Path, Query };

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

bool is_allowed(unsigned char byte, Part part) {
  if (byte >= 0x20 && byte != 0x7F) return true;
  return part == Part::Query && (byte == '\t' || byte == '\n' || byte == '\r');
}

std::optional<std::string> decode(std::string_view text, Part part) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    char c = text[i];
    if (c == '%') {
      if (i + 2 >= text.size()) return std::nullopt;
      const int high = hex_digit(text[i + 1]), low = hex_digit(text[i + 2]);
      if (high < 0 || low < 0) return std::nullopt;
      c = static_cast<char>(high * 16 + low);
      i += 2;
    } else if (c == '+' && part == Part::Query) {
      c = ' ';
    }
    if (!is_allowed(static_cast<unsigned char>(c), part)) return std::nullopt;
    out += c;
  }
  if (!base::is_valid_utf8(out)) return std::nullopt;
  return out;
}

}  // namespace

std::optional<std::string> decode_percent(std::string_view text) {
  return decode(text, Part::Path);
}

std::optional<std::vector<std::pair<std::string, std::string>>> decode_query(
    std::string_view query) {
  std::vector<std::pair<std::string, std::string>> parameters;
  while (!query.empty()) {
    const auto end = query.find('&');
    const auto pair = query.substr(0, end);
    query = end == std::string_view::npos ? std::string_view{} : query.substr(end + 1);
    if (pair.empty()) continue;
    const auto equals = pair.find('=');
    auto name = decode(pair.substr(0, equals), Part::Query);
    const auto raw_value = equals == std::string_view::npos ? "" : pair.substr(equals + 1);
    auto value = decode(raw_value, Part::Query);
    if (!name || !value || parameters.size() == kQueryParameters) return std::nullopt;
    parameters.emplace_back(std::move(*name), std::move(*value));
  }
  return parameters;
}

std::string encode_percent(std::string_view text) {
  constexpr std::string_view digits = "0123456789ABCDEF";
  std::string out;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                       (c >= '0' && c <= '9') || c == '-' || c == '_' || c == '.' || c == '~';
    if (plain) {
      out += c;
    } else {
      out += '%';
      out += digits[byte >> 4];
      out += digits[byte & 15];
    }
  }
  return out;
}

std::optional<std::string_view> origin_form(std::string_view target) {
  if (target.starts_with('/')) return target;
  for (const std::string_view scheme : {"http://", "https://"}) {
    if (!target.starts_with(scheme)) continue;
    const auto slash = target.find('/', scheme.size());
    return slash == std::string_view::npos ? std::string_view("/") : target.substr(slash);
  }
  return std::nullopt;
}

bool set_target(Request& request, std::string_view target) {
  const auto form = origin_form(target);
  if (!form) return false;
  const auto question = form->find('?');
  std::vector<std::pair<std::string, std::string>> parameters;
  if (question != std::string_view::npos) {
    auto query = decode_query(form->substr(question + 1));
    if (!query) return false;
    parameters = std::move(*query);
  }
  request.path = form->substr(0, question);
  request.query = std::move(parameters);
  request.target = std::string(*form);
  return true;
}

std::vector<std::string_view> path_segments(std::string_view path) {
  std::vector<std::string_view> segments;
  if (path.starts_with('/')) path.remove_prefix(1);
  while (!path.empty()) {
    const auto end = path.find('/');
    segments.push_back(path.substr(0, end));
    if (end == std::string_view::npos) break;
    path.remove_prefix(end + 1);
    if (path.empty()) segments.push_back(path);
  }
  return segments;
}

}  // namespace rapport::http
