#include "http/answers/static_files.h"

#include <fmt/format.h>

#include <functional>

#include "http/url.h"

namespace rapport::http {
namespace {

constexpr std::string_view kPacked = ".br";

struct TypeRow {
  std::string_view extension, type;
};

constexpr TypeRow kTypes[] = {
    {".html", "text/html; charset=utf-8"},
    {".js", "text/javascript; charset=utf-8"},
    {".mjs", "text/javascript; charset=utf-8"},
    {".css", "text/css; charset=utf-8"},
    {".json", "application/json"},
    {".webmanifest", "application/manifest+json"},
    {".svg", "image/svg+xml"},
    {".png", "image/png"},
    {".jpg", "image/jpeg"},
    {".webp", "image/webp"},
    {".ico", "image/x-icon"},
    {".woff2", "font/woff2"},
    {".wasm", "application/wasm"},
    {".txt", "text/plain; charset=utf-8"},
    {".map", "application/json"},
};

std::string tag_of(std::string_view bytes) {
  return fmt::format("{:016x}", std::hash<std::string_view>{}(bytes));
}

// A page address of the UI ("/deals/42"), as against a file that is missing ("/assets/x.js").
bool is_page(std::string_view name) {
  const auto last = name.substr(name.rfind('/') + 1);
  return !name.starts_with("assets/") && last.find('.') == std::string_view::npos;
}

}  // namespace

StaticFiles::StaticFiles(const std::vector<StaticFile>& files) {
  for (const auto& file : files) {
    if (!file.name.ends_with(kPacked)) assets_[file.name] = {file.bytes, {}, tag_of(file.bytes)};
  }
  for (const auto& file : files) {
    if (!file.name.ends_with(kPacked)) continue;
    const auto plain = file.name.substr(0, file.name.size() - kPacked.size());
    const auto found = assets_.find(plain);
    if (found != assets_.end()) found->second.packed = file.bytes;
  }
}

const StaticFiles::Asset* StaticFiles::find(std::string_view name) const {
  const auto found = assets_.find(name);
  return found == assets_.end() ? nullptr : &found->second;
}

Response StaticFiles::respond(const Request& request) const {
  if (request.method != Method::Get && request.method != Method::Head) {
    auto refusal = empty_response(405);
    refusal.headers.add("Allow", "GET, HEAD");
    return refusal;
  }
  auto decoded = decode_percent(std::string_view(request.path).substr(1));
  std::string name = decoded ? std::move(*decoded) : std::string("?.?");
  if (!find(name) && is_page(name)) name = "index.html";
  const auto* asset = find(name);
  if (!asset) return text_response("Not found\n", 404);

  Response response;
  response.content_type = content_type_of(name);
  const bool is_packed = !asset->packed.empty() &&
                         lists_token(request.headers.find("Accept-Encoding"), "br");
  const std::string tag = '"' + asset->tag + (is_packed ? "-br\"" : "\"");
  response.headers.add("ETag", tag);
  const bool is_hashed = name.starts_with("assets/");
  response.headers.add("Cache-Control",
                       is_hashed ? "public, max-age=31536000, immutable" : "no-cache");
  if (!asset->packed.empty()) response.headers.add("Vary", "Accept-Encoding");
  if (matches_tag(request.headers.find("If-None-Match"), tag)) {
    response.status = 304;
    return response;
  }
  if (is_packed) response.headers.add("Content-Encoding", "br");
  response.constant = is_packed ? asset->packed : asset->bytes;
  return response;
}

std::string_view StaticFiles::content_type_of(std::string_view name) {
  for (const auto& [extension, type] : kTypes) {
    if (name.ends_with(extension)) return type;
  }
  return "application/octet-stream";
}

bool matches_tag(std::string_view if_none_match, std::string_view tag) {
  while (!if_none_match.empty()) {
    const auto end = if_none_match.find(',');
    auto item = if_none_match.substr(0, end);
    while (item.starts_with(' ')) item.remove_prefix(1);
    while (item.ends_with(' ')) item.remove_suffix(1);
    if (item.starts_with("W/")) item.remove_prefix(2);
    if (item == tag || item == "*") return true;
    if (end == std::string_view::npos) return false;
    if_none_match.remove_prefix(end + 1);
  }
  return false;
}

}  // namespace rapport::http
