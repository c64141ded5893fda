#include "storage/sqlite/substring_backlog.h"

#include "storage/sqlite/substrings.h"

namespace rapport::storage::sqlite {

namespace {

// Entering so many takes some 20 ms, in which other writers wait; looking at so many costs a search
// some 2 ms.
constexpr std::int64_t kMostWaiting = 500;

// Whose state it is, with the lengths of the pieces: an index of other pieces is none of ours. The
// name of a table needs no escapes.
std::string state_of(const Table& table) { return table.name + " 1-3"; }
std::string literal(const Table& table) { return "'" + state_of(table) + "'"; }

}  // namespace

std::string create_substring_state_sql() {
  return "CREATE TABLE IF NOT EXISTS substring_state(name TEXT PRIMARY KEY, rid INTEGER) "
         "WITHOUT ROWID";
}

Statement set_indexed_to(const Table& table, std::int64_t rid) {
  return {"INSERT OR REPLACE INTO substring_state VALUES(?,?)",
          {Cell(state_of(table)), Cell(rid)}};
}

bool knows_indexed_to(Connection& connection, const Table& table) {
  return connection.integer(
             {"SELECT count(*) FROM substring_state WHERE name=" + literal(table), {}}) > 0;
}

std::int64_t indexed_to(Connection& connection, const Table& table) {
  return connection.integer({"SELECT rid FROM substring_state WHERE name=" + literal(table), {}});
}

std::string not_indexed_sql(const Table& table) {
  return "SELECT rid FROM " + quoted(table.name) +
         " WHERE rid>(SELECT rid FROM substring_state WHERE name=" + literal(table) + ")";
}

void SubstringBacklog::note_insert(const Table& table) {
  auto it = waiting_.find(table.name);
  if (it == waiting_.end()) it = waiting_.emplace(table.name, Waiting{table}).first;
  ++it->second.rows;
}

bool SubstringBacklog::is_due() const {
  std::int64_t count = 0;
  for (const auto& [name, waiting] : waiting_) count += waiting.rows;
  return count >= kMostWaiting;
}

void SubstringBacklog::index(Connection& connection) {
  for (const auto& [name, waiting] : waiting_) {
    const auto& table = waiting.table;
    auto last = enter_substrings(connection, table, indexed_to(connection, table));
    if (last > 0) connection.run(set_indexed_to(table, last));
  }
  waiting_.clear();
}

}  // namespace rapport::storage::sqlite
