// Statement: a text with its bound values. Dialect: what differs between the engines, a table of
// answers.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "storage/query.h"

namespace rapport::storage {

// A name as SQL takes it, whatever word it is.
inline std::string quoted(std::string_view name) {
  return "\"" + std::string(name) + "\"";
}

struct Dialect {
  std::string_view placeholder;                   // "?" or "$" (numbered)
  std::string_view fold_function;                 // name of fold(text)
  std::string_view is_distinct, is_not_distinct;  // null-safe comparison
  std::string_view nulls_first, nulls_last;       // null is less than everything
  // Text of a transform of `inner` (already SQL) into a group key such as 2026-11.
  std::string (*period)(Transform transform, const std::string& inner, bool is_instant);
  // Text of "needle in haystack" where both are SQL.
  std::string (*contains)(const std::string& haystack, const std::string& needle);
  std::string (*starts)(const std::string& haystack, const std::string& needle);
  std::string (*ends)(const std::string& haystack, const std::string& needle);
  std::string (*id_literal)(const base::Id& id);
  std::string_view number_list;  // a table with the column value, of the text "[1,2,3]"
  // An instant (microseconds, already SQL) as the clock of a time zone shows it.
  std::string (*local_time)(const std::string& instant, const std::string& zone_literal);
  std::string_view index_hint;  // what stands before the name of an index to be used; or nothing
  std::string_view no_index;    // what keeps a column from choosing an index; or nothing
  bool row_number_ends_index;   // entries of equal columns lie in the order of their rows
};

struct Statement {
  struct Parameter {
    std::size_t value;  // index in `values`
    int number;
  };
  std::string text;
  std::vector<Cell> values;
  std::vector<Parameter> parameters;
  std::size_t limit = 0;  // of rows; 0: none
  // Which way to the rows is best depends on the values very much: how many rows hold a text.
  bool depends_on_values = false;
};

// Puts the part's text and values behind those of the statement; numbered placeholders go on.
void append(Statement& statement, const Statement& part, const Dialect& dialect);

}  // namespace rapport::storage
