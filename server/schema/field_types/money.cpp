#include "base/money.h"

#include "schema/field_types/families.h"

namespace rapport::schema::field_types {

using base::Failure;
namespace json = base::json;

namespace {

constexpr int kUsualScale = 2;

class MoneyType final : public FieldType {
 public:
  std::string_view name() const override { return "money"; }
  Shape shape() const override { return Shape::Money; }
  int scale(const FieldDef&) const override { return base::kMoneyScale; }

  std::vector<ColumnDef> columns(const FieldDef& field) const override {
    return {{field.name, ColumnType::Integer}, {field.name + "_currency", ColumnType::Text}};
  }

  // {"amount":"1500.00","currency":"UZS"}; without a currency the company's own is filled in on
  // saving.
  std::optional<Failure> parse(const FieldDef& field, const json::value& value,
                               std::span<Cell> cells) const override {
    if (!value.is_object()) return Failure{"wrong_type", {{"expected", "money"}}};
    const auto& object = value.get_object();
    for (const auto& [key, part] : object)
      if (key != "amount" && key != "currency")
        return Failure{"unknown_member", {{"member", std::string(key)}}};
    const auto* amount = object.if_contains("amount");
    if (!amount || amount->is_null()) return std::nullopt;
    if (!amount->is_string()) return Failure{"wrong_type", {{"expected", "money"}}};
    auto number = base::parse_decimal(amount->get_string(), base::kMoneyScale);
    if (!number) return Failure{"not_a_number", {{"scale", std::to_string(base::kMoneyScale)}}};
    if (*number > base::kMoneyLimit || *number < -base::kMoneyLimit)
      return Failure{"out_of_range", {{"min", "-900000000000000"}, {"max", "900000000000000"}}};
    if (field.min && *number < *field.min * 10'000)
      return Failure{"out_of_range", {{"min", std::to_string(*field.min)}, {"max", "…"}}};
    const auto* currency = object.if_contains("currency");
    if (currency && !currency->is_null()) {
      if (!currency->is_string() || !base::is_currency(currency->get_string()))
        return Failure{"not_a_currency", {}};
      cells[1] = std::string(currency->get_string());
    }
    int digits = field.scale;  // of unit prices; else the currency's own
    if (field.scale == kUsualScale && !is_null(cells[1]))
      digits = base::currency_digits(std::get<std::string>(cells[1]));
    if (!base::parse_decimal(amount->get_string(), digits))
      return Failure{"not_a_number", {{"scale", std::to_string(digits)}}};
    cells[0] = *number;
    return std::nullopt;
  }

  void write(const FieldDef&, const CellSource& source, int column,
             base::JsonWriter& out) const override {
    auto& text = out.next_value();
    text += "{\"amount\":\"";
    base::append_decimal(text, source.integer(column), base::kMoneyScale, 2);
    text += "\",\"currency\":\"";
    if (!source.is_null(column + 1)) text += source.text(column + 1);
    text += "\"}";
  }
};

}  // namespace

std::span<const FieldType* const> money_types() {
  static const MoneyType money;
  static const FieldType* const all[] = {&money};
  return all;
}

}  // namespace rapport::schema::field_types
