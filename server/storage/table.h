// Table: the shape of a stored table, from which each engine makes its DDL. Tables of entities come
// from the Schema (tables.h); those of the program itself are written down beside the code that
// uses them.
#pragma once
#include <algorithm>
#include <string>
#include <vector>

#include "schema/cell.h"

namespace rapport::storage {

using schema::Cell;
using schema::CellSource;
using schema::ColumnType;

struct Index {
  std::vector<std::string> columns;
  bool unique = false;
  std::string where;  // "deleted_at IS NULL" and its like; the same words in both engines
  // Behind the columns where an engine's entries may be of any size: what is asked of many rows is
  // told without reading one of them.
  std::vector<std::string> carried = {};

  bool holds(std::string_view column) const {
    auto is = [&](const std::string& each) { return each == column; };
    return std::any_of(columns.begin(), columns.end(), is) ||
           std::any_of(carried.begin(), carried.end(), is);
  }
};

struct Table {
  std::string name;
  std::vector<schema::ColumnDef> columns;
  // Columns of the primary key. Empty: a row number "rid" that grows with each row, and never
  // repeats.
  std::vector<std::string> key;
  std::vector<Index> indexes;
  // Column whose substrings are found fast ("contains"); empty: none.
  std::string substring_column;
  // Column of ids whose few values divide the table (the team): a search within some of them is as
  // fast as in a table of that size. Empty: none.
  std::string substring_scope;

  const schema::ColumnDef* find(std::string_view column) const {
    for (const auto& candidate : columns)
      if (candidate.name == column) return &candidate;
    return nullptr;
  }
};

std::string index_name(const Table& table, const Index& index);

}  // namespace rapport::storage
