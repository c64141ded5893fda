#include "base/date.h"
#include "schema/field_types/families.h"

namespace rapport::schema::field_types {

using base::Failure;
namespace json = base::json;

namespace {

class DateType final : public SingleColumn {
 public:
  DateType() : SingleColumn("date", Shape::Date, ColumnType::Integer) {}
  std::optional<Failure> parse(const FieldDef&, const json::value& value,
                               std::span<Cell> cells) const override {
    if (!value.is_string()) return Failure{"wrong_type", {{"expected", "date"}}};
    if (value.get_string().empty()) return std::nullopt;
    auto date = base::parse_date(value.get_string());
    if (!date) return Failure{"not_a_date", {}};
    cells[0] = std::int64_t{*date};
    return std::nullopt;
  }
  void write(const FieldDef&, const CellSource& source, int column,
             base::JsonWriter& out) const override {
    auto& text = out.next_value();
    text += '"';
    base::append_date(text, static_cast<base::Date>(source.integer(column)));
    text += '"';
  }
};

class InstantType final : public SingleColumn {
 public:
  InstantType() : SingleColumn("instant", Shape::Instant, ColumnType::Integer) {}
  std::optional<Failure> parse(const FieldDef&, const json::value& value,
                               std::span<Cell> cells) const override {
    if (!value.is_string()) return Failure{"wrong_type", {{"expected", "instant"}}};
    if (value.get_string().empty()) return std::nullopt;
    auto instant = base::parse_instant(value.get_string());
    if (!instant) return Failure{"not_an_instant", {}};
    cells[0] = *instant;
    return std::nullopt;
  }
  void write(const FieldDef&, const CellSource& source, int column,
             base::JsonWriter& out) const override {
    auto& text = out.next_value();
    text += '"';
    base::append_instant(text, source.integer(column));
    text += '"';
  }
};

}  // namespace

std::span<const FieldType* const> time_types() {
  static const DateType date;
  static const InstantType instant;
  static const FieldType* const all[] = {&date, &instant};
  return all;
}

}  // namespace rapport::schema::field_types
