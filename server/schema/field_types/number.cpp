#include <cmath>

#include "base/money.h"
#include "schema/field_types/families.h"

namespace rapport::schema::field_types {

using base::Failure;
namespace json = base::json;

namespace {

std::int64_t power_of_ten(int exponent) {
  std::int64_t power = 1;
  while (exponent-- > 0) power *= 10;
  return power;
}

std::optional<Failure> check_range(const FieldDef& field, std::int64_t value, int scale) {
  auto unit = power_of_ten(scale);
  if ((field.min && value < *field.min * unit) || (field.max && value > *field.max * unit))
    return Failure{"out_of_range", {{"min", field.min ? std::to_string(*field.min) : "…"},
                                    {"max", field.max ? std::to_string(*field.max) : "…"}}};
  return std::nullopt;
}

class IntegerType final : public SingleColumn {
 public:
  IntegerType() : SingleColumn("integer", Shape::Number, ColumnType::Integer) {}

  std::optional<Failure> parse(const FieldDef& field, const json::value& value,
                               std::span<Cell> cells) const override {
    boost::system::error_code error;
    auto number = value.is_number() ? value.to_number<std::int64_t>(error) : 0;
    if (!value.is_number() || error) return Failure{"wrong_type", {{"expected", "integer"}}};
    if (auto failure = check_range(field, number, 0)) return failure;
    cells[0] = number;
    return std::nullopt;
  }

  void write(const FieldDef&, const CellSource& source, int column,
             base::JsonWriter& out) const override {
    out.value(source.integer(column));
  }
};

// Decimals travel as strings; a JSON number is taken when it is exact in the field's scale.
class DecimalType final : public SingleColumn {
 public:
  explicit DecimalType(std::string_view name)
      : SingleColumn(name, Shape::Number, ColumnType::Integer) {}

  int scale(const FieldDef& field) const override { return field.scale; }

  std::optional<Failure> parse(const FieldDef& field, const json::value& value,
                               std::span<Cell> cells) const override {
    std::string text;
    if (value.is_string()) text = std::string(value.get_string());
    else if (value.is_number()) text = json::serialize(value);
    else return Failure{"wrong_type", {{"expected", "decimal"}}};
    if (value.is_double()) {
      char fixed[64];
      std::snprintf(fixed, sizeof fixed, "%.*f", field.scale, value.get_double());
      text = fixed;
    }
    auto number = base::parse_decimal(text, field.scale);
    if (!number) return Failure{"not_a_number", {{"scale", std::to_string(field.scale)}}};
    if (auto failure = check_range(field, *number, field.scale)) return failure;
    cells[0] = *number;
    return std::nullopt;
  }

  void write(const FieldDef& field, const CellSource& source, int column,
             base::JsonWriter& out) const override {
    auto& text = out.next_value();
    text += '"';
    base::append_decimal(text, source.integer(column), field.scale, 0);
    text += '"';
  }
};

}  // namespace

std::span<const FieldType* const> number_types() {
  static const IntegerType integer;
  static const DecimalType decimal("decimal"), percent("percent");
  static const FieldType* const all[] = {&integer, &decimal, &percent};
  return all;
}

}  // namespace rapport::schema::field_types
