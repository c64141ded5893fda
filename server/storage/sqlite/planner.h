// Chooses how rows are reached. SQLite's own planner knows no statistics of ours and nothing of
// LIMIT; we ask the indexes themselves with small bounded counts. PostgreSQL needs none of this.
#pragma once
#include <mutex>
#include <string>
#include <unordered_map>

#include "storage/sqlite/connection.h"

namespace rapport::storage::sqlite {

class Planner {
 public:
  // Cost: a few bounded counts (≤ kGatherLimit index entries each), remembered for a few seconds.
  AccessPath choose(Connection& connection, const Query& query);

 private:
  std::int64_t probe(Connection& connection, const Query& query, const AccessPath& path,
                     const Condition& part);
  struct Remembered {
    std::int64_t count, until_us;
  };
  std::mutex mutex_;
  std::unordered_map<std::string, Remembered> counts_;
};

}  // namespace rapport::storage::sqlite
