// State: which schema a database has, as it says itself: a row for each upgrade, begun or done.
// Not here: how one is done (upgrade.h).
#pragma once
#include <optional>
#include <string>

#include "base/clock.h"
#include "storage/database.h"

namespace rapport::upgrades {

// What a schema is known by. Programs of different numbers cannot work on one database at a time;
// what has the same number and another digest only has more, or fewer, tables, columns and indexes.
struct Schema {
  std::int64_t number = 0;  // of the last step (steps.h); 0: before there were any
  std::string digest;       // of the shipped tables; empty: not known
  std::string rapport;      // the version of the program: "0.1.0"; empty: not known
};

// number, digest, rapport, step (the last one that is done), backup (its file; empty: none was
// made), announced_at, began_at (of changing; null: not yet), done_at (null: not yet).
const storage::Table& upgrades_table();

struct Upgrade {
  std::int64_t row = 0;
  Schema to;
  std::int64_t step = 0;
  std::string backup;
  std::optional<base::Instant> began_at, done_at;
};

struct State {
  std::optional<Upgrade> done;       // the last one that is
  std::optional<Upgrade> announced;  // one after it, which is going on or was broken off
};

// The table must be there.
State read_state(storage::Database& database);

// Hexadecimal; of names, types, keys and indexes, in whichever order the tables come.
std::string digest_of(const std::vector<const storage::Table*>& tables);

// Whether a program that makes `theirs` is newer than one that makes `ours`, so that the latter
// would not understand what it finds.
bool is_newer(const Schema& theirs, const Schema& ours);

}  // namespace rapport::upgrades
