// The interface of a field type: columns, parsing, rendering. One file a family in field_types/,
// one table of all of them. Not here: links' names (records/), words (strings.h).
#pragma once
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "base/json.h"
#include "schema/cell.h"

namespace rapport::schema {

struct FieldDef;

// What can be asked of values of a type: decides the operators of a filter and the sort.
enum class Shape {
  Text,    // eq contains starts ends in, compared folded
  Key,     // eq in: a choice
  KeySet,  // contains, in: stored as "|a|b|"
  Number,  // integer, decimal, percent: scaled integers
  Money,   // number, then the currency in the next column
  Date,
  Instant,
  Boolean,
  Reference,   // id; with several targets the entity's name in the next column
  References,  // rows of a link table, no column
  Structure,   // JSON text: contains only
};

class FieldType {
 public:
  virtual ~FieldType() = default;
  virtual std::string_view name() const = 0;
  virtual Shape shape() const = 0;
  // Columns of a field of this type; the first is named after the field.
  virtual std::vector<ColumnDef> columns(const FieldDef& field) const = 0;
  // JSON of the contract → cells, one for each column. Null empties the field. A Failure says what
  // is wrong.
  virtual std::optional<base::Failure> parse(const FieldDef& field, const base::json::value& value,
                                             std::span<Cell> cells) const = 0;
  // Cells that begin at `column` → JSON of the contract. Not called for null and for references.
  virtual void write(const FieldDef& field, const CellSource& source, int column,
                     base::JsonWriter& out) const = 0;
  // Digits after the point of the stored integer, for Number and Money.
  virtual int scale(const FieldDef&) const { return 0; }
};

// The type of that name, or null. Lifetime: the program's.
const FieldType* find_field_type(std::string_view name);
std::vector<std::string_view> field_type_names();

}  // namespace rapport::schema
