// The built web UI, served out of the program itself: types, tags, caching, compressed twins.
// Paths without a file lead to index.html, where the UI finds its own way.
#pragma once
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "http/message.h"

namespace rapport::http {

// A file of the UI by its path under the root: "index.html", "assets/app-1a2b.js",
// "assets/app-1a2b.js.br". Lifetime of both texts: the program's.
struct StaticFile {
  std::string_view name;
  std::string_view bytes;
};

// Threads: safe after construction.
class StaticFiles {
 public:
  explicit StaticFiles(const std::vector<StaticFile>& files);

  // 200, 304, 404, or 405 for a method that is not GET or HEAD. Files under assets/ carry a hash
  // in their name and may be kept for ever; all others are asked for again by their tag.
  Response respond(const Request& request) const;

  // The type by the name's extension.
  static std::string_view content_type_of(std::string_view name);

 private:
  struct Asset {
    std::string_view bytes, packed;  // packed: Brotli, empty when there is none
    std::string tag;
  };
  const Asset* find(std::string_view name) const;

  std::unordered_map<std::string_view, Asset> assets_;
};

// Whether If-None-Match names the tag (or is "*"). Weak comparison: RFC 9110, section 8.8.3.2.
bool matches_tag(std::string_view if_none_match, std::string_view tag);

}  // namespace rapport::http
