// Kept files: what people attached, beside the chains, each as a locked file of its own. Contents
// never change, so each is kept once.
// Not here: which of them belong to a moment: its database says it.
#pragma once
#include <filesystem>
#include <functional>

#include "backup/format/lock.h"
#include "base/clock.h"
#include "files/file_store.h"

namespace rapport::backup {

struct FilesPlan {
  files::FileStore& files;       // of the company
  std::filesystem::path folder;  // of the moments
  Lock lock;
  std::int64_t keep_us = 0;  // what the company has no more is kept for so long
};

// Brings in what is new, and removes what has been gone for long. `goes_on` is asked before each.
// Throws: std::runtime_error: the disk; Error{Unavailable}: the store.
void keep_files(const FilesPlan& plan, base::Random& random, const std::function<bool()>& goes_on);

// A content out of them; false: it is not kept. Throws: Unusable; what the store throws.
bool give_back_file(const std::filesystem::path& folder, const Lock& lock, const base::Id& id,
                    files::FileStore& to);

}  // namespace rapport::backup
