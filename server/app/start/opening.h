// Opening a database: in one's turn among those who open it, brought to the schema of this program,
// and then at work beside others.
// Not here: what an upgrade does (upgrades/), the company that works on it (company.h).
#pragma once
#include <memory>
#include <vector>

#include "app/company.h"
#include "storage/presence.h"

namespace rapport::app {

// Waits until it is this process's turn to open the database. Throws: Error{Unavailable}.
std::unique_ptr<storage::Presence> take_turn(const CompanyOptions& options);

// Brings it to the shipped tables. `presence`: in its turn; null for a database in the making,
// which nobody else sees: no copy is made of it. Throws: as upgrades::bring_up.
void bring_up(const CompanyOptions& options, storage::Presence* presence,
              storage::Database& database, const std::vector<const storage::Table*>& shipped);

// The turn is the next one's; from now on this process is at work.
void begin_work(storage::Presence& presence);

// Whether this process must end, because a newer one is to change what it stands on. Throws:
// Error{Unavailable}.
bool must_give_way(storage::Presence& presence, storage::Database& database);

}  // namespace rapport::app
