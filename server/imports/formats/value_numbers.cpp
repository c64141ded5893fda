#include "imports/formats/value_numbers.h"

#include <algorithm>
#include <cstdlib>

#include "base/text.h"

namespace rapport::imports {

namespace {

struct CurrencySign {
  std::string_view sign, code;
};

// Folded spellings beside an amount.
constexpr CurrencySign kSigns[] = {
    {"$", "USD"},      {"€", "EUR"},      {"£", "GBP"},    {"¥", "JPY"},     {"₽", "RUB"},
    {"₸", "KZT"},      {"₴", "UAH"},      {"₺", "TRY"},    {"₹", "INR"},     {"руб.", "RUB"},
    {"руб", "RUB"},    {"рублей", "RUB"}, {"р.", "RUB"},   {"р", "RUB"},     {"сум", "UZS"},
    {"сўм", "UZS"},    {"so'm", "UZS"},   {"som", "UZS"},  {"sum", "UZS"},   {"тенге", "KZT"},
    {"тг", "KZT"},     {"тг.", "KZT"},    {"у.е.", "USD"}, {"долл.", "USD"}, {"us$", "USD"},
    {"доллар", "USD"}, {"евро", "EUR"},   {"euro", "EUR"},
};

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// Every kind of blank as ' ', every kind of minus as '-'.
std::string with_plain_signs(std::string_view cell) {
  std::string out;
  for (std::size_t i = 0; i < cell.size(); ++i) {
    auto rest = cell.substr(i);
    if (rest.starts_with("\u00A0"))
      out += ' ', i += 1;
    else if (rest.starts_with("\u202F") || rest.starts_with("\u2009"))
      out += ' ', i += 2;
    else if (rest.starts_with("\u2212") || rest.starts_with("\u2013"))
      out += '-', i += 2;
    else if (rest.starts_with("\u2019"))
      out += '\'', i += 2;
    else
      out += rest[0] == '\t' ? ' ' : rest[0];
  }
  return std::string(base::trim(out));
}

// The code of a currency sign or word; empty when it is none.
std::string currency_of(std::string_view word) {
  word = base::trim(word);
  if (word.size() == 3 &&
      std::all_of(word.begin(), word.end(), [](char c) { return c >= 'A' && c <= 'Z'; })) {
    return std::string(word);
  }
  auto folded = base::fold(word);
  for (const auto& entry : kSigns) {
    if (folded == entry.sign) return std::string(entry.code);
  }
  return {};
}

// Groups of three digits, the first of one to three: how thousands are parted.
bool are_groups(std::string_view digits, char separator) {
  std::size_t group = 0;
  bool first = true;
  for (char c : digits) {
    if (c == separator) {
      if (first ? group < 1 || group > 3 : group != 3) return false;
      first = false;
      group = 0;
    } else {
      ++group;
    }
  }
  return group == 3;
}

// Digits with separators → digits with at most one point.
std::optional<std::string> plain_digits(std::string_view body, char decimal) {
  std::size_t points = 0, commas = 0;
  char group_sign = '\0';
  for (char c : body) {
    points += c == '.';
    commas += c == ',';
    if (c == ' ' || c == '\'') {
      if (group_sign && group_sign != c) return std::nullopt;
      group_sign = c;
    } else if (!is_digit(c) && c != '.' && c != ',') {
      return std::nullopt;
    }
  }
  char point = '\0';
  if (points && commas) {
    point = body.rfind('.') > body.rfind(',') ? '.' : ',';
  } else if (points || commas) {
    char sign = points ? '.' : ',';
    bool groups = are_groups(body, sign) && body[0] != '0' && !group_sign;
    bool once = points + commas == 1;
    bool is_decimal = once && (!groups || sign == decimal || (!decimal && sign == '.'));
    if (is_decimal)
      point = sign;
    else if (!groups)
      return std::nullopt;
    else
      group_sign = sign;
  }
  if (points && commas) {
    if (group_sign) return std::nullopt;
    group_sign = point == '.' ? ',' : '.';
  }
  auto at = point ? body.find(point) : std::string_view::npos;
  if (point && body.find(point, at + 1) != std::string_view::npos) return std::nullopt;
  auto whole = body.substr(0, at);
  auto fraction = at == std::string_view::npos ? std::string_view() : body.substr(at + 1);
  if (!std::all_of(fraction.begin(), fraction.end(), is_digit)) return std::nullopt;
  if (group_sign && whole.find(group_sign) != std::string_view::npos &&
      !are_groups(whole, group_sign)) {
    return std::nullopt;
  }
  std::string out;
  for (char c : whole) {
    if (is_digit(c)) out += c;
  }
  if (out.empty() && fraction.empty()) return std::nullopt;
  if (out.empty()) out = "0";
  if (!fraction.empty()) out.append(".").append(fraction);
  return out;
}

// "9.98E+11" → its digits, when that loses nothing.
std::optional<std::string> from_exponent(const std::string& body) {
  auto e = body.find_first_of("eE");
  if (e == std::string::npos || e == 0) return std::nullopt;
  auto mantissa = plain_digits(body.substr(0, e), '\0');
  char* end = nullptr;
  long power = std::strtol(body.c_str() + e + 1, &end, 10);
  if (!mantissa || end == body.c_str() + e + 1 || *end || power < -12 || power > 18)
    return std::nullopt;
  auto point = mantissa->find('.');
  std::string digits = *mantissa;
  long scale = 0;
  if (point != std::string::npos) {
    scale = static_cast<long>(digits.size() - point - 1);
    digits.erase(point, 1);
  }
  scale -= power;
  if (scale <= 0) return digits + std::string(static_cast<std::size_t>(-scale), '0');
  while (static_cast<long>(digits.size()) <= scale) digits.insert(0, "0");
  digits.insert(digits.size() - static_cast<std::size_t>(scale), ".");
  return digits;
}

}  // namespace

std::optional<CellNumber> parse_number(std::string_view cell, char decimal) {
  if (cell.size() > 64) return std::nullopt;
  std::string text = with_plain_signs(cell);
  CellNumber number;
  bool negative = false;
  if (text.starts_with('(') && text.ends_with(')')) {
    negative = true;
    text = base::trim(std::string_view(text).substr(1, text.size() - 2));
  }
  auto first = text.find_first_of("0123456789");
  if (first == std::string::npos) return std::nullopt;
  auto last = text.find_last_of("0123456789");
  if (first > 0 && (text[first - 1] == '.' || text[first - 1] == ',')) --first;
  std::string before(base::trim(std::string_view(text).substr(0, first)));
  std::string after(base::trim(std::string_view(text).substr(last + 1)));
  std::string body = text.substr(first, last + 1 - first);
  auto take_sign = [&](std::string& part, bool at_end) {
    if (part.empty()) return;
    char c = at_end ? part.back() : part.front();
    if (c != '-' && c != '+') return;
    if (c == '-') negative = true;
    part = base::trim(at_end ? std::string_view(part).substr(0, part.size() - 1)
                             : std::string_view(part).substr(1));
  };
  take_sign(before, false);
  take_sign(before, true);
  take_sign(after, false);
  if (after.starts_with('%')) {
    number.percent = true;
    after = base::trim(std::string_view(after).substr(1));
  }
  if (after == "." || after == ",") after.clear();
  for (const auto* word : {&before, &after}) {
    if (word->empty()) continue;
    auto code = currency_of(*word);
    if (code.empty() || !number.currency.empty()) return std::nullopt;
    number.currency = code;
  }
  auto digits = plain_digits(body, decimal);
  if (!digits) digits = from_exponent(body);
  if (!digits) return std::nullopt;
  number.text =
      (negative && digits->find_first_not_of("0.") != std::string::npos ? "-" : "") + *digits;
  return number;
}

char guess_decimal(std::span<const std::string_view> cells) {
  int points = 0, commas = 0;
  for (auto cell : cells) {
    auto text = with_plain_signs(cell);
    if (!parse_number(text)) continue;
    auto point = text.rfind('.'), comma = text.rfind(',');
    if (point == std::string::npos && comma == std::string::npos) continue;
    bool both = point != std::string::npos && comma != std::string::npos;
    char last = comma == std::string::npos || (both && point > comma) ? '.' : ',';
    std::size_t at = last == '.' ? point : comma;
    auto after = text.find_first_not_of("0123456789", at + 1);
    std::size_t decimals = (after == std::string::npos ? text.size() : after) - at - 1;
    bool twice = text.find(last) != at;
    if (twice)
      (last == '.' ? commas : points) += 1;  // a sign that repeats parts thousands
    else if (both || decimals != 3)
      (last == '.' ? points : commas) += 1;
  }
  return points > commas ? '.' : commas > points ? ',' : '\0';
}

std::optional<bool> parse_boolean(std::string_view cell) {
  static constexpr std::string_view kYes[] = {"1",    "yes", "y",  "true", "t",      "on",
                                              "x",    "+",   "да", "д",    "истина", "ha",
                                              "rost", "✓",   "✔",  "☑",    "bor",    "есть"};
  static constexpr std::string_view kNo[] = {"0",       "no",  "n", "false", "f",    "off",
                                             "-",       "нет", "н", "ложь",  "yo'q", "yoq",
                                             "yolg'on", "☐",   "✗", "✘"};
  auto folded = base::fold(base::trim(cell));
  if (std::find(std::begin(kYes), std::end(kYes), folded) != std::end(kYes)) return true;
  if (std::find(std::begin(kNo), std::end(kNo), folded) != std::end(kNo)) return false;
  return std::nullopt;
}

std::optional<std::string> parse_phone(std::string_view cell) {
  std::string text = with_plain_signs(cell);
  if (text.starts_with('\'')) text.erase(0, 1);
  if (text.starts_with("tel:")) text.erase(0, 4);
  if (text.ends_with(".0") && text.find_first_not_of("0123456789.") == std::string::npos) {
    text.resize(text.size() - 2);
  }
  std::string letters;
  std::size_t digits = 0;
  for (char c : text) {
    if (is_digit(c))
      ++digits;
    else if (std::string_view("+-()./ ;=#*,:").find(c) == std::string_view::npos)
      letters += c;
  }
  auto word = base::fold(letters);
  bool extension = word.empty() || word == "доб" || word == "ext" || word == "x" ||
                   word == "ichki" || word == "вн" || word == "внутр" || word == "тел" ||
                   word == "tel";
  if (digits < 3 || digits > 20 || !extension) return std::nullopt;
  return text;
}

std::vector<KindValue> split_values(std::string_view cell) {
  std::vector<KindValue> values;
  while (!cell.empty()) {
    auto end = cell.find_first_of(";,|\n\r");
    auto part = base::trim(cell.substr(0, end));
    cell = end == std::string_view::npos ? std::string_view() : cell.substr(end + 1);
    KindValue value;
    for (std::string_view kind : {"work", "mobile", "home", "other"}) {
      if (part.starts_with(kind) && part.substr(kind.size()).starts_with(':')) {
        value.kind = kind;
        part = base::trim(part.substr(kind.size() + 1));
        break;
      }
    }
    while (part.starts_with(':')) part = base::trim(part.substr(1));  // Google writes " ::: "
    if (part.empty()) continue;
    value.value = part;
    values.push_back(std::move(value));
  }
  std::vector<KindValue> parted;
  for (auto& value : values) {
    std::string_view rest = value.value;
    for (;;) {
      auto at = rest.find(" ::: ");
      auto piece = base::trim(rest.substr(0, at));
      if (!piece.empty()) parted.push_back({value.kind, std::string(piece)});
      if (at == std::string_view::npos) break;
      rest.remove_prefix(at + 5);
    }
  }
  return parted;
}

std::string join_values(std::span<const KindValue> values) {
  std::string out;
  for (const auto& value : values) {
    if (!out.empty()) out += "; ";
    if (!value.kind.empty()) out.append(value.kind).append(": ");
    out += value.value;
  }
  return out;
}

}  // namespace rapport::imports
