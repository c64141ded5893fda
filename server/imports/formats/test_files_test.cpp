#include "imports/formats/test_files.h"

#include <cstdlib>

namespace rapport::imports {

std::filesystem::path test_data() {
  namespace fs = std::filesystem;
  if (const char* named = std::getenv("RAPPORT_TESTDATA"))
    return fs::is_directory(named) ? named : "";
  for (auto root = fs::current_path(); root != root.root_path(); root = root.parent_path()) {
    auto beside = root.parent_path() / "shared" / "data";
    if (fs::exists(root / "CMakeLists.txt") && fs::is_directory(beside)) return beside;
  }
  return {};
}

}  // namespace rapport::imports
