// Groups of an aggregate: rows of its query put together, currency by currency, and the first of
// them in the order asked for. Not here: their JSON (aggregate.cpp).
#pragma once
#include <map>

#include "records/aggregates/plan.h"

namespace rapport::records::aggregates {

// The value of one measure, of one currency.
struct Total {
  __int128 sum = 0;
  std::int64_t count = 0;
  std::optional<std::int64_t> extreme;
};

// By currency; "" for what has none. Only of currencies with a value.
using Totals = std::map<std::string, Total>;

// Digits after the point of the number below.
int scale_of(const Wanted& wanted);
// The measure's value; averages are rounded half away from zero.
__int128 number_of(const Wanted& wanted, const Total& total);

// What groups are compared by: null, a number, or a text.
struct SortValue {
  bool is_null = true;
  __int128 number = 0;
  std::string text;

  int compare(const SortValue& other) const;
};

struct Group {
  std::vector<schema::Cell> keys;    // of the key columns
  std::vector<schema::Cell> titles;  // of each key; null where it is not sorted by one
  std::int64_t count = 0;
  std::vector<Totals> totals;  // of each measure
  std::vector<SortValue> sort_values;
};

class Groups {
 public:
  Groups(const Context& context, const Plan& plan) : context_(context), plan_(plan) {}

  // The next row of the query. False when no further group can be among the first.
  bool take(const storage::Row& row);
  // The first `limit` groups, in their order.
  std::vector<Group> finish();
  // Whether there were others.
  bool more() const { return more_; }

 private:
  void open(std::vector<schema::Cell> keys);
  void add(const storage::Row& row);
  void close();
  void keep_first();
  SortValue sort_value(const SortKey& sort, const Group& group) const;

  const Context& context_;
  const Plan& plan_;
  std::optional<Group> open_;
  std::vector<Group> groups_;
  bool more_ = false;
};

}  // namespace rapport::records::aggregates
