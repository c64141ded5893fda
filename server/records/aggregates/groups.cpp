#include "records/aggregates/groups.h"

#include <algorithm>

#include "base/text.h"

namespace rapport::records::aggregates {

using schema::Cell;
using schema::ColumnType;
using storage::Row;
using storage::Transform;

namespace {

constexpr int kLeastAverageScale = 4;
constexpr std::size_t kGroupsBeforeSorting =
    1000;  // so that few groups are not sorted again and again

std::vector<Cell> read_keys(const Plan& plan, const Row& row) {
  std::vector<Cell> cells;
  for (const auto& key : plan.keys)
    for (int i = 0; i < key.column_count; ++i) {
      auto column = static_cast<std::size_t>(key.resolved.field->column + i);
      auto type = key.part != Transform::None ? ColumnType::Text
                                              : key.resolved.entity->columns[column].type;
      cells.push_back(row.cell(key.column + i, type));
    }
  return cells;
}

// Reads the measures of one currency; null when there is nothing of it.
std::optional<Total> read_total(const Wanted& wanted, const Row& row, int column) {
  Total total;
  if (wanted.function == Function::Count) {
    total.count = row.integer(column);
    return total;
  }
  if (row.is_null(column)) return std::nullopt;
  if (wanted.function == Function::Min || wanted.function == Function::Max) {
    total.extreme = row.integer(column);
    return total;
  }
  total.sum = (static_cast<__int128>(row.integer(column)) << 32) + row.integer(column + 1);
  total.count = row.integer(column + 2);
  return total;
}

// One group comes in several rows when another measure's currency split it.
void merge(const Wanted& wanted, Total& into, const Total& part) {
  into.sum += part.sum;
  into.count += part.count;
  if (!part.extreme) return;
  bool less = into.extreme && *part.extreme < *into.extreme;
  if (!into.extreme || less == (wanted.function == Function::Min)) into.extreme = part.extreme;
}

}  // namespace

int scale_of(const Wanted& wanted) {
  if (wanted.function == Function::Count) return 0;
  int scale = wanted.field().type->scale(wanted.field());
  return wanted.function == Function::Average ? std::max(scale, kLeastAverageScale) : scale;
}

__int128 number_of(const Wanted& wanted, const Total& total) {
  if (wanted.function == Function::Count) return total.count;
  if (wanted.function == Function::Sum) return total.sum;
  if (wanted.function != Function::Average) return *total.extreme;
  __int128 sum = total.sum;
  for (int i = wanted.field().type->scale(wanted.field()); i < scale_of(wanted); ++i) sum *= 10;
  __int128 half = total.count / 2;
  return (sum < 0 ? sum - half : sum + half) / total.count;
}

int SortValue::compare(const SortValue& other) const {
  if (is_null || other.is_null) return static_cast<int>(other.is_null) - static_cast<int>(is_null);
  if (number != other.number) return number < other.number ? -1 : 1;
  return text.compare(other.text);
}

bool Groups::take(const Row& row) {
  auto keys = read_keys(plan_, row);
  if (!open_ || keys != open_->keys) {
    close();
    if (plan_.sort.empty() && groups_.size() > plan_.limit) return false;
    open(std::move(keys));
    for (std::size_t i = 0; i < plan_.keys.size(); ++i)
      if (int column = plan_.keys[i].title_column; column >= 0)
        open_->titles[i] = row.cell(column, ColumnType::Text);
  }
  add(row);
  return true;
}

void Groups::open(std::vector<Cell> keys) {
  open_.emplace();
  open_->keys = std::move(keys);
  open_->titles.resize(plan_.keys.size());
  open_->totals.resize(plan_.wanted.size());
}

void Groups::add(const Row& row) {
  int first = static_cast<int>(plan_.query.columns.size());
  open_->count += row.integer(first);
  for (std::size_t i = 0; i < plan_.wanted.size(); ++i) {
    const auto& wanted = plan_.wanted[i];
    auto total = read_total(wanted, row, first + wanted.first_measure);
    if (!total) continue;
    std::string currency;
    if (wanted.currency_column >= 0 && !row.is_null(wanted.currency_column))
      currency = row.text(wanted.currency_column);
    merge(wanted, open_->totals[i][currency], *total);
  }
}

void Groups::close() {
  if (!open_) return;
  for (const auto& sort : plan_.sort) open_->sort_values.push_back(sort_value(sort, *open_));
  groups_.push_back(std::move(*open_));
  open_.reset();
  if (!plan_.sort.empty() && groups_.size() > 2 * plan_.limit + kGroupsBeforeSorting) keep_first();
}

// Of money in several currencies, the part in the company's own.
SortValue Groups::sort_value(const SortKey& sort, const Group& group) const {
  if (sort.of == SortKey::Of::Count) return {false, group.count, {}};
  if (sort.of == SortKey::Of::Wanted) {
    const auto& totals = group.totals[sort.index];
    auto it = totals.size() == 1 ? totals.begin() : totals.find(context_.settings->currency);
    if (it == totals.end()) return {};
    return {false, number_of(plan_.wanted[sort.index], it->second), {}};
  }
  const auto& key = plan_.keys[sort.index];
  const Cell& cell = key.title_column >= 0 ? group.titles[sort.index]
                                           : group.keys[static_cast<std::size_t>(key.column)];
  if (const auto* number = std::get_if<std::int64_t>(&cell)) return {false, *number, {}};
  if (const auto* text = std::get_if<std::string>(&cell)) return {false, 0, base::fold(*text)};
  return {};
}

// Groups come in the order of their keys, and stay so where the sort does not tell them apart.
void Groups::keep_first() {
  std::stable_sort(groups_.begin(), groups_.end(), [&](const Group& a, const Group& b) {
    for (std::size_t i = 0; i < plan_.sort.size(); ++i) {
      int order = a.sort_values[i].compare(b.sort_values[i]);
      if (order != 0) return (order < 0) != plan_.sort[i].descending;
    }
    return false;
  });
  if (groups_.size() <= plan_.limit) return;
  groups_.resize(plan_.limit);
  more_ = true;
}

std::vector<Group> Groups::finish() {
  if (!open_ && plan_.keys.empty()) open({});  // of nothing at all there is still one count: 0
  close();
  keep_first();
  return std::move(groups_);
}

}  // namespace rapport::records::aggregates
