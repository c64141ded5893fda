#include "schema/cell.h"

namespace rapport::schema {

Cell CellSource::cell(int column, ColumnType type) const {
  if (is_null(column)) return {};
  switch (type) {
    case ColumnType::Integer: return integer(column);
    case ColumnType::Text: return std::string(text(column));
    case ColumnType::Bytes: return id(column);
  }
  return {};
}

}  // namespace rapport::schema
