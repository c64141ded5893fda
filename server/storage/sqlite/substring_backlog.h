// New rows wait for their substring index until many can be entered at once, which costs a fraction
// of entering a few with each commit. Until then a search looks at them themselves.
#pragma once
#include <unordered_map>

#include "storage/sqlite/connection.h"

namespace rapport::storage::sqlite {

// How far each table's rows are in their index.
std::string create_substring_state_sql();
Statement set_indexed_to(const Table& table, std::int64_t rid);
bool knows_indexed_to(Connection& connection, const Table& table);
std::int64_t indexed_to(Connection& connection, const Table& table);
// SQL: the row numbers that are not in the index yet.
std::string not_indexed_sql(const Table& table);

// Threads: that of the writer.
class SubstringBacklog {
 public:
  void note_insert(const Table& table);
  bool is_empty() const { return waiting_.empty(); }
  bool is_due() const;
  // Enters all that waits, within the writer's transaction.
  void index(Connection& connection);

 private:
  // The table itself may be gone by then: a changed schema brings another of the same name.
  struct Waiting {
    Table table;
    std::int64_t rows = 0;
  };
  std::unordered_map<std::string, Waiting> waiting_;
};

}  // namespace rapport::storage::sqlite
