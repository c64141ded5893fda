// Restoring a backup: into a new data folder, and an empty database of either engine.
// Not here: the model and the audit of what was restored (app/moves).
#pragma once
#include <memory>

#include "backup/new_folder.h"
#include "backup/reading.h"
#include "files/file_store.h"
#include "storage/bulk/bulk.h"

namespace rapport::backup {

struct RestoreOrder {
  std::filesystem::path backup;
  Lock lock;
  std::string version;   // of this program
  std::string postgres;  // address of the database; empty: SQLite, in the folder
  std::filesystem::path key_file;  // of the key of secrets that is there already; may be missing
  files::FileStore* files = nullptr;  // where contents go; null: into the folder
};

struct Restored {
  Found found;
  // The database, filled and not yet there; null when it lies in the folder as a whole file.
  std::unique_ptr<storage::Loader> loader;
};

// Fills the folder, and proves what is in it by the counts of the backup. To be put in place by the
// caller, or given up. Throws: Unusable; std::runtime_error: no room, another key is there.
Restored restore_into(NewFolder& folder, const RestoreOrder& order, const Progress& progress);

}  // namespace rapport::backup
