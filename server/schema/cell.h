// Cell: one stored value, as a column holds it. What it means (money, date, choice) is the field
// type's knowledge.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/id.h"

namespace rapport::schema {

using Cell = std::variant<std::monostate, std::int64_t, std::string, base::Id>;

inline bool is_null(const Cell& cell) {
  return std::holds_alternative<std::monostate>(cell);
}

enum class ColumnType { Integer, Text, Bytes };

struct ColumnDef {
  std::string name;
  ColumnType type = ColumnType::Text;
};

// Something that cells can be read from by number: a row of a result, a record in memory.
// Lifetime: views are valid until the source moves to its next row.
class CellSource {
 public:
  virtual ~CellSource() = default;
  virtual bool is_null(int column) const = 0;
  virtual std::int64_t integer(int column) const = 0;
  virtual std::string_view text(int column) const = 0;
  virtual base::Id id(int column) const = 0;

  Cell cell(int column, ColumnType type) const;
};

// Cells of a vector as a source.
class CellVectorSource final : public CellSource {
 public:
  explicit CellVectorSource(const std::vector<Cell>& cells) : cells_(cells) {}
  bool is_null(int column) const override { return schema::is_null(cells_[column]); }
  std::int64_t integer(int column) const override { return std::get<std::int64_t>(cells_[column]); }
  std::string_view text(int column) const override { return std::get<std::string>(cells_[column]); }
  base::Id id(int column) const override { return std::get<base::Id>(cells_[column]); }

 private:
  const std::vector<Cell>& cells_;
};

}  // namespace rapport::schema
