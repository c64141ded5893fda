// The engine for a company that outgrew one machine: sessions of a PostgreSQL server, of which one
// writes.
#pragma once
#include <memory>
#include <string>

#include "storage/database.h"

namespace rapport::storage::postgres {

// Throws: Error{Unavailable, "database_unavailable"}.
std::unique_ptr<Database> open(const std::string& url, const OpenOptions& options);

}  // namespace rapport::storage::postgres
