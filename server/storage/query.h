// Query: a small closed tree of what can be asked of a database. Each engine turns it into its own
// SQL; names come out of Tables only, values are always bound. No SQL text exists above storage/.
#pragma once
#include <memory>
#include <string>
#include <vector>

#include "storage/table.h"

namespace rapport::storage {

// What is taken of a column before it is compared, grouped or returned.
enum class Transform { None, Fold, Day, Week, Month, Quarter, Year };

struct Expression {
  int source = 0;      // 0: the query's table; others: Source::number
  std::string column;  // "rid" is the row number
  Transform transform = Transform::None;
  bool is_instant = false;  // for Day…Year: microseconds, else days
  std::string zone;         // for Day…Year of an instant: time zone of the calendar; empty: UTC
  // When set, the value is null unless the condition holds (the name of what one may not see).
  std::shared_ptr<struct Condition> visible_if;
};

enum class Test {
  Equal,
  NotEqual,
  Less,
  LessEqual,
  Greater,
  GreaterEqual,
  In,
  IsNull,
  Contains,
  StartsWith,
  EndsWith,  // plain substring of the expression's text
  HasKey,    // "|key|" in a key set
};

// A table joined to another one: column = parent's column, at most one row.
struct Source {
  int number = 0;
  const Table* table = nullptr;
  int parent = 0;
  std::string parent_column;
  std::string column = "id";
  std::string parent_kind_column;  // of a link to several entities: this column must hold `kind`
  std::string kind;
};

struct Condition {
  enum class Kind { Always, Never, All, Any, Not, Compare, Exists };
  Kind kind = Kind::Always;
  std::vector<Condition> children;  // All, Any, Not
  Expression left;                  // Compare
  Test test = Test::Equal;
  std::vector<Cell> values;  // one, or many for In
  int parameter = -1;  // of a prepared query: this number of its parameters stands for the value
  // Exists: a row of source.table (joined by source.column = parent.parent_column) that satisfies
  // children[0].
  Source source;
  std::vector<Source> joins;
};

Condition always();
Condition never();
Condition all_of(std::vector<Condition> children);
Condition any_of(std::vector<Condition> children);
Condition negate(Condition child);
Condition compare(Expression left, Test test, Cell value);
Condition compare(std::string column, Test test, Cell value);
// column = parameter `number` of a prepared query.
Condition equals_parameter(std::string column, int number);
Condition in(Expression left, std::vector<Cell> values);
Condition is_null(std::string column);

struct Order {
  Expression expression;
  bool descending = false;  // null counts as less than everything
};

// Sums come in two halves, the sum of value >> 32 and that of the low 32 bits, so that no engine
// overflows or rounds: the total is (high << 32) + low in 128 bits.
enum class Measure { Count, CountOf, SumHigh, SumLow, Min, Max };

struct MeasureColumn {
  Measure measure = Measure::Count;  // of rows; CountOf: of those where the expression is not null
  Expression expression;
};

struct Query {
  const Table* table = nullptr;
  std::vector<Source> joins;
  std::vector<Expression> columns;
  Condition where;           // a top-level All is looked at part by part
  std::vector<Order> order;  // ties are settled by the row number
  std::vector<Cell> after;   // keyset: values of `order` and the row number of the last row seen
  std::size_t limit = 0;     // 0: all
  std::size_t offset = 0;
  // With measures the query is grouped by `columns` and comes in their order; `order` is not used.
  std::vector<MeasureColumn> measures;
  bool order_is_optional = false;  // the sort only decides what comes first (may follow any index)
};

struct Assignment {
  std::string column;
  Cell value;
};

struct Insert {
  const Table* table = nullptr;
  std::vector<Assignment> values;
  bool ignore_conflict = false;   // a row with the same key stays as it is
  bool replace_conflict = false;  // a row with the same key is overwritten; only tables with a key
};

struct Update {
  const Table* table = nullptr;
  std::vector<Assignment> values;
  std::vector<Assignment> add;  // column = column + value
  Condition where;
};

struct Delete {
  const Table* table = nullptr;
  Condition where;
};

}  // namespace rapport::storage
