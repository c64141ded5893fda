#include "storage/sql/merged_walk.h"

#include <algorithm>
#include <utility>

namespace rapport::storage {

namespace {

constexpr std::size_t kMostAlternatives = 16;

bool is_plain(const Expression& expression) {
  return expression.source == 0 && expression.transform == Transform::None &&
         !expression.visible_if;
}

// (owner = A or team in (B, C) or shared) as owner = A, team = B, team = C, shared; empty when it
// is something else.
std::vector<Condition> alternatives_of(const Table& table, const Condition& part) {
  std::vector<Condition> alternatives;
  if (part.kind != Condition::Kind::Any) return {};
  for (const auto& child : part.children) {
    if (is_link_test(table, child)) {
      alternatives.push_back(child);
      continue;
    }
    bool equals = child.test == Test::Equal || child.test == Test::In;
    if (child.kind != Condition::Kind::Compare || !equals || !is_plain(child.left)) return {};
    for (const auto& value : child.values)
      alternatives.push_back(compare(child.left, Test::Equal, value));
  }
  if (alternatives.size() > kMostAlternatives) return {};
  return alternatives;
}

// Whether the index has the rows of one value of the column in the order asked for. Without one
// that is the order of the row numbers.
bool has_order(const Dialect& dialect, const Index& index, const std::string& column,
               const Query& query) {
  if (index.columns.front() != column) return false;
  if (index.columns.size() == 1 && !dialect.row_number_ends_index) return false;
  auto second = index.columns.size() > 1 ? index.columns[1] : "rid";
  return second == (query.order.empty() ? "rid" : query.order.front().expression.column);
}

// Each alternative has an index with the order, which settles all other conditions too.
bool is_walkable(const Dialect& dialect, const Query& query,
                 const std::vector<const Condition*>& parts,
                 const Condition& part, const std::vector<Condition>& alternatives) {
  auto settles_others = [&](const Index& index) {
    return std::all_of(parts.begin(), parts.end(), [&](const Condition* other) {
      return other == &part || is_settled_by(index, *other);
    });
  };
  const auto& indexes = query.table->indexes;
  for (const auto& alternative : alternatives)
    if (alternative.kind == Condition::Kind::Compare &&
        std::none_of(indexes.begin(), indexes.end(), [&](const Index& index) {
          return has_order(dialect, index, alternative.left.column, query) && settles_others(index);
        }))
      return false;
  return std::any_of(alternatives.begin(), alternatives.end(), [](const Condition& alternative) {
    return alternative.kind == Condition::Kind::Compare;
  });
}

// The conditions speak of the bin as the index does: only then may it be named.
bool is_usable(const Index& index, const std::vector<const Condition*>& parts) {
  return index.where.empty() ||
         std::any_of(parts.begin(), parts.end(), [&](const Condition* part) {
           return part->kind == Condition::Kind::Compare && part->test == Test::IsNull &&
                  part->left.source == 0 && index.where == part->left.column + " IS NULL";
         });
}

bool tells_order(const Index& index, const Query& query) {
  auto tells = [&](const Order& key) {
    const auto& e = key.expression;
    if (e.source == 0) return index.holds(e.column) && !e.visible_if;
    return std::any_of(query.joins.begin(), query.joins.end(), [&](const Source& join) {
      return join.number == e.source && join.parent == 0 && join.kind.empty() &&
             index.holds(join.parent_column);
    });
  };
  return std::all_of(query.order.begin(), query.order.end(), tells);
}

// The index that tells the order and all conditions of one value of the column; null without one.
const Index* telling_index(const Query& query, const std::vector<const Condition*>& parts,
                           const Condition& part, const std::string& column) {
  for (const auto& index : query.table->indexes) {
    if (index.columns.front() != column || !is_usable(index, parts) ||
        !tells_order(index, query))
      continue;
    if (std::all_of(parts.begin(), parts.end(), [&](const Condition* other) {
          return other == &part || is_settled_by(index, *other);
        }))
      return &index;
  }
  return nullptr;
}

std::string order_of(const Dialect& dialect, const Query& query) {
  std::string text;
  std::size_t column = 2;
  for (const auto& key : query.order) {
    text += std::to_string(column++);
    text += key.descending ? " DESC" : "";
    text += key.descending ? dialect.nulls_last : dialect.nulls_first;
    text += ',';
  }
  bool descending = query.order.empty() || query.order.front().descending;
  return text + (descending ? "1 DESC" : "1");
}

enum class Reach { Walked, Sorted };

// The beginning of the page as far as one alternative has it, with the keys of the order. What
// `others` have is left out.
Statement beginning_of(const Dialect& dialect, const Query& query,
                       const std::vector<const Condition*>& parts,
                       const Condition& part, const Condition& alternative, Reach reach,
                       const std::vector<Condition>& others) {
  bool is_link = alternative.kind == Condition::Kind::Exists;
  std::vector<Condition> conditions;
  if (!is_link) conditions.push_back(alternative);
  if (!others.empty()) conditions.push_back(negate(any_of(others)));
  for (const auto* other : parts)
    if (other != &part) conditions.push_back(*other);
  Query own = query;
  own.where = all_of(std::move(conditions));
  for (const auto& key : query.order) own.columns.push_back(key.expression);
  // These are few and in no order: all of them are looked at.
  if (is_link) {
    auto found = SqlWriter(dialect).found_by(query, alternative);
    AccessPath numbers{.kind = AccessPath::Kind::Numbers};
    numbers.row_numbers_sql = std::move(found.text);
    numbers.row_numbers_values = std::move(found.values);
    return SqlWriter(dialect).select(own, numbers);
  }
  auto own_parts = top_level_parts(own.where);
  AccessPath path{.kind = AccessPath::Kind::Condition, .in_order = reach == Reach::Walked};
  if (reach == Reach::Sorted) {
    path.index = telling_index(query, parts, part, alternative.left.column);
    path.backwards = path.index && query.order.front().descending;
  }
  while (own_parts[path.part]->test != Test::Equal ||
         own_parts[path.part]->left.column != alternative.left.column)
    ++path.part;
  return SqlWriter(dialect).select(own, path);
}

Statement merged(const Dialect& dialect, const Query& query,
                 const std::vector<const Condition*>& parts,
                 const Condition& part, const std::vector<Condition>& alternatives,
                 Reach reach) {
  // Rows of an alternative without an index that tells all are read, as few as can be.
  std::vector<Condition> told;
  auto is_told = [&](const Condition& alternative) {
    return telling_index(query, parts, part, alternative.left.column) != nullptr;
  };
  if (reach == Reach::Sorted)
    std::copy_if(alternatives.begin(), alternatives.end(), std::back_inserter(told), is_told);
  Statement out{"SELECT * FROM (", {}};
  bool is_first = true;
  for (const auto& alternative : alternatives) {
    bool is_whole = reach == Reach::Walked || is_told(alternative);
    auto beginning = beginning_of(dialect, query, parts, part, alternative, reach,
                                  is_whole ? std::vector<Condition>{} : told);
    out.text += std::exchange(is_first, false) ? "SELECT * FROM (" : " UNION SELECT * FROM (";
    append(out, beginning, dialect);
    out.text += ") one";
  }
  out.text += ") merged ORDER BY " + order_of(dialect, query) +
              " LIMIT " + std::to_string(query.limit);
  return out;
}

}  // namespace

bool leads_index(const Table& table, const std::string& column) {
  for (const auto& index : table.indexes)
    if (index.columns.front() == column) return true;
  return !table.key.empty() ? table.key.front() == column : column == "rid";
}

bool is_link_test(const Table& table, const Condition& part) {
  if (part.kind != Condition::Kind::Exists || part.source.parent != 0 || !part.joins.empty() ||
      !leads_index(table, part.source.parent_column))
    return false;
  bool found = false;
  for (const auto& child : part.children) {
    if (child.kind != Condition::Kind::Compare || child.left.source != part.source.number ||
        child.left.visible_if)
      return false;
    found = found || ((child.test == Test::Equal || child.test == Test::In) &&
                      child.left.transform == Transform::None &&
                      leads_index(*part.source.table, child.left.column));
  }
  return found;
}

const Index* find_index(const Table& table, const std::vector<std::string>& first_columns) {
  for (const auto& index : table.indexes)
    if (index.columns.size() >= first_columns.size() &&
        std::equal(first_columns.begin(), first_columns.end(), index.columns.begin()))
      return &index;
  return nullptr;
}

bool is_settled_by(const Index& index, const Condition& part) {
  using Kind = Condition::Kind;
  if (part.kind == Kind::Always || part.kind == Kind::Never) return true;
  if (part.kind == Kind::Exists) return false;
  if (part.kind == Kind::Compare) {
    const auto& column = part.left.column;
    bool is_bin_test = part.test == Test::IsNull && index.where.find(column) != std::string::npos;
    return part.left.source == 0 && !part.left.visible_if && (is_bin_test || index.holds(column));
  }
  return std::all_of(part.children.begin(), part.children.end(),
                     [&](const Condition& child) { return is_settled_by(index, child); });
}

namespace {
bool asks_for_numbers(const Query& query) {
  return query.columns.size() == 1 && query.columns[0].column == "rid" && query.limit > 0 &&
         query.offset == 0 && query.measures.empty();
}
}  // namespace

std::optional<Statement> merged_walk(const Dialect& dialect, const Query& query) {
  if (!asks_for_numbers(query)) return std::nullopt;
  for (const auto& key : query.order)
    if (!is_plain(key.expression)) return std::nullopt;
  auto parts = top_level_parts(query.where);
  for (const auto* part : parts) {
    auto alternatives = alternatives_of(*query.table, *part);
    if (is_walkable(dialect, query, parts, *part, alternatives))
      return merged(dialect, query, parts, *part, alternatives, Reach::Walked);
  }
  return std::nullopt;
}

std::optional<Statement> merged_sort(const Dialect& dialect, const Query& query) {
  if (!asks_for_numbers(query) || query.order.empty()) return std::nullopt;
  auto parts = top_level_parts(query.where);
  for (const auto* part : parts) {
    auto alternatives = alternatives_of(*query.table, *part);
    auto is_told = [&](const Condition& alternative) {
      return telling_index(query, parts, *part, alternative.left.column) != nullptr;
    };
    if (std::any_of(alternatives.begin(), alternatives.end(), is_told))
      return merged(dialect, query, parts, *part, alternatives, Reach::Sorted);
  }
  return std::nullopt;
}

}  // namespace rapport::storage
