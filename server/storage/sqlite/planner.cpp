#include "storage/sqlite/planner.h"

#include <algorithm>

#include "base/clock.h"
#include "storage/sql/merged_walk.h"
#include "storage/sqlite/substrings.h"

namespace rapport::storage::sqlite {

namespace {

constexpr std::int64_t kGatherLimit = 3000;
constexpr std::int64_t kEntriesPerRow = 10;  // walked in the time of reading a row by its number
// After a walk that found too little, more are gathered than it would be worth otherwise.
constexpr std::int64_t kGatherAfterWalk = 150'000;
constexpr std::int64_t kRememberUs = 5'000'000;
constexpr std::int64_t kRememberWalkUs = 60'000'000;
constexpr std::size_t kRememberedCounts = 10'000;

bool is_indexed_test(const Table& table, const Condition& part) {
  if (part.kind == Condition::Kind::Any) {
    for (const auto& child : part.children)
      if (!is_indexed_test(table, child) && !is_link_test(table, child)) return false;
    return true;
  }
  if (part.kind == Condition::Kind::All) {
    for (const auto& child : part.children)
      if (is_indexed_test(table, child)) return true;
    return false;
  }
  if (part.kind != Condition::Kind::Compare || part.left.source != 0 ||
      part.left.transform != Transform::None || !leads_index(table, part.left.column))
    return false;
  switch (part.test) {
    case Test::Equal:
    case Test::In:
    case Test::Less:
    case Test::LessEqual:
    case Test::Greater:
    case Test::GreaterEqual:
      return true;
    default:
      return false;
  }
}

// One row at most: nothing to weigh.
bool is_unique_test(const Table& table, const Condition& part) {
  if (part.kind != Condition::Kind::Compare || part.left.source != 0 || part.test != Test::Equal)
    return false;
  for (const auto& index : table.indexes)
    if (index.unique && index.columns.size() == 1 && index.columns[0] == part.left.column)
      return true;
  return part.left.column == "rid";
}

// Rows of one value of a column lie in its index in the order of the index's next column, and that
// may be the order asked for.
bool holds_order(const Query& query, const Condition& part) {
  const auto& table = *query.table;
  if (!is_indexed_test(table, part) || part.kind != Condition::Kind::Compare ||
      part.test != Test::Equal)
    return false;
  std::string wanted = "rid";
  if (!query.order.empty()) {
    const auto& first = query.order.front().expression;
    if (first.source != 0 || first.transform != Transform::None) return false;
    wanted = first.column;
  }
  for (const auto& index : table.indexes) {
    if (index.columns.front() != part.left.column) continue;
    if ((index.columns.size() == 1 ? "rid" : index.columns[1]) == wanted) return true;
  }
  return false;
}

// A page is read off the index of an equality when that has its order, no further than its end.
void keep_order(const Query& query, const std::vector<const Condition*>& parts, AccessPath& path) {
  if (query.order_is_optional || !query.measures.empty()) return;
  if (path.kind == AccessPath::Kind::Condition)
    path.in_order = holds_order(query, *parts[path.part]);
  for (std::size_t i = 0; path.kind == AccessPath::Kind::Free && i < parts.size(); ++i)
    if (holds_order(query, *parts[i]))
      path = {.kind = AccessPath::Kind::Condition, .part = i, .in_order = true};
}

bool order_has_index(const Query& query) {
  if (query.order.empty()) return true;  // by row number
  const auto& first = query.order.front().expression;
  return first.source == 0 && first.transform == Transform::None &&
         leads_index(*query.table, first.column);
}

bool may_walk(const Query& query) {
  return query.measures.empty() && !query.order_is_optional && query.limit > 0 &&
         order_has_index(query);
}

// Indexes hold live rows only, or only those in the bin: without saying so none can be used.
Condition bin_tests(const Query& query) {
  std::vector<Condition> tests;
  for (const auto* part : top_level_parts(query.where)) {
    const auto& test = part->kind == Condition::Kind::Not ? part->children.front() : *part;
    if (test.kind == Condition::Kind::Compare && test.test == Test::IsNull && test.left.source == 0)
      tests.push_back(*part);
  }
  return all_of(std::move(tests));
}

void append_cell(std::string& key, const Cell& value) {
  key += static_cast<char>('0' + value.index());
  if (const auto* number = std::get_if<std::int64_t>(&value))
    key += std::to_string(*number);
  else if (const auto* text = std::get_if<std::string>(&value))
    key += *text;
  else if (const auto* id = std::get_if<base::Id>(&value))
    key += id->raw();
  key += '\x1f';
}

std::string probe_key(const std::string& sql, const std::vector<Cell>& values) {
  std::string key = sql;
  for (const auto& value : values) append_cell(key, value);
  return key;
}

}  // namespace

namespace {

Statement numbers_of(const Query& query, const Condition& part) {
  Query alone;
  alone.table = query.table;
  alone.columns = {Expression{0, "rid"}};
  alone.joins = query.joins;  // the part may speak of them
  alone.where = all_of({part, bin_tests(query)});
  alone.joins = joins_of_order(alone);
  alone.order_is_optional = true;
  return SqlWriter(dialect()).select(alone);
}

// Row numbers of what satisfies any of the alternatives, each by its own index.
Statement numbers_of_any(const Query& query, const Condition& part) {
  Statement out;
  for (const auto& child : part.children) {
    auto statement = is_link_test(*query.table, child)
                         ? SqlWriter(dialect()).found_by(query, child)
                         : numbers_of(query, child);
    out.text += (out.text.empty() ? "" : " UNION ALL ") + statement.text;
    out.values.insert(out.values.end(), statement.values.begin(), statement.values.end());
  }
  return out;
}

}  // namespace

std::int64_t Planner::remembered(Connection& connection, const Statement& statement) {
  auto key = probe_key(statement.text, statement.values);
  auto now = base::system_clock().monotonic_us();
  {
    std::lock_guard lock(mutex_);
    auto it = counts_.find(key);
    if (it != counts_.end() && it->second.until_us > now) return it->second.count;
  }
  auto count = connection.integer(statement);
  std::lock_guard lock(mutex_);
  if (counts_.size() > kRememberedCounts) counts_.clear();
  counts_[key] = {count, now + kRememberUs};
  return count;
}

std::int64_t Planner::probe(Connection& connection, const Query& query, const AccessPath& path,
                            const Condition& part, std::int64_t at_most) {
  if (path.kind == AccessPath::Kind::Numbers)
    return remembered(connection, {"SELECT count(*) FROM (" + path.row_numbers_sql + " LIMIT " +
                                       std::to_string(at_most) + ")",
                                   path.row_numbers_values});
  Query alone;
  alone.table = query.table;
  alone.joins = query.joins;  // the part may speak of them
  alone.where = all_of({part, bin_tests(query)});
  return remembered(connection, SqlWriter(dialect()).probe(alone, {}, at_most));
}

std::vector<AccessPath> Planner::candidates(const Query& query) {
  using Kind = AccessPath::Kind;
  auto parts = top_level_parts(query.where);
  std::vector<AccessPath> paths;
  bool substring_seen = false;
  auto by_numbers = [](AccessPath& path, Statement rows) {
    path.kind = Kind::Numbers;
    path.row_numbers_sql = std::move(rows.text);
    path.row_numbers_values = std::move(rows.values);
  };
  for (std::size_t i = 0; i < parts.size() && query.joins.size() < 64; ++i) {
    AccessPath path{.kind = Kind::Condition, .part = i};
    if (is_unique_test(*query.table, *parts[i])) return {path};
    if (may_walk(query) && bounds_order(query, *parts[i])) continue;  // it keeps within by itself
    if (is_substring_test(*query.table, *parts[i])) {
      if (substring_seen) continue;  // its candidates are those of all such tests
      substring_seen = true;
      by_numbers(path, substring_candidates(*query.table, parts));
    } else if (is_link_test(*query.table, *parts[i])) {
      by_numbers(path, SqlWriter(dialect()).found_by(query, *parts[i]));
    } else if (!is_indexed_test(*query.table, *parts[i])) {
      continue;
    } else if (parts[i]->kind == Condition::Kind::Any) {
      by_numbers(path, numbers_of_any(query, *parts[i]));
    }
    paths.push_back(std::move(path));
  }
  return paths;
}

std::optional<Planner::Choice> Planner::rarest(Connection& connection, const Query& query,
                                               std::int64_t at_most, bool has_other_way) {
  auto parts = top_level_parts(query.where);
  auto paths = candidates(query);
  // Where there is no other way, nothing has to be weighed.
  bool is_only = paths.size() == 1 &&
                 (!has_other_way || is_unique_test(*query.table, *parts[paths[0].part]));
  if (is_only) return Choice{std::move(paths[0]), 1};
  std::optional<Choice> best;
  for (auto& path : paths) {
    auto count = probe(connection, query, path, *parts[path.part], at_most);
    if (count < (best ? best->count : at_most)) best = Choice{std::move(path), count};
  }
  return best;
}

// So many of the table's rows satisfy the query, and lie as densely in the order of the walk.
bool Planner::is_walk_shorter(Connection& connection, const Query& query, std::int64_t gathered) {
  if (!may_walk(query) || query.order.empty() || gathered == 0) return false;
  const auto* index = find_index(*query.table, {query.order.front().expression.column});
  if (!index) return false;
  for (const auto* part : top_level_parts(query.where))
    if (!is_settled_by(*index, *part)) return false;
  auto rows = remembered(connection, {"SELECT max(rid) FROM " + quoted(query.table->name), {}});
  auto walked = static_cast<std::int64_t>(query.limit) * rows / gathered;
  return walked < gathered * kEntriesPerRow;
}

AccessPath Planner::choose(Connection& connection, const Query& query) {
  using Kind = AccessPath::Kind;
  auto parts = top_level_parts(query.where);
  bool walks = may_walk(query);
  auto merged = walks ? std::nullopt : merged_sort(dialect(), query);
  auto rare = rarest(connection, query, kGatherLimit + 1, walks || merged);
  AccessPath best = rare ? rare->path : AccessPath{};
  keep_order(query, parts, best);
  bool gathers = best.kind != Kind::Free && !best.in_order;
  if (gathers && rare && is_walk_shorter(connection, query, rare->count)) best = AccessPath{};
  if (best.kind != Kind::Free) return best;
  if (walks) {
    best.kind = Kind::Order;
    merged = merged_walk(dialect(), query);
  }
  if (merged) {
    best.kind = Kind::Merged;
    best.in_order = walks;
    best.row_numbers_sql = std::move(merged->text);
    best.row_numbers_values = std::move(merged->values);
  }
  return best;
}

std::optional<Planner::Choice> Planner::choose_gathering(Connection& connection,
                                                         const Query& query) {
  return rarest(connection, query, kGatherAfterWalk, true);
}

std::string Planner::place_of(const Query& query) {
  auto statement = SqlWriter(dialect()).select(query);
  return probe_key(statement.text, statement.values);
}

bool Planner::is_long_walk(const std::string& place) {
  auto now = base::system_clock().monotonic_us();
  std::lock_guard lock(mutex_);
  auto it = long_walks_.find(place);
  return it != long_walks_.end() && it->second > now;
}

void Planner::note_long_walk(std::string place) {
  auto until = base::system_clock().monotonic_us() + kRememberWalkUs;
  std::lock_guard lock(mutex_);
  if (long_walks_.size() > kRememberedCounts) long_walks_.clear();
  long_walks_[std::move(place)] = until;
}

}  // namespace rapport::storage::sqlite
