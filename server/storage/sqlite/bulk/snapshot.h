// One moment of an SQLite file: its tables row by row, or the whole file page by page, while others
// write to it.
#pragma once
#include "storage/bulk/bulk.h"

namespace rapport::storage::sqlite {

// Throws: Error{Unavailable}: there is no such file, or it is not a database.
std::unique_ptr<Snapshot> take_snapshot(const std::string& path);

}  // namespace rapport::storage::sqlite
