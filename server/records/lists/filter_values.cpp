#include "records/lists/filter_values.h"

#include "base/money.h"
#include "base/text.h"

namespace rapport::records {

using base::ErrorKind;
using schema::Cell;
using schema::Shape;
namespace json = base::json;

namespace {

[[noreturn]] void reject(const ResolvedField& resolved, const std::string& place,
                         const json::value& value, const char* expected) {
  auto text = json::serialize(value);
  if (text.size() > 60) text = std::string(base::prefix_of(text, 50)) + "…";
  base::fail(ErrorKind::Malformed, "wrong_value", place,
             {{"@label", label_path(resolved)}, {"value", text}, {"expected", expected}});
}

Cell parse_number(const ResolvedField& resolved, const json::value& value,
                  const std::string& place) {
  const json::value* number = &value;
  if (value.is_object() && resolved.field->shape() == Shape::Money)
    number = value.get_object().if_contains("amount");
  if (!number) reject(resolved, place, value, "money");
  std::string text;
  if (number->is_string())
    text = std::string(number->get_string());
  else if (number->is_int64() || number->is_uint64())
    text = json::serialize(*number);
  else if (number->is_double()) {
    char fixed[400];  // more digits than any field has: one digit too many is refused, not rounded
    std::snprintf(fixed, sizeof fixed, "%.9f", number->get_double());
    text = fixed;
  }
  auto parsed = base::parse_decimal(text, resolved.field->type->scale(*resolved.field));
  if (!parsed) reject(resolved, place, value, "number");
  return *parsed;
}

Cell parse_reference(const Context& context, const ResolvedField& resolved,
                     const json::value& value, const std::string& place) {
  const json::value* id = value.is_object() ? value.get_object().if_contains("id") : &value;
  if (!id || !id->is_string()) reject(resolved, place, value, "id");
  if (id->get_string() == "me" && resolved.field->to.size() == 1 &&
      resolved.field->to[0] == "users")
    return context.actor->user;
  auto parsed = base::Id::parse(id->get_string());
  if (!parsed) reject(resolved, place, value, "id");
  return *parsed;
}

std::int64_t day_start_us(const Context& context, base::Date day) {
  std::int64_t utc = std::int64_t{day} * 86'400'000'000;
  return utc - base::zone_offset_us(context.actor->time_zone, utc);
}

}  // namespace

Cell parse_filter_value(const Context& context, const ResolvedField& resolved,
                        const json::value& value, const std::string& place) {
  const auto& field = *resolved.field;
  switch (field.shape()) {
    case Shape::Number:
    case Shape::Money:
      return parse_number(resolved, value, place);
    case Shape::Reference:
    case Shape::References:
      return parse_reference(context, resolved, value, place);
    case Shape::Boolean:
      if (!value.is_bool()) reject(resolved, place, value, "true, false");
      return std::int64_t{value.get_bool()};
    case Shape::Date: {
      auto date = value.is_string() ? base::parse_date(value.get_string()) : std::nullopt;
      if (!date) reject(resolved, place, value, "2026-11-22");
      return std::int64_t{*date};
    }
    case Shape::Instant: {
      if (!value.is_string()) reject(resolved, place, value, "2026-11-22T09:30:00Z");
      if (auto instant = base::parse_instant(value.get_string())) return *instant;
      auto date = base::parse_date(value.get_string());
      if (!date) reject(resolved, place, value, "2026-11-22T09:30:00Z");
      return day_start_us(context, *date);
    }
    case Shape::Key:
      if (!value.is_string()) reject(resolved, place, value, "key");
      if (!field.choices.empty() && !field.find_choice(value.get_string()))
        base::fail(ErrorKind::Malformed, "not_a_choice", place,
                   {{"value", std::string(value.get_string())}});
      return std::string(value.get_string());
    case Shape::KeySet:
      if (!value.is_string()) reject(resolved, place, value, "key");
      return std::string(value.get_string());
    case Shape::Text:
    case Shape::Structure:
      break;
  }
  if (!value.is_string() || !base::is_valid_utf8(value.get_string()))
    reject(resolved, place, value, "text");
  if (field.shape() == Shape::Text && field.unique && field.folded_column < 0)
    return std::string(value.get_string());
  return base::fold(value.get_string());
}

std::optional<TimeRange> parse_period(const Context& context, const ResolvedField& resolved,
                                      const json::value& value) {
  if (!value.is_string()) return std::nullopt;
  auto range = base::named_period(value.get_string(), context.today());
  if (!range) {
    auto date = base::parse_date(value.get_string());
    if (!date) return std::nullopt;
    range = base::DateRange{*date, *date + 1};
  }
  if (resolved.field->shape() == Shape::Date) return TimeRange{range->from, range->until};
  return TimeRange{day_start_us(context, range->from), day_start_us(context, range->until)};
}

}  // namespace rapport::records
