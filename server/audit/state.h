// State of the audit: a few values by name, such as its settings and the end of the chain.
// Not here: what they mean (settings.h, chain.h).
#pragma once
#include <string>
#include <string_view>

#include "storage/database.h"

namespace rapport::audit {

// name (key), value.
const storage::Table& state_table();

// Empty when there is none.
std::string read_state(storage::Transaction& transaction, std::string_view name);
void write_state(storage::Transaction& transaction, std::string_view name, std::string value);

}  // namespace rapport::audit
