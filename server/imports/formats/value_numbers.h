// Numbers, amounts, yes and no, phones and lists as people write them in cells of tables.
// Texts are taken as they are; nothing here knows fields.
#pragma once
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace rapport::imports {

struct CellNumber {
  std::string text;      // "-1234.56": digits, at most one point, no exponent
  std::string currency;  // "USD" when a sign or code stood beside the number, else empty
  bool percent = false;
};

// "1 234,56", "1,234.56", "$1'234.50", "(12,5)", "12 %", "100 000 сум". `decimal` is '.', ',' or
// 0 when not known; then "1,234" is a thousand and "1.234" is one and a bit. Nothing when it is not
// a number.
std::optional<CellNumber> parse_number(std::string_view cell, char decimal = '\0');

// '.' or ',' by the values that leave no doubt; 0 when none does.
char guess_decimal(std::span<const std::string_view> cells);

// yes/no, true/false, 1/0, да/нет, истина/ложь, ha/yoʻq, + and -.
std::optional<bool> parse_boolean(std::string_view cell);

// The phone as written, cleaned of "tel:", of Excel's ".0" and of odd spaces. Nothing without 3–20
// digits or with letters other than an extension's ("доб.", "ext.", "ichki").
std::optional<std::string> parse_phone(std::string_view cell);

struct KindValue {
  std::string kind;  // work, mobile, home, other, or empty
  std::string value;
};

// Several values in one cell: parted by ; , | or ends of lines, each with its kind in front or not:
// "work: +998 71 200 00 00; mobile: +998 90 123 45 67". Empty ones are left out.
std::vector<KindValue> split_values(std::string_view cell);
// The notation split_values reads.
std::string join_values(std::span<const KindValue> values);

}  // namespace rapport::imports
