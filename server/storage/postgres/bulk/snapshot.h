// One moment of a PostgreSQL database, table by table, while others write to it.
// Not here: its file. It has none that one could take.
#pragma once
#include "storage/bulk/bulk.h"

namespace rapport::storage::postgres {

// Throws: Error{Unavailable, "database_unavailable"}.
std::unique_ptr<Snapshot> take_snapshot(const std::string& url);

}  // namespace rapport::storage::postgres
