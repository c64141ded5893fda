#include "storage/query.h"

namespace rapport::storage {

namespace {

// Eight letters that another text will hardly have. Source: the FNV-1a hash of 32 bits.
std::string mark_of(std::string_view text) {
  std::uint32_t hash = 2166136261U;
  for (unsigned char byte : text) hash = (hash ^ byte) * 16777619U;
  std::string mark(8, '0');
  for (auto& letter : mark) {
    letter = "0123456789abcdef"[hash & 15];
    hash >>= 4;
  }
  return mark;
}

}  // namespace

std::string index_name(const Table& table, const Index& index) {
  std::string name = "ix_" + table.name;
  for (const auto& column : index.columns) name += "_" + column;
  if (index.carried.empty()) return name;
  // Of what is carried a mark is enough: another list is another index.
  std::string carried;
  for (const auto& column : index.carried) carried += column + ",";
  return name + "_and_" + mark_of(carried);
}

Condition always() { return {}; }

Condition never() {
  Condition condition;
  condition.kind = Condition::Kind::Never;
  return condition;
}

namespace {
// Children of the same kind are taken in; one that decides the whole decides it here.
Condition join(Condition::Kind kind, Condition::Kind neutral, Condition::Kind deciding,
               std::vector<Condition> children) {
  Condition joined;
  joined.kind = kind;
  for (auto& child : children) {
    if (child.kind == neutral) continue;
    if (child.kind == deciding) return child;
    if (child.kind == kind)
      for (auto& grandchild : child.children) joined.children.push_back(std::move(grandchild));
    else
      joined.children.push_back(std::move(child));
  }
  if (joined.children.size() == 1) {
    Condition only = std::move(joined.children.front());
    return only;
  }
  if (joined.children.empty()) joined.kind = neutral;
  return joined;
}
}  // namespace

Condition all_of(std::vector<Condition> children) {
  using Kind = Condition::Kind;
  return join(Kind::All, Kind::Always, Kind::Never, std::move(children));
}

Condition any_of(std::vector<Condition> children) {
  using Kind = Condition::Kind;
  return join(Kind::Any, Kind::Never, Kind::Always, std::move(children));
}

Condition negate(Condition child) {
  using Kind = Condition::Kind;
  if (child.kind == Kind::Always) return never();
  if (child.kind == Kind::Never) return always();
  Condition negation;
  negation.kind = Kind::Not;
  negation.children.push_back(std::move(child));
  return negation;
}

Condition compare(Expression left, Test test, Cell value) {
  Condition condition;
  condition.kind = Condition::Kind::Compare;
  condition.left = std::move(left);
  condition.test = test;
  condition.values.push_back(std::move(value));
  return condition;
}

Condition compare(std::string column, Test test, Cell value) {
  Expression left;
  left.column = std::move(column);
  return compare(std::move(left), test, std::move(value));
}

Condition equals_parameter(std::string column, int number) {
  auto condition = compare(std::move(column), Test::Equal, std::int64_t{0});
  condition.parameter = number;
  return condition;
}

Condition in(Expression left, std::vector<Cell> values) {
  if (values.empty()) return never();
  Condition condition;
  condition.kind = Condition::Kind::Compare;
  condition.left = std::move(left);
  condition.test = Test::In;
  condition.values = std::move(values);
  return condition;
}

Condition is_null(std::string column) {
  Condition condition;
  condition.kind = Condition::Kind::Compare;
  condition.left.column = std::move(column);
  condition.test = Test::IsNull;
  return condition;
}

}  // namespace rapport::storage
