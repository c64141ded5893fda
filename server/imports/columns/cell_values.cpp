#include "imports/columns/cell_values.h"

#include <algorithm>

#include "base/money.h"
#include "base/text.h"
#include "imports/formats/value_numbers.h"

namespace rapport::imports {

namespace json = base::json;
using base::Failure;
using base::Result;
using schema::FieldDef;
using schema::Shape;

namespace {

constexpr std::int64_t kDayUs = 86'400'000'000, kMinuteUs = 60'000'000;

char decimal_of(const CellText& cell, const Notation& notation) {
  bool plain = cell.type == CellType::Number || cell.type == CellType::Percent;
  return plain ? '.' : notation.decimal;
}

// Half away from zero: what a spreadsheet counted has more digits than anybody keeps.
std::string rounded(std::string text, int scale) {
  auto point = text.find('.');
  if (point == std::string::npos || text.size() - point - 1 <= static_cast<std::size_t>(scale))
    return text;
  bool up = text[point + 1 + static_cast<std::size_t>(scale)] >= '5';
  text.resize(point + (scale > 0 ? 1 + static_cast<std::size_t>(scale) : 0));
  if (!up) return text;
  std::size_t at = text.size();
  while (at > 0) {
    char& c = text[--at];
    if (c == '.') continue;
    if (c == '-') break;
    if (c < '9') {
      ++c;
      return text;
    }
    c = '0';
  }
  text.insert(text.starts_with('-') ? 1 : 0, "1");
  return text;
}

Result<json::value> read_integer(const CellText& cell, const Notation& notation) {
  auto number = parse_number(cell.text, decimal_of(cell, notation));
  if (!number) return Failure{"not_an_integer", {}};
  auto point = number->text.find('.');
  bool whole = point == std::string::npos ||
               number->text.find_first_not_of('0', point + 1) == std::string::npos;
  auto value = whole ? base::parse_decimal(number->text.substr(0, point), 0) : std::nullopt;
  if (!value) return Failure{"not_an_integer", {}};
  return json::value(*value);
}

Result<json::value> read_decimal(const FieldDef& field, const CellText& cell,
                                 const Notation& notation) {
  auto number = parse_number(cell.text, decimal_of(cell, notation));
  if (!number) return Failure{"not_a_number", {{"scale", std::to_string(field.scale)}}};
  return json::value(rounded(std::move(number->text), field.type->scale(field)));
}

Result<json::value> read_time(const FieldDef& field, const CellText& cell,
                              const Notation& notation) {
  bool instant = field.shape() == Shape::Instant;
  auto time = parse_cell_time(cell.text, notation.date_order);
  if (!time) return Failure{instant ? "not_an_instant" : "not_a_date", {}};
  if (!instant) return json::value(base::format_date(time->date));
  base::Instant at = time->date * kDayUs + time->time_us;
  at -= time->offset_minutes ? *time->offset_minutes * kMinuteUs
                             : base::zone_offset_us(notation.time_zone, at);
  return json::value(base::format_instant(at));
}

Failure unknown_key(const FieldDef& field, std::string_view text) {
  if (field.type->name() == "stage")
    return Failure{"unknown_stage", {{"value", std::string(text)}}};
  return Failure{"not_a_choice", {{"value", std::string(text)}}};
}

Result<json::value> read_key_set(const FieldDef& field, std::string_view text,
                                 const ChoiceWords* words, bool& is_guess) {
  json::array keys;
  for (const auto& word : read_list(text)) {
    if (field.type->name() == "tags") {
      keys.emplace_back(word);
      continue;
    }
    const auto* meaning = words ? find_word(*words, word) : nullptr;
    if (!meaning) return unknown_key(field, word);
    is_guess = is_guess || !meaning->is_own;
    keys.emplace_back(meaning->key);
  }
  return json::value(std::move(keys));
}

// Written as JSON, or, of an address, as one line.
Result<json::value> read_structure(const FieldDef& field, std::string_view text) {
  if (text.starts_with('{') || text.starts_with('[')) {
    boost::system::error_code error;
    auto value = json::parse(text, error);
    if (!error) return value;
  }
  if (field.type->name() == "address") return json::value(json::object{{"street", text}});
  return Failure{"invalid_value", {}};
}

Result<json::value> read_text(const FieldDef& field, std::string_view text) {
  auto type = field.type->name();
  if (type == "phone") {
    auto phone = parse_phone(text);
    if (!phone) return Failure{"not_a_phone", {}};
    return json::value(*phone);
  }
  if (type == "email" && base::fold(text.substr(0, 7)) == "mailto:") text.remove_prefix(7);
  return json::value(text);
}

}  // namespace

bool says_nothing(std::string_view cell) {
  if (cell.empty() || cell == "-" || cell == "—" || cell == "–") return true;
  if (cell.size() > 4) return false;
  auto folded = base::fold(cell);
  return folded == "null" || folded == "n/a" || folded == "nil";
}

Result<json::value> read_cell(const FieldDef& field, const CellText& cell, const Notation& notation,
                              const ChoiceWords* words, bool* is_guess) {
  if (cell.text.empty()) return json::value();
  if (cell.type == CellType::Error) return Failure{"invalid_value", {}};
  auto shape = field.shape();
  bool words_wanted = (shape == Shape::Key || shape == Shape::KeySet) && words;
  bool guessed = false;
  if (!is_guess) is_guess = &guessed;
  if (const auto* meaning = words_wanted ? find_word(*words, cell.text) : nullptr) {
    *is_guess = !meaning->is_own;
    json::value key(meaning->key);
    return shape == Shape::Key ? key : json::value(json::array{std::move(key)});
  }
  if (shape != Shape::Text && says_nothing(cell.text)) return json::value();
  switch (shape) {
    case Shape::Text:
      return read_text(field, cell.text);
    case Shape::Key:
      return unknown_key(field, cell.text);
    case Shape::KeySet:
      return read_key_set(field, cell.text, words, *is_guess);
    case Shape::Number:
      return field.type->name() == "integer" ? read_integer(cell, notation)
                                             : read_decimal(field, cell, notation);
    case Shape::Date:
    case Shape::Instant:
      return read_time(field, cell, notation);
    case Shape::Boolean: {
      auto truth = parse_boolean(cell.text);
      if (!truth) return Failure{"not_a_boolean", {}};
      return json::value(*truth);
    }
    default:
      return read_structure(field, cell.text);
  }
}

std::string read_currency(std::string_view cell) {
  std::string upper(cell);
  for (char& c : upper)
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  if (base::is_currency(upper)) return upper;
  auto number = parse_number("1 " + std::string(cell));
  return number ? number->currency : std::string();
}

Result<CellMoney> read_money(const CellText& cell, const Notation& notation) {
  if (says_nothing(cell.text)) return CellMoney{};
  auto number = parse_number(cell.text, decimal_of(cell, notation));
  if (!number || number->percent)
    return Failure{"not_a_number", {{"scale", std::to_string(base::kMoneyScale)}}};
  return CellMoney{rounded(std::move(number->text), base::kMoneyScale), number->currency};
}

Result<std::vector<Point>> read_points(const CellText& cell, bool phones, std::string_view kind) {
  std::vector<Point> points;
  if (says_nothing(cell.text)) return points;
  for (auto& part : split_values(cell.text)) {
    Point point{std::move(part.value), std::move(part.kind), false, false};
    if (!kind.empty()) point.kind = kind;
    point.kind_is_given = !point.kind.empty();
    if (!point.kind_is_given) point.kind = "work";
    if (phones) {
      auto phone = parse_phone(point.value);
      if (!phone) return Failure{"not_a_phone", {}};
      point.value = std::move(*phone);
    } else if (base::fold(point.value.substr(0, 7)) == "mailto:") {
      point.value.erase(0, 7);
    }
    points.push_back(std::move(point));
  }
  return points;
}

std::vector<std::string> read_list(std::string_view cell) {
  std::vector<std::string> words;
  std::size_t begin = 0;
  while (begin <= cell.size()) {
    auto end = std::min(cell.find_first_of(",;|\n", begin), cell.size());
    auto word = base::trim(cell.substr(begin, end - begin));
    if (!word.empty()) words.emplace_back(word);
    begin = end + 1;
  }
  return words;
}

}  // namespace rapport::imports
