// What signing in asks of the entity users: its e-mail and whether the person may act at all.
// The table itself is made from the Schema; here are the few columns that queries name.
#pragma once
#include <optional>
#include <string>

#include "storage/database.h"

namespace rapport::access {

// Not one of the tables to migrate.
const storage::Table& sign_in_user_table();

// Adds the person to a query: join on `parent_column` of the query's table, and the condition
// that the person exists, is active and not in the recycle bin.
void require_active_user(storage::Query& query, const std::string& parent_column);

bool is_active_user(storage::Transaction& transaction, const base::Id& user);

// The e-mail of a person; nothing when unknown or in the recycle bin.
std::optional<std::string> email_of_user(storage::Transaction& transaction, const base::Id& user);

}  // namespace rapport::access
