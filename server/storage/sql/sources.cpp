#include "storage/sql/sources.h"

#include <algorithm>

namespace rapport::storage {

namespace {

void note(const Expression& expression, ColumnsUsed& used);

void note(const Source& source, ColumnsUsed& used) {
  used[source.parent].insert(source.parent_column);
  if (!source.kind.empty()) used[source.parent].insert(source.parent_kind_column);
}

void note(const Condition& condition, ColumnsUsed& used) {
  if (condition.kind == Condition::Kind::Compare) note(condition.left, used);
  if (condition.kind == Condition::Kind::Exists) note(condition.source, used);
  for (const auto& join : condition.joins) note(join, used);
  for (const auto& child : condition.children) note(child, used);
}

void note(const Expression& expression, ColumnsUsed& used) {
  used[expression.source].insert(expression.column);
  if (expression.visible_if) note(*expression.visible_if, used);
}

void note_order(const Query& query, ColumnsUsed& used) {
  note(query.where, used);
  for (const auto& key : query.order) note(key.expression, used);
}

}  // namespace

std::vector<Source> joins_of_order(const Query& query) {
  ColumnsUsed used;
  note_order(query, used);
  std::vector<Source> joins;
  for (auto source = query.joins.rbegin(); source != query.joins.rend(); ++source) {
    if (!used.contains(source->number)) continue;
    note(*source, used);
    joins.insert(joins.begin(), *source);
  }
  return joins;
}

ColumnsUsed columns_used(const Query& query) {
  ColumnsUsed used;
  note_order(query, used);
  for (const auto& column : query.columns) note(column, used);
  for (const auto& column : query.measures) note(column.expression, used);
  for (const auto& source : query.joins) note(source, used);
  return used;
}

const Index* covering_index(const Source& source, const ColumnsUsed& used) {
  auto wanted = used.find(source.number);
  if (wanted == used.end()) return nullptr;
  for (const auto& index : source.table->indexes) {
    auto holds = [&](const std::string& column) {
      return column == "rid" || std::find(index.columns.begin(), index.columns.end(), column) !=
                                    index.columns.end();
    };
    if (index.where.empty() && index.columns.front() == source.column &&
        std::all_of(wanted->second.begin(), wanted->second.end(), holds))
      return &index;
  }
  return nullptr;
}

}  // namespace rapport::storage
