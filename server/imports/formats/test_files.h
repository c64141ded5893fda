// For the tests of this folder: the outside files, and files of one's own that vanish with the
// test.
#pragma once
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iostream>
#include <string>
#include <unistd.h>
#include <vector>

#include "base/error.h"
#include "imports/formats/table.h"

namespace rapport::imports {

// The folder of outside files: RAPPORT_TESTDATA, or ../shared/data beside the project. Empty when
// absent.
std::filesystem::path test_data();

// A test without its files says so where it is seen.
#define NEEDS_TEST_DATA()                                               \
  if (test_data().empty()) {                                            \
    std::cerr << "\n*** SKIPPED: no outside files: RAPPORT_TESTDATA\n"; \
    GTEST_SKIP();                                                       \
  }

class TempFile {
 public:
  explicit TempFile(std::string_view bytes = {}, const std::string& suffix = ".bin")
      : path_(std::filesystem::temp_directory_path() /
              ("rapport-" + std::to_string(getpid()) + "-" + std::to_string(++count()) + suffix)) {
    std::ofstream(path_, std::ios::binary).write(bytes.data(), static_cast<long>(bytes.size()));
  }
  ~TempFile() { std::filesystem::remove(path_); }
  const std::filesystem::path& path() const { return path_; }

 private:
  static int& count() {
    static int made = 0;
    return made;
  }
  std::filesystem::path path_;
};

inline std::string read_whole(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

struct WholeTable {
  std::vector<std::string> columns;
  std::vector<std::vector<std::string>> rows;
  std::vector<std::vector<CellType>> types;
  std::vector<std::int64_t> lines;
};

inline WholeTable read_table(const std::filesystem::path& path, const TableOptions& options = {}) {
  WholeTable table;
  auto reader = open_table(path, options);
  table.columns = reader->columns();
  Row row;
  while (reader->next(row)) {
    table.rows.emplace_back(row.cells.begin(), row.cells.end());
    table.types.push_back(row.types);
    table.lines.push_back(row.line);
  }
  return table;
}

// The code of the error that reading ends with, and a named argument of it; "" when all is read.
struct Refusal {
  std::string code;
  base::MessageArguments arguments;

  std::string argument(std::string_view name) const {
    for (const auto& [key, value] : arguments) {
      if (key == name) return value;
    }
    return {};
  }
};

inline Refusal refusal_of(const std::filesystem::path& path, const TableOptions& options = {}) {
  try {
    read_table(path, options);
  } catch (const base::Error& error) {
    return {error.code, error.arguments};
  }
  return {};
}

}  // namespace rapport::imports
