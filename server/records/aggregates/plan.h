// Plan of an aggregate: what was asked for, checked and under the actor's rights, and the query
// that answers it. Not here: putting the query's rows together (groups.h).
#pragma once
#include "base/json.h"
#include "base/limits.h"
#include "records/listing.h"

namespace rapport::records::aggregates {

// What records are grouped by.
struct Key {
  std::string name;  // as it was asked for: "closes_on:month"
  ResolvedField resolved;
  storage::Transform part = storage::Transform::None;
  int column = 0, column_count = 1;
  int title_column = -1;  // of a link that the groups are sorted by
};

enum class Function { Count, Sum, Average, Min, Max };

// A measure of a field.
struct Wanted {
  std::string name;  // "sum_amount"
  Function function = Function::Count;
  ResolvedField resolved;
  int currency_column = -1;  // of money; -1: no currency
  int first_measure = 0;     // index among the query's measures

  const schema::FieldDef& field() const { return *resolved.field; }
  bool is_money() const { return field().shape() == schema::Shape::Money; }
};

struct SortKey {
  enum class Of { Count, Key, Wanted };
  Of of = Of::Count;
  std::size_t index = 0;
  bool descending = false;
};

struct Plan {
  std::vector<Key> keys;
  std::vector<Wanted> wanted;
  std::vector<SortKey> sort;
  std::size_t limit = base::limits::kGroupsDefault;
  storage::Query query;
};

// `list` receives the filter of the request. The query is whole but for its condition and joins.
// Throws: Error{Malformed}, Error{Forbidden}.
Plan make_plan(PathResolver& paths, const base::json::value& body, ListRequest& list);

}  // namespace rapport::records::aggregates
