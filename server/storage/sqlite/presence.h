// Presence on an SQLite file: locks of a file beside it.
// Not here: what the locks are for (storage/presence.h).
#pragma once
#include "storage/presence.h"

namespace rapport::storage::sqlite {

std::unique_ptr<Presence> open_presence(const std::string& path);

}  // namespace rapport::storage::sqlite
