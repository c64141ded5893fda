#include "imports/formats/value_dates.h"

#include <cstdlib>
#include <vector>

#include "base/text.h"

namespace rapport::imports {

namespace {

constexpr std::int64_t kSecond = 1'000'000;
constexpr std::int64_t kDay = 86'400 * kSecond;

// Folded beginnings of the names of months that no other name shares. Genitives and short forms
// begin alike.
struct MonthName {
  std::string_view start;
  int month;
};
constexpr MonthName kMonths[] = {
    {"jan", 1},  {"янв", 1},  {"yan", 1},  {"feb", 2},  {"фев", 2},  {"fev", 2},  {"mar", 3},
    {"мар", 3},  {"apr", 4},  {"апр", 4},  {"may", 5},  {"мая", 5},  {"май", 5},  {"jun", 6},
    {"июн", 6},  {"iyun", 6}, {"jul", 7},  {"июл", 7},  {"iyul", 7}, {"aug", 8},  {"авг", 8},
    {"avg", 8},  {"sep", 9},  {"сен", 9},  {"sen", 9},  {"oct", 10}, {"окт", 10}, {"okt", 10},
    {"nov", 11}, {"ноя", 11}, {"noy", 11}, {"dec", 12}, {"дек", 12}, {"dek", 12},
};
// Words that may stand in a date and say nothing.
constexpr std::string_view kFillers[] = {
    "г",       "год",       "года",     "yil",    "kun",      "of",     "the", "в",
    "at",      "st",        "nd",       "rd",     "th",       "mon",    "tue", "tues",
    "wed",     "thu",       "thur",     "thurs",  "fri",      "sat",    "sun", "monday",
    "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "пн",  "вт",
    "ср",      "чт",        "пт",       "сб",     "вс",       "gmt",    "utc"};

bool is_digit(char c) { return c >= '0' && c <= '9'; }

struct Token {
  enum Kind { Number, Word, Sign } kind;
  std::string_view text;
  int number = 0;
};

std::vector<Token> tokenize(std::string_view text) {
  std::vector<Token> tokens;
  for (std::size_t i = 0; i < text.size();) {
    std::size_t begin = i;
    auto is_letter = [&](std::size_t at) {
      unsigned char c = static_cast<unsigned char>(text[at]);
      return c >= 0x80 || (c >= 'a' && c <= 'z') || c == '\'';
    };
    if (is_digit(text[i])) {
      while (i < text.size() && is_digit(text[i])) ++i;
      auto digits = text.substr(begin, i - begin);
      tokens.push_back(
          {Token::Number, digits, digits.size() > 9 ? -1 : std::atoi(std::string(digits).c_str())});
    } else if (is_letter(i)) {
      while (i < text.size() && is_letter(i)) ++i;
      tokens.push_back({Token::Word, text.substr(begin, i - begin)});
    } else {
      tokens.push_back({Token::Sign, text.substr(i++, 1)});
    }
  }
  return tokens;
}

int month_of(std::string_view word) {
  for (const auto& entry : kMonths) {
    if (word.starts_with(entry.start)) return entry.month;
  }
  return 0;
}

bool is_filler(std::string_view word) {
  for (auto filler : kFillers) {
    if (word == filler) return true;
  }
  return false;
}

int full_year(const Token& token) {
  if (token.text.size() != 2) return token.number;
  return token.number < 50 ? 2000 + token.number : 1900 + token.number;
}

// Reads "9:30[:15[.25]] [AM|PM] [Z|+05:00]" from tokens[at…].
bool read_clock(const std::vector<Token>& tokens, std::size_t at, CellTime& out) {
  auto is_sign = [&](std::size_t i, char c) {
    return i < tokens.size() && tokens[i].kind == Token::Sign && tokens[i].text[0] == c;
  };
  auto is_number = [&](std::size_t i) {
    return i < tokens.size() && tokens[i].kind == Token::Number;
  };
  if (!is_number(at) || !is_sign(at + 1, ':') || !is_number(at + 2)) return false;
  int hour = tokens[at].number, minute = tokens[at + 2].number, second = 0;
  std::int64_t micros = 0;
  at += 3;
  if (is_sign(at, ':') && is_number(at + 1)) {
    second = tokens[at + 1].number;
    at += 2;
    if ((is_sign(at, '.') || is_sign(at, ',')) && is_number(at + 1)) {
      std::string digits(tokens[at + 1].text.substr(0, 6));
      digits.resize(6, '0');
      micros = std::atoi(digits.c_str());
      at += 2;
    }
  }
  while (is_sign(at, ' ')) ++at;
  if (at < tokens.size() && tokens[at].kind == Token::Word) {
    auto word = tokens[at].text;
    bool pm = word == "pm" || word == "p", am = word == "am" || word == "a";
    if (pm || am) {
      if (hour < 1 || hour > 12) return false;
      hour = hour % 12 + (pm ? 12 : 0);
      ++at;
      if (is_sign(at, '.')) at += is_sign(at + 2, '.') ? 3 : 1;
    } else if (word == "z" || word == "utc" || word == "gmt") {
      out.offset_minutes = 0;
      ++at;
    }
  }
  while (is_sign(at, ' ')) ++at;
  if ((is_sign(at, '+') || is_sign(at, '-')) && is_number(at + 1)) {
    int sign = tokens[at].text[0] == '-' ? -1 : 1, value = tokens[at + 1].number;
    bool joined = tokens[at + 1].text.size() == 4;
    int hours = joined ? value / 100 : value;
    int minutes = joined                                      ? value % 100
                  : is_sign(at + 2, ':') && is_number(at + 3) ? tokens[at + 3].number
                                                              : 0;
    if (hours > 14 || minutes > 59) return false;
    out.offset_minutes = sign * (hours * 60 + minutes);
    at += joined || !is_sign(at + 2, ':') ? 2 : 4;
  }
  if (at != tokens.size() || hour > 23 || minute > 59 || second > 59) return false;
  out.has_time = true;
  out.time_us = (hour * 3600ll + minute * 60 + second) * kSecond + micros;
  return true;
}

bool set_date(CellTime& out, int year, int month, int day) {
  base::CivilDate civil{year, month, day};
  if (year < 1000 || year > 9999 || !base::is_valid(civil)) return false;
  out.date = base::to_date(civil);
  return true;
}

// Three numbers: the order where they leave it open, else the only way they fit.
bool set_from_numbers(CellTime& out, const Token& a, const Token& b, const Token& c,
                      DateOrder order) {
  if (a.text.size() >= 3) return set_date(out, a.number, b.number, c.number);
  int year = full_year(c);
  if (order == DateOrder::Ymd && c.text.size() <= 2) {
    return set_date(out, full_year(a), b.number, c.number);
  }
  if (c.text.size() != 2 && c.text.size() != 4) return false;
  bool day_first = order != DateOrder::Mdy;
  if (b.number > 12 && a.number <= 12) day_first = false;
  if (a.number > 12 && b.number <= 12) day_first = true;
  return day_first ? set_date(out, year, b.number, a.number)
                   : set_date(out, year, a.number, b.number);
}

std::optional<CellTime> from_serial(std::string_view text) {
  std::string copy(text);
  for (char& c : copy) c = c == ',' ? '.' : c;
  char* end = nullptr;
  double value = std::strtod(copy.c_str(), &end);
  if (*end || value < 20000 || value >= 80000) return std::nullopt;  // 1954 to 2119
  auto days = static_cast<std::int64_t>(value);
  auto date = date_of_serial(days, false);
  if (!date) return std::nullopt;
  CellTime out{.date = *date};
  auto seconds = static_cast<std::int64_t>((value - static_cast<double>(days)) * 86400 + 0.5);
  out.has_time = copy.find('.') != std::string::npos && seconds > 0;
  out.time_us = std::min<std::int64_t>(seconds * kSecond, kDay - kSecond);
  return out;
}

}  // namespace

std::string_view name_of(DateOrder order) {
  return order == DateOrder::Dmy ? "dmy" : order == DateOrder::Mdy ? "mdy" : "ymd";
}

std::optional<DateOrder> date_order_named(std::string_view name) {
  for (auto order : {DateOrder::Dmy, DateOrder::Mdy, DateOrder::Ymd}) {
    if (name_of(order) == name) return order;
  }
  return std::nullopt;
}

std::optional<base::Date> date_of_serial(std::int64_t days, bool from_1904) {
  // The 1900 system counts a 29 February 1900 that never was.
  // Source: ECMA-376, part 1, section 18.17.4.
  base::Date zero = from_1904 ? base::to_date({1904, 1, 1}) : base::to_date({1899, 12, 30});
  if (days < 0 || days > 2'958'465) return std::nullopt;
  if (!from_1904 && days < 60) ++days;
  return static_cast<base::Date>(zero + days);
}

std::optional<CellTime> parse_cell_time(std::string_view cell, DateOrder order) {
  if (cell.size() > 80) return std::nullopt;
  auto folded = base::fold(base::trim(cell));
  if (folded.empty() || folded.find_first_of("0123456789") == std::string::npos)
    return std::nullopt;
  auto tokens = tokenize(folded);
  CellTime out;
  if (folded.find_first_not_of("0123456789.,") == std::string::npos) {
    if (folded.size() == 8 && tokens.size() == 1) {
      auto number = tokens[0].number;
      if (set_date(out, number / 10000, number / 100 % 100, number % 100)) return out;
    }
    if (tokens.size() == 1 || (tokens.size() == 3 && tokens[0].text.size() == 5))
      return from_serial(folded);
  }
  std::vector<Token> numbers;
  int month = 0;
  std::size_t i = 0;
  for (; i < tokens.size(); ++i) {
    const auto& token = tokens[i];
    if (token.kind == Token::Number) {
      bool clock = i + 1 < tokens.size() && tokens[i + 1].text == ":";
      if (clock) break;
      if (token.number < 0 || numbers.size() == 3) return std::nullopt;
      numbers.push_back(token);
    } else if (token.kind == Token::Word) {
      bool is_t = token.text == "t";
      int named = month_of(token.text);
      if (is_t || is_filler(token.text)) continue;
      if (named == 0 || month != 0) return std::nullopt;
      month = named;
    } else if (std::string_view("-/., ").find(token.text[0]) == std::string_view::npos) {
      return std::nullopt;
    }
  }
  if (i < tokens.size() && !read_clock(tokens, i, out)) return std::nullopt;
  bool set = false;
  if (month && numbers.size() == 2) {
    bool year_first = numbers[0].text.size() == 4;
    set = set_date(out, full_year(numbers[year_first ? 0 : 1]), month,
                   numbers[year_first ? 1 : 0].number);
  } else if (!month && numbers.size() == 3) {
    set = set_from_numbers(out, numbers[0], numbers[1], numbers[2], order);
  }
  return set ? std::optional(out) : std::nullopt;
}

std::optional<DateOrder> guess_date_order(std::span<const std::string_view> cells) {
  int day_first = 0, month_first = 0, year_first = 0, points = 0;
  for (auto cell : cells) {
    auto text = base::trim(cell);
    if (text.size() < 6 || text.size() > 40) continue;
    std::string folded = base::fold(text);
    auto tokens = tokenize(folded);
    if (tokens.size() < 5 || tokens[0].kind != Token::Number || tokens[2].kind != Token::Number ||
        tokens[4].kind != Token::Number || tokens[1].text != tokens[3].text ||
        !parse_cell_time(text, DateOrder::Dmy)) {
      continue;
    }
    int a = tokens[0].number, b = tokens[2].number;
    if (tokens[0].text.size() == 4)
      ++year_first;
    else if (a > 12)
      ++day_first;
    else if (b > 12)
      ++month_first;
    else if (tokens[1].text == ".")
      ++points;
  }
  if (day_first > month_first) return DateOrder::Dmy;
  if (month_first > day_first) return DateOrder::Mdy;
  if (year_first > 0) return DateOrder::Ymd;
  if (points > 0) return DateOrder::Dmy;  // points are written where the day comes first
  return std::nullopt;
}

}  // namespace rapport::imports
