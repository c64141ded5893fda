// Home layouts: how each person has arranged the own desktop, word for word as the screen sent it.
// Nobody else reads it. Not here: what a widget shows (web/src/modules/home).
#pragma once
#include <optional>
#include <string>

#include "base/json.h"
#include "storage/database.h"

namespace rapport::crm {

const storage::Table& home_layouts_table();  // user, layout

// JSON as it was put; nothing for whom the usual arrangement holds.
std::optional<std::string> home_layout(storage::Transaction& transaction, const base::Id& user);

// {"widgets":[{"kind":"…",…},…]}, up to 40 widgets and 32 KiB.
// Throws: Error{Invalid} on "widgets" for anything else.
void put_home_layout(storage::Transaction& transaction, const base::Id& user,
                     const base::json::value& layout);

// Back to the usual arrangement.
void forget_home_layout(storage::Transaction& transaction, const base::Id& user);

}  // namespace rapport::crm
