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
std::span<const RapportEmbeddedFile> files() {
  return {rapport_embedded_files, rapport_embedded_count};
}
}  // namespace

std::optional<std::string_view> embedded_file(std::string_view name) {
  auto all = files();
  auto it = std::lower_bound(
      all.begin(), all.end(), name,
      [](const auto& file, std::string_view wanted) { return file.name < wanted; });
  if (it == all.end() || it->name != name) return std::nullopt;
  return std::string_view(it->begin, it->size);
}

std::vector<std::pair<std::string_view, std::string_view>> embedded_files(std::string_view prefix) {
  std::vector<std::pair<std::string_view, std::string_view>> found;
  for (const auto& file : files()) {
    std::string_view name(file.name);
    if (name.starts_with(prefix))
      found.push_back({name.substr(prefix.size()), {file.begin, file.size}});
  }
  return found;
}

std::vector<schema::SourceFile> entity_files() {
  std::vector<schema::SourceFile> found;
  for (const auto& [name, text] : embedded_files("entities/"))
    if (name.ends_with(".json")) found.push_back({std::string(name), text});
  return found;
}

}  // namespace rapport::app
