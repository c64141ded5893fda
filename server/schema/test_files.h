// The files of entities/ that the program ships, for tests. Only *_test.cpp files and other test
// headers include it.
#pragma once
#include <filesystem>
#include <fstream>
#include <sstream>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "schema/loader.h"

namespace rapport::schema::testing {

// Wherever below the project the test runs.
inline std::filesystem::path entities_folder() {
  for (auto folder = std::filesystem::current_path(); folder.has_relative_path();
       folder = folder.parent_path())
    if (std::filesystem::exists(folder / "entities" / "entity.schema.json"))
      return folder / "entities";
  throw std::runtime_error("run the tests inside the project");
}

inline std::vector<std::pair<std::string, std::string>> read_entities() {
  std::vector<std::pair<std::string, std::string>> files;
  auto root = entities_folder();
  for (const auto& entry : std::filesystem::recursive_directory_iterator(root)) {
    if (entry.path().extension() != ".json") continue;
    std::ifstream file(entry.path());
    std::stringstream text;
    text << file.rdbuf();
    files.emplace_back(std::filesystem::relative(entry.path(), root).generic_string(), text.str());
  }
  return files;
}

// As the loader takes them; read once.
inline std::vector<SourceFile> shipped_sources() {
  static const auto contents = read_entities();
  std::vector<SourceFile> files;
  for (const auto& [path, text] : contents) files.push_back({path, text});
  return files;
}

}  // namespace rapport::schema::testing
