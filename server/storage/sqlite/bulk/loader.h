// Fills a new SQLite file as fast as it goes, without a journal: nothing of it is safe before it is
// whole.
#pragma once
#include "storage/bulk/bulk.h"

namespace rapport::storage::sqlite {

// Throws: Error{Invalid, "database_not_empty"}: the file is there.
std::unique_ptr<Loader> begin_load(const std::string& path);

}  // namespace rapport::storage::sqlite
