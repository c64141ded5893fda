// Making a backup: one moment of a company, with its files and its key, as blocks in a file.
// Not here: which ones are kept for how long (retention.h).
#pragma once
#include <filesystem>
#include <string>

#include "backup/format/lock.h"
#include "backup/format/manifest.h"
#include "backup/transfer.h"
#include "files/file_store.h"

namespace rapport::backup {

struct Order {
  std::string database;             // path or postgres://…
  files::FileStore* files = nullptr;  // outlives the making; null: only the database is kept
  std::filesystem::path key;        // the file of the key of secrets; kept in a locked backup only
  std::filesystem::path output;
  Lock lock;
  std::string version;  // of this program
  std::string chain = {};  // of changes that it is the base of (moments/)
};

struct Made {
  Manifest manifest;
  std::int64_t bytes = 0;  // of the backup
  std::int64_t missing_files = 0;
};

// While others work. Memory: some 20 MB, whatever there is to keep. Throws: std::runtime_error,
// Error: nothing is left then.
Made make_backup(const Order& order, base::Clock& clock, base::Random& random,
                 const Progress& progress);

}  // namespace rapport::backup
