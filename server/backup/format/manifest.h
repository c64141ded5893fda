// Manifest: what a backup says of itself before anything else, so that one knows whether it can be
// restored here before anything is written.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "storage/table.h"

namespace rapport::backup {

struct KeptTable {
  storage::Table table;  // without indexes
  std::int64_t rows = 0;
};

struct Manifest {
  std::string rapport;  // the version that made it: "0.1.0"
  base::Instant made_at = 0;
  std::string engine;  // "sqlite": the database is kept as its file; others: as rows
  std::int64_t image_bytes = 0;
  std::int64_t page_bytes = 4096;
  std::vector<KeptTable> tables;
  std::int64_t files = 0, file_bytes = 0;
  bool only_database = false;  // the files of people were left where they are
  std::string chain;  // of changes that it is the base of (moments/); mostly none

  bool has_image() const { return image_bytes > 0; }
  std::int64_t rows() const;
};

std::string manifest_json(const Manifest& manifest);
// `our_version`: of this program. Throws: Unusable: it is of a newer one, or makes no sense.
Manifest parse_manifest(std::string_view json, std::string_view our_version);

struct TableEnd {
  std::int64_t rows = 0, last_number = 0;
  std::string digest;
};
std::string table_end_json(const TableEnd& end);
TableEnd parse_table_end(std::string_view json);

struct BackupEnd {
  std::int64_t files = 0, file_bytes = 0, missing_files = 0;
};
std::string end_json(const BackupEnd& end);
BackupEnd parse_end(std::string_view json);

}  // namespace rapport::backup
