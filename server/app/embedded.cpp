#include "app/embedded.h"

#include <algorithm>
#include <cstdint>
#include <span>

extern "C" {
struct RapportEmbeddedFile {
  const char* name;
  const char* begin;
  std::uint64_t size;
};
extern const RapportEmbeddedFile rapport_embedded_files[];
extern const std::uint64_t rapport_embedded_count;
}

namespace rapport::app {

namespace {
std::span<const RapportEmbeddedFile> files() { return {rapport_embedded_files, rapport_embedded_count}; }
}  // namespace

std::optional<std::string_view> embedded_file(std::string_view name) {
  auto all = files();
  auto it = std::lower_bound(all.begin(), all.end(), name,
                             [](const auto& file, std::string_view wanted) { return file.name < wanted; });
  if (it == all.end() || it->name != name) return std::nullopt;
  return std::string_view(it->begin, it->size);
}

std::vector<schema::SourceFile> entity_files() {
  constexpr std::string_view kPrefix = "entities/";
  std::vector<schema::SourceFile> found;
  for (const auto& file : files()) {
    std::string_view name(file.name);
    if (name.starts_with(kPrefix) && name.ends_with(".json"))
      found.push_back({std::string(name.substr(kPrefix.size())), {file.begin, file.size}});
  }
  return found;
}

}  // namespace rapport::app
