// Chain: what makes it evident that somebody changed or took away entries of the audit log or of
// the change log behind the program's back (docs/decisions/0028). Entries are sealed in the order
// of their numbers, some hundred at a time, by one piece of code in a transaction of its own: each
// entry's hash covers it and the hash before it, keyed with the key that lies beside the database.
// Not here: what an entry says (audit_log.h).
#pragma once
#include <atomic>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "storage/database.h"

namespace rapport::audit {

// A keyed hash as hexadecimal digits, the same on all nodes of a company.
using KeyedHash = std::function<std::string(std::string_view)>;

// at, source (a table's name), first, last (row numbers), entries, marks, hash, emptied.
const storage::Table& seals_table();

struct Verdict {
  std::int64_t sealed = 0, waiting = 0;  // entries: whose hashes are right, that have none yet
  // The first entry that is not what was sealed: "audit_log 17"; where one is missing: "after
  // audit_log 16"; or what is wrong beside entries: "audit_state head".
  std::optional<std::string> broken;
};

// Threads: safe. Lifetime: the database and the tables outlive it.
class Chain {
 public:
  // `sources`: tables with a row number and the column "at", to which rows are only appended.
  Chain(storage::Database& database, KeyedHash hash, std::vector<const storage::Table*> sources);

  // Seals what waits, a bounded piece; true when more does. It does nothing when the database was
  // sealed with another key, or the end of the chain is not what it was: what was broken stays so.
  bool seal(base::Instant now);

  // Takes away the entries of the audit log from before a moment, whole seals of them; the seals
  // stay. A bounded piece; returns how many entries.
  std::int64_t remove_before(base::Instant before);

  // Looks at every entry. Cost: some 3 µs each.
  Verdict verify();

 private:
  struct Seal {
    std::int64_t number = 0, at = 0, first = 0, last = 0, entries = 0;
    std::string source, marks, hash;
    bool emptied = false;
  };
  std::optional<Seal> last_seal(storage::Transaction& transaction);
  std::vector<Seal> seals_after(storage::Transaction& transaction, std::int64_t number);
  // Up to which row each source is sealed; read on from the last seal that was looked at before.
  struct Sealed {
    std::int64_t seal = 0;  // the last one looked at
    std::map<std::string, std::int64_t> rows;
    std::int64_t of(const storage::Table& source) const;
  };
  Sealed sealed(storage::Transaction& transaction);
  std::int64_t last_sealed(storage::Transaction& transaction, const storage::Table& source);
  bool has_waiting(storage::Transaction& transaction, const Sealed& sealed);
  bool is_ours(storage::Transaction& transaction);
  std::string head_of(std::int64_t number, const std::string& hash) const;
  std::string begin_hash(const std::string& before, const Seal& seal) const;
  Seal seal_rows(storage::Transaction& transaction, const storage::Table& source,
                 std::int64_t after, const std::string& before, base::Instant now);
  // Nothing when all entries are those that were sealed; else where the first one is not.
  std::optional<std::string> compare(storage::Transaction& transaction, const Seal& seal,
                                     const std::string& before);

  storage::Database& database_;
  KeyedHash hash_;
  std::vector<const storage::Table*> sources_;
  std::atomic<bool> is_stopped_ = false;  // told once
  std::mutex sealed_mutex_;
  Sealed sealed_;  // what others have committed, and we
};

}  // namespace rapport::audit
