// Going back: the database of a moment, of the base that was made last before it and what changed
// from then on; and whether one could.
// Not here: the model of what comes out (app/moves).
#pragma once
#include <filesystem>

#include "backup/restore.h"

namespace rapport::backup {

struct MomentOrder {
  std::filesystem::path folder;  // of the moments
  Lock lock;
  base::Instant moment = 0;
  std::string version;             // of this program
  std::filesystem::path key_file;  // of the key of secrets that is there already; may be missing
  files::FileStore* files = nullptr;  // where contents go; null: into the folder
};

struct WentBack {
  Manifest base;
  bool has_key = false;
  base::Instant last_change = 0;  // that is in it; of the base, when nothing changed since
  std::int64_t files = 0, missing_files = 0;
};

// What one can go back to.
struct Reach {
  base::Instant first = 0, last = 0;  // the base of the first chain, and the last change kept
  std::int64_t chains = 0, pieces = 0;
};

// Reads every byte of all chains that have a base, without writing anything; what people attached
// is not looked at. Throws: Unusable, with the name of the first file that is missing or damaged.
Reach check_moments(const std::filesystem::path& folder, const Lock& lock,
                    const std::string& version, const Progress& progress);

// Fills the folder with an SQLite company; its database has been checked. Throws: Unusable: it is
// before the first base, or a piece is missing or damaged: what() says up to when one can go.
WentBack go_back(NewFolder& folder, const MomentOrder& order, const Progress& progress);

}  // namespace rapport::backup
