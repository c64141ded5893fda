// The embedded engine: one file, a pool of readers on snapshots, and one connection that writes.
// Not here: the search index, which has a file of its own (text_index.h).
#pragma once
#include <memory>
#include <string>

#include "storage/database.h"

namespace rapport::storage::sqlite {

// The file is created when absent. Throws: Error{Unavailable}.
std::unique_ptr<Database> open(const std::string& path, const OpenOptions& options);

}  // namespace rapport::storage::sqlite
