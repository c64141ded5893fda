// Upgrade: a database brought to the schema of this program, before anybody works on it: a copy
// first, then what is missing, then the steps. Broken off anywhere, it is gone on with by the next
// one that opens the database (docs/decisions/0038).
// Not here: turns and waiting (storage/presence.h), where the copy goes (app/moves).
#pragma once
#include <functional>
#include <set>
#include <string>
#include <vector>

#include "upgrades/state.h"
#include "upgrades/steps.h"

namespace rapport::upgrades {

struct Outcome {
  bool upgraded = false;
  Schema before, after;
  std::string backup;  // empty: none was made
};

struct Order {
  storage::Database& database;
  std::set<std::string> there;                 // names of the tables there are
  std::vector<const storage::Table*> shipped;  // that there are to be
  std::string rapport;                         // the version of this program
  const std::vector<Step>& steps;
  base::Clock& clock;
  // Returns when no other process works on the database. Called only when there are steps to do.
  std::function<void()> be_alone;
  // Makes the copy; its file, or nothing when none is wanted. Throws: there will be no upgrade.
  std::function<std::string(const Schema& before)> backup;
  // Done in the transaction that ends the upgrade: what is told of it.
  std::function<void(storage::Transaction&, const Outcome&)> also;
};

// To be called in one's turn. Throws: Error{Invalid, "newer_schema"}: nothing was changed; what the
// copy throws: nothing was changed; Error{Unavailable}: to be gone on with.
// Cost when there is nothing to do: one small query.
Outcome bring_up(const Order& order);

// Whether a newer program has announced steps that this one's work must not meet.
bool is_left_behind(storage::Database& database, const std::vector<Step>& steps);

// "newer_schema", of a database that says of itself what `theirs` tells.
[[noreturn]] void refuse_newer(const Schema& theirs, const Schema& ours);

}  // namespace rapport::upgrades
