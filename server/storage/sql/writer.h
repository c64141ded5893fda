// SqlWriter: a Query as the text and the bound values of one statement. What differs between the
// engines is asked of a Dialect, a table of answers.
#pragma once
#include <string>
#include <vector>

#include "storage/query.h"
#include "storage/sql/sources.h"
#include "storage/sql/statement.h"

namespace rapport::storage {

// How the rows of a query's table are reached; decided by the engine's planner.
struct AccessPath {
  enum class Kind {
    Free,       // the engine's own choice
    Order,      // walk in the order asked for; conditions only bound it, none chooses an index
    Condition,  // part `part` of the top-level All chooses the index; nothing else may
    Merged,     // the row numbers of the page are those of `row_numbers_sql`
    Numbers,    // part `part` by row numbers from `row_numbers_sql`
  };
  Kind kind = Kind::Free;
  std::size_t part = 0;
  bool in_order = false;  // Condition, Merged: by indexes that hold their rows in that order
  const Index* index = nullptr;  // Condition: the one to be used, where the engine takes hints
  // Its entries alone, the last first: of the rows that are equal in the order asked for, those
  // that come first are met first, and a sort need not take in each of the others.
  bool backwards = false;
  std::string row_numbers_sql;
  std::vector<Cell> row_numbers_values;
};

class SqlWriter {
 public:
  explicit SqlWriter(const Dialect& dialect) : dialect_(dialect) {}

  Statement select(const Query& query, const AccessPath& path = {});
  // The columns of the rows with these row numbers, in the order of the numbers.
  Statement rows(const Query& query, const std::vector<std::int64_t>& numbers);
  // The row numbers of the query's table that an Exists finds, from its source's side.
  Statement found_by(const Query& query, const Condition& exists);
  // SELECT 1 … LIMIT at_most, of the conditions only.
  Statement probe(const Query& query, const AccessPath& path, std::int64_t at_most);
  Statement insert(const Insert& insert);
  Statement update(const Update& update);
  Statement remove(const Delete& remove);

 private:
  void expression(const Expression& expression, bool disqualify);
  std::string expression_text(const Expression& expression, bool disqualify);
  void condition(const Condition& condition, bool disqualify);
  void comparison(const Condition& condition, bool disqualify);
  void exists(const Condition& condition);
  void joins(const std::vector<Source>& sources, const ColumnsUsed& used);
  void from(const Query& query, const AccessPath& path);
  void entries_backwards(const Query& query, const AccessPath& path);
  void where(const Query& query, const AccessPath& path);
  bool columns(const Query& query);  // whether there are any
  void keyset(const Query& query);
  void order(const Query& query, const AccessPath& path);
  void group(const Query& query);
  void measure(const MeasureColumn& measure);
  void replace(const Insert& insert);
  void bind(const Cell& value);
  std::string placeholder(const Cell& value);

  const Dialect& dialect_;
  Statement out_;
  bool literal_ids_ = false;  // inside a text that may be used more than once
};

// Whether the part is a bound of the first key of the order: where a walk in it begins or ends.
bool bounds_order(const Query& query, const Condition& part);

// The parts of a condition that must all hold.
std::vector<const Condition*> top_level_parts(const Condition& condition);

}  // namespace rapport::storage
