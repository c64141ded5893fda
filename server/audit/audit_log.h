// The audit log: who looked at, took out and administered what, when and from where. One row for an
// act, only ever appended; chain.h makes it evident when one is changed afterwards.
// Not here: what changed of records. The change log says it (records/history.h).
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "storage/database.h"

namespace rapport::audit {

// Kinds of acts. The word of a kind and of an act are what screens and programs know them by.
inline constexpr std::string_view kView = "view", kExport = "export", kSignIn = "sign_in",
                                  kAdministration = "administration", kAlarm = "alarm";
// Not an act: from where a call came that changed something. The change log has the person and the
// instant of the call, by which it is found.
inline constexpr std::string_view kCall = "call";

// Acts that are counted for alarms.
inline constexpr std::string_view kOpened = "record", kListed = "list", kExported = "export";

// Where an act comes from.
struct Origin {
  std::string address, agent;
};

struct Entry {
  base::Instant at = 0;
  std::string_view kind, act;  // "view", "record"
  base::Id actor;              // nil: nobody that is known, or the program
  std::string entity = {};     // may be empty
  base::Id record = {};        // may be nil
  std::int64_t count = 1;      // of records that it is about
  std::string details = {};    // a JSON object, or empty
  Origin origin = {};
};

// at, kind, act, actor, entity, record, count, details, address, agent.
const storage::Table& audit_log_table();

void append(storage::Transaction& transaction, const Entry& entry);

// Where the person's call of exactly that instant came from.
Origin origin_of_call(storage::Transaction& transaction, const base::Id& actor, base::Instant at);

// The first row number at or after `from`, as rows are nearly in the order of time; of any table
// with a row number and the column "at". Cost: some 30 reads of one row.
std::int64_t first_row_since(storage::Transaction& transaction, const storage::Table& table,
                             base::Instant from);

// Tables of this folder, for the migration.
std::vector<const storage::Table*> tables();

}  // namespace rapport::audit
