// Fills an empty PostgreSQL database in one transaction, tables first, then rows by COPY, then
// indexes.
#pragma once
#include "storage/bulk/bulk.h"

namespace rapport::storage::postgres {

// Throws: Error{Unavailable}, Error{Invalid, "database_not_empty"}.
std::unique_ptr<Loader> begin_load(const std::string& url);

}  // namespace rapport::storage::postgres
