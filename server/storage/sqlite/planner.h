// Chooses how rows are reached. SQLite's own planner knows no statistics of ours and nothing of
// LIMIT; we ask the indexes themselves with small bounded counts. PostgreSQL needs none of this.
#pragma once
#include <mutex>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "storage/sqlite/connection.h"

namespace rapport::storage::sqlite {

class Planner {
 public:
  // Cost: a few bounded counts (≤ kGatherLimit index entries each), remembered for a few seconds.
  AccessPath choose(Connection& connection, const Query& query);

  struct Choice {
    AccessPath path;
    std::int64_t count;
  };
  // The rarest condition that has an index, counted further; nothing when none is rare enough.
  std::optional<Choice> choose_gathering(Connection& connection, const Query& query);
  // What tells a walk from others: its table, conditions and order.
  std::string place_of(const Query& query);
  bool is_long_walk(const std::string& place);
  void note_long_walk(std::string place);

 private:
  // The conditions of a query that have an index.
  std::vector<AccessPath> candidates(const Query& query);
  // Whether a walk in the order asked for finds its rows sooner than gathering so many.
  bool is_walk_shorter(Connection& connection, const Query& query, std::int64_t gathered);
  // Of the conditions with an index, the one of fewest rows; `at_most` and more: none, if there is
  // another way to the rows.
  std::optional<Choice> rarest(Connection& connection, const Query& query, std::int64_t at_most,
                               bool has_other_way);
  std::int64_t probe(Connection& connection, const Query& query, const AccessPath& path,
                     const Condition& part, std::int64_t at_most);
  std::int64_t remembered(Connection& connection, const Statement& statement);
  struct Remembered {
    std::int64_t count, until_us;
  };
  std::mutex mutex_;
  std::unordered_map<std::string, Remembered> counts_;
  std::unordered_map<std::string, std::int64_t> long_walks_;  // until when remembered
};

}  // namespace rapport::storage::sqlite
