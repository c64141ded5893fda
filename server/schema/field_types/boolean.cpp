#include "schema/field_types/families.h"

namespace rapport::schema::field_types {

namespace {

class BooleanType final : public SingleColumn {
 public:
  BooleanType() : SingleColumn("boolean", Shape::Boolean, ColumnType::Integer) {}
  std::optional<base::Failure> parse(const FieldDef&, const base::json::value& value,
                                     std::span<Cell> cells) const override {
    if (!value.is_bool()) return base::Failure{"not_a_boolean", {}};
    cells[0] = std::int64_t{value.get_bool()};
    return std::nullopt;
  }
  void write(const FieldDef&, const CellSource& source, int column,
             base::JsonWriter& out) const override {
    out.value(source.integer(column) != 0);
  }
};

}  // namespace

std::span<const FieldType* const> boolean_types() {
  static const BooleanType boolean;
  static const FieldType* const all[] = {&boolean};
  return all;
}

}  // namespace rapport::schema::field_types
