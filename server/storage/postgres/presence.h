// Presence on PostgreSQL: advisory locks of a session of its own.
// Not here: what the locks are for (storage/presence.h).
#pragma once
#include "storage/presence.h"

namespace rapport::storage::postgres {

std::unique_ptr<Presence> open_presence(const std::string& url);

}  // namespace rapport::storage::postgres
