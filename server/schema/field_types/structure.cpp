#include <algorithm>
#include <charconv>
#include <cmath>

#include "base/limits.h"
#include "base/text.h"
#include "schema/field_types/families.h"
#include "schema/requisites.h"

namespace rapport::schema::field_types {

using base::Failure;
namespace json = base::json;

namespace {

// Values kept as JSON text, in the form in which they are read.
class StructureType : public SingleColumn {
 public:
  explicit StructureType(std::string_view name)
      : SingleColumn(name, Shape::Structure, ColumnType::Text) {}
  void write(const FieldDef&, const CellSource& source, int column,
             base::JsonWriter& out) const override {
    out.raw(source.text(column));
  }
};

// Copies the named text members of an object; anything else in it is a Failure.
std::optional<Failure> copy_members(const json::value& value,
                                    std::span<const std::string_view> names, json::object& out) {
  if (!value.is_object()) return Failure{"wrong_type", {{"expected", "object"}}};
  for (const auto& [key, part] : value.get_object()) {
    bool known = false;
    for (auto name : names) known = known || name == key;
    if (!known) return Failure{"unknown_member", {{"member", std::string(key)}}};
    if (part.is_null()) continue;
    if (part.is_bool()) {
      out[key] = part;
      continue;
    }
    auto text = text_of(part, 500);
    if (!text) return text.failure();
    if (!text->empty()) out[key] = *text;
  }
  return std::nullopt;
}

class ContactPointsType final : public StructureType {
 public:
  ContactPointsType(std::string_view name, bool (*check)(std::string_view), std::string_view code)
      : StructureType(name), check_(check), code_(code) {}

  std::optional<Failure> parse(const FieldDef&, const json::value& value,
                               std::span<Cell> cells) const override {
    if (!value.is_array()) return Failure{"wrong_type", {{"expected", "array"}}};
    if (value.get_array().size() > base::limits::kValuesPerField)
      return Failure{"too_many_values", {{"max", std::to_string(base::limits::kValuesPerField)}}};
    json::array stored;
    for (const auto& item : value.get_array()) {
      json::object point;
      static constexpr std::string_view kMembers[] = {"value", "kind", "invalid", "opted_out"};
      if (item.is_string())
        point["value"] = base::trim(item.get_string());
      else if (auto failure = copy_members(item, kMembers, point))
        return failure;
      const auto* text = point.if_contains("value");
      if (!text || !text->is_string()) return Failure{"required", {}};
      if (text->get_string().empty()) continue;
      if (!check_(text->get_string())) return Failure{std::string(code_), {}};
      if (!point.contains("kind")) point["kind"] = "work";
      stored.push_back(std::move(point));
    }
    if (!stored.empty()) cells[0] = json::serialize(stored);
    return std::nullopt;
  }

 private:
  bool (*check_)(std::string_view);
  std::string_view code_;
};

class AddressType final : public StructureType {
 public:
  AddressType() : StructureType("address") {}
  std::optional<Failure> parse(const FieldDef&, const json::value& value,
                               std::span<Cell> cells) const override {
    static constexpr std::string_view kMembers[] = {"street", "city", "region", "postal_code",
                                                    "country"};
    if (!value.is_object()) return Failure{"wrong_type", {{"expected", "object"}}};
    json::object text = value.get_object(), address, place;
    for (const auto& [name, most] : kPlace) {
      const auto* part = text.if_contains(name);
      if (!part) continue;
      if (auto failure = copy_degrees(*part, name, most, place)) return failure;
      text.erase(name);
    }
    if (auto failure = copy_members(json::value(text), kMembers, address)) return failure;
    if (place.size() == 1) return Failure{"place_is_two_numbers", {}};
    if (!address.empty() || !place.empty()) cells[0] = written(address, place);
    return std::nullopt;
  }

 private:
  struct Degrees {
    std::string_view name;
    double most;
  };
  static constexpr Degrees kPlace[] = {{"latitude", 90}, {"longitude", 180}};

  // The library would write degrees as 4.13E1.
  static std::string written(const json::object& address, const json::object& place) {
    auto text = json::serialize(address);
    for (const auto& [name, part] : place) {
      char digits[32];
      auto end = std::to_chars(digits, digits + sizeof digits, part.get_double()).ptr;
      text.pop_back();
      if (text.size() > 1) text += ',';
      text.append("\"").append(name).append("\":").append(digits, end) += '}';
    }
    return text;
  }
  // A number, or one as people type it; kept to the sixth digit, which is a tenth of a metre.
  static std::optional<Failure> copy_degrees(const json::value& part, std::string_view name,
                                             double most, json::object& place) {
    if (part.is_null()) return std::nullopt;
    double degrees = 0;
    if (part.is_string()) {
      auto text = base::trim(std::string_view(part.get_string()));
      if (text.empty()) return std::nullopt;
      std::string typed(text);
      std::replace(typed.begin(), typed.end(), ',', '.');
      auto [end, error] = std::from_chars(typed.data(), typed.data() + typed.size(), degrees);
      if (error != std::errc() || end != typed.data() + typed.size())
        return Failure{"not_a_number", {{"scale", "6"}}};
    } else if (part.is_number()) {
      degrees = part.to_number<double>();
    } else {
      return Failure{"wrong_type", {{"expected", "number"}}};
    }
    auto limit = std::to_string(static_cast<int>(most));
    if (!(std::abs(degrees) <= most))
      return Failure{"out_of_range", {{"min", "-" + limit}, {"max", limit}}};
    place[name] = std::round(degrees * 1e6) / 1e6;
    return std::nullopt;
  }
};

class BankAccountsType final : public StructureType {
 public:
  BankAccountsType() : StructureType("bank_accounts") {}
  std::optional<Failure> parse(const FieldDef&, const json::value& value,
                               std::span<Cell> cells) const override {
    if (!value.is_array()) return Failure{"wrong_type", {{"expected", "array"}}};
    if (value.get_array().size() > base::limits::kValuesPerField)
      return Failure{"too_many_values", {{"max", std::to_string(base::limits::kValuesPerField)}}};
    json::array stored;
    for (const auto& item : value.get_array()) {
      static constexpr std::string_view kMembers[] = {"bank", "bik", "account",
                                                      "correspondent_account"};
      json::object account;
      if (auto failure = copy_members(item, kMembers, account)) return failure;
      if (auto failure = check(account)) return failure;
      if (!account.empty()) stored.push_back(std::move(account));
    }
    if (!stored.empty()) cells[0] = json::serialize(stored);
    return std::nullopt;
  }

 private:
  static std::optional<Failure> check(const json::object& account) {
    const auto* bik = account.if_contains("bik");
    const auto* number = account.if_contains("account");
    if (bik && !requisite_ok("bik", bik->as_string())) return Failure{"bik_check", {}};
    if (bik && number && !bank_account_ok(number->as_string(), bik->as_string()))
      return Failure{"account_check", {}};
    return std::nullopt;
  }
};

class JsonType final : public StructureType {
 public:
  JsonType() : StructureType("json") {}
  std::optional<Failure> parse(const FieldDef& field, const json::value& value,
                               std::span<Cell> cells) const override {
    auto text = json::serialize(value);
    std::size_t max =
        field.max ? static_cast<std::size_t>(*field.max) : base::limits::kLongTextChars;
    if (text.size() > max) return Failure{"too_long", {{"max", std::to_string(max)}}};
    cells[0] = std::move(text);
    return std::nullopt;
  }
};

}  // namespace

std::span<const FieldType* const> structure_types() {
  static const ContactPointsType emails("emails", is_email, "not_an_email");
  static const ContactPointsType phones("phones", is_phone, "not_a_phone");
  static const AddressType address;
  static const BankAccountsType bank_accounts;
  static const JsonType json_type;
  static const FieldType* const all[] = {&emails, &phones, &address, &bank_accounts, &json_type};
  return all;
}

}  // namespace rapport::schema::field_types
