#include <gtest/gtest.h>

#include "imports/formats/value_dates.h"
#include "imports/formats/value_numbers.h"

namespace rapport::imports {
namespace {

std::string number(std::string_view cell, char decimal = '\0') {
  auto parsed = parse_number(cell, decimal);
  return parsed ? parsed->text : "none";
}

TEST(Values, ReadsNumbersInEveryNotation) {
  struct Case {
    const char* cell;
    char decimal;
    const char* expected;
  };
  const Case cases[] = {
      {"0", 0, "0"},
      {"1234", 0, "1234"},
      {"1 234,56", 0, "1234.56"},
      {"1\u00A0234\u00A0567,5", 0, "1234567.5"},
      {"1\u202F234", 0, "1234"},
      {"1,234.56", 0, "1234.56"},
      {"1.234,56", 0, "1234.56"},
      {"1.234.567", 0, "1234567"},
      {"1,234,567", 0, "1234567"},
      {"1'234.50", 0, "1234.50"},
      {"12,5", 0, "12.5"},
      {"12.5", 0, "12.5"},
      {"1,234", 0, "1234"},
      {"1,234", ',', "1.234"},
      {"1.234", 0, "1.234"},
      {"1.234", ',', "1234"},
      {"0,123", 0, "0.123"},
      {"3.5", ',', "3.5"},
      {".5", 0, "0.5"},
      {"-5", 0, "-5"},
      {"\u22125,5", 0, "-5.5"},
      {"5-", 0, "-5"},
      {"(12,50)", 0, "-12.50"},
      {"+7", 0, "7"},
      {"$1,500.00", 0, "1500.00"},
      {"-$3", 0, "-3"},
      {"1 500 ₽", 0, "1500"},
      {"100 000 сум", 0, "100000"},
      {"1500 so\u02BBm", 0, "1500"},
      {"USD 12", 0, "12"},
      {"9.98901234567E+11", 0, "998901234567"},
      {"1,5E-3", 0, "0.0015"},
      {"", 0, "none"},
      {"abc", 0, "none"},
      {"12 34", 0, "none"},
      {"1,23,456", 0, "none"},
      {"1.2.3", 0, "none"},
      {"22.11.2026", 0, "none"},
      {"+7 (912) 345", 0, "none"},
      {"5 apples", 0, "none"},
      {"12-34", 0, "none"},
      {"1e999", 0, "none"},
      {"-0,00", 0, "0.00"},
      {"$5 USD", 0, "none"},
  };
  for (const auto& c : cases) EXPECT_EQ(number(c.cell, c.decimal), c.expected) << c.cell;
  EXPECT_EQ(parse_number("1 500 ₽")->currency, "RUB");
  EXPECT_EQ(parse_number("100 сум")->currency, "UZS");
  EXPECT_EQ(parse_number("EUR 5")->currency, "EUR");
  EXPECT_TRUE(parse_number("12,5 %")->percent);
}

TEST(Values, GuessesTheDecimalSign) {
  using Cells = std::vector<std::string_view>;
  EXPECT_EQ(guess_decimal(Cells{"1,234", "5,6"}), ',');
  EXPECT_EQ(guess_decimal(Cells{"1,234", "2,345.00"}), '.');
  EXPECT_EQ(guess_decimal(Cells{"1.234.567"}), ',');
  EXPECT_EQ(guess_decimal(Cells{"1,234", "word", ""}), '\0');
}

std::string date(std::string_view cell, DateOrder order = DateOrder::Dmy) {
  auto parsed = parse_cell_time(cell, order);
  if (!parsed) return "none";
  auto text = base::format_date(parsed->date);
  if (parsed->has_time) text += " " + std::to_string(parsed->time_us / 1'000'000);
  if (parsed->offset_minutes) text += " " + std::to_string(*parsed->offset_minutes);
  return text;
}

TEST(Values, ReadsDatesInEveryNotation) {
  struct Case {
    const char* cell;
    DateOrder order;
    const char* expected;
  };
  constexpr auto kDmy = DateOrder::Dmy, kMdy = DateOrder::Mdy, kYmd = DateOrder::Ymd;
  const Case cases[] = {
      {"2026-11-22", kDmy, "2026-11-22"},
      {"2026/11/2", kMdy, "2026-11-02"},
      {"22.11.2026", kDmy, "2026-11-22"},
      {"2.1.26", kDmy, "2026-01-02"},
      {"02/01/2026", kDmy, "2026-01-02"},
      {"02/01/2026", kMdy, "2026-02-01"},
      {"11/22/2026", kDmy, "2026-11-22"},
      {"22/11/2026", kMdy, "2026-11-22"},
      {"26-11-22", kYmd, "2026-11-22"},
      {"20261122", kDmy, "2026-11-22"},
      {"Nov 22, 2026", kDmy, "2026-11-22"},
      {"22-Nov-2026", kDmy, "2026-11-22"},
      {"22 ноября 2026 г.", kDmy, "2026-11-22"},
      {"1 мая 1999", kDmy, "1999-05-01"},
      {"2026-yil 22-noyabr", kDmy, "2026-11-22"},
      {"Sunday, November 22nd, 2026", kDmy, "2026-11-22"},
      {"2026-11-22T09:30:00Z", kDmy, "2026-11-22 34200 0"},
      {"2026-11-22 09:30:00.000", kDmy, "2026-11-22 34200"},
      {"2026-11-22T09:30:00+05:00", kDmy, "2026-11-22 34200 300"},
      {"22.11.2026 9:05", kDmy, "2026-11-22 32700"},
      {"11/22/2026 12:15 AM", kMdy, "2026-11-22 900"},
      {"11/22/26, 9:30 PM", kMdy, "2026-11-22 77400"},
      {"46348", kDmy, "2026-11-22"},
      {"46348.5", kDmy, "2026-11-22 43200"},
      {"31.12.1969", kDmy, "1969-12-31"},
      {"29.02.2024", kDmy, "2024-02-29"},
      {"29.02.2023", kDmy, "none"},
      {"31.04.2026", kDmy, "none"},
      {"13.13.2026", kDmy, "none"},
      {"2026-11-22 25:00", kDmy, "none"},
      {"2026-11", kDmy, "none"},
      {"12345", kDmy, "none"},
      {"soon", kDmy, "none"},
      {"", kDmy, "none"},
      {"1 2 3 4 5", kDmy, "none"},
      {"99999999999999999999", kDmy, "none"},
  };
  for (const auto& c : cases) EXPECT_EQ(date(c.cell, c.order), c.expected) << c.cell;
}

TEST(Values, GuessesTheOrderOfDates) {
  using Cells = std::vector<std::string_view>;
  EXPECT_EQ(guess_date_order(Cells{"01/02/2026", "22/11/2026"}), DateOrder::Dmy);
  EXPECT_EQ(guess_date_order(Cells{"01/02/2026", "11/22/2026"}), DateOrder::Mdy);
  EXPECT_EQ(guess_date_order(Cells{"2026-01-02"}), DateOrder::Ymd);
  EXPECT_EQ(guess_date_order(Cells{"01.02.2026"}), DateOrder::Dmy);
  EXPECT_EQ(guess_date_order(Cells{"01/02/2026", "", "x"}), std::nullopt);
}

TEST(Values, CountsTheDaysOfSpreadsheets) {
  EXPECT_EQ(base::format_date(*date_of_serial(1, false)), "1900-01-01");
  EXPECT_EQ(base::format_date(*date_of_serial(61, false)), "1900-03-01");
  EXPECT_EQ(base::format_date(*date_of_serial(44197, false)), "2021-01-01");
  EXPECT_EQ(base::format_date(*date_of_serial(42735, true)), "2021-01-01");
  EXPECT_EQ(date_of_serial(-1, false), std::nullopt);
  EXPECT_EQ(date_of_serial(99'999'999, false), std::nullopt);
}

TEST(Values, ReadsYesAndNo) {
  for (const char* yes : {"1", "Yes", "TRUE", "да", " Да ", "ИСТИНА", "ha", "Ha"}) {
    EXPECT_EQ(parse_boolean(yes), true) << yes;
  }
  for (const char* no : {"0", "No", "false", "нет", "ЛОЖЬ", "yo\u02BBq", "Yo'q", "yo\u2018q"}) {
    EXPECT_EQ(parse_boolean(no), false) << no;
  }
  EXPECT_EQ(parse_boolean("maybe"), std::nullopt);
  EXPECT_EQ(parse_boolean(""), std::nullopt);
}

TEST(Values, TakesPhonesAsWritten) {
  EXPECT_EQ(parse_phone("+998 90 123-45-67"), "+998 90 123-45-67");
  EXPECT_EQ(parse_phone("tel:+79123456789"), "+79123456789");
  EXPECT_EQ(parse_phone("998901234567.0"), "998901234567");
  EXPECT_EQ(parse_phone("'+79123456789"), "+79123456789");
  EXPECT_EQ(parse_phone("8\u00A0(495) 123-45-67 доб. 12"), "8 (495) 123-45-67 доб. 12");
  EXPECT_EQ(parse_phone("call me 123456"), std::nullopt);
  EXPECT_EQ(parse_phone("9.98901E+11"), std::nullopt);
  EXPECT_EQ(parse_phone("12"), std::nullopt);
}

TEST(Values, PartsSeveralValuesInACell) {
  auto values = split_values("work: +998 71 200 00 00; mobile: +998901234567\n123 ::: 456, 789");
  ASSERT_EQ(values.size(), 5u);
  EXPECT_EQ(values[0].kind, "work");
  EXPECT_EQ(values[0].value, "+998 71 200 00 00");
  EXPECT_EQ(values[1].kind, "mobile");
  EXPECT_EQ(values[2].value, "123");
  EXPECT_EQ(values[3].value, "456");
  EXPECT_EQ(values[4].value, "789");
  EXPECT_EQ(join_values(values), "work: +998 71 200 00 00; mobile: +998901234567; 123; 456; 789");
  EXPECT_TRUE(split_values(" ; , ").empty());
}

}  // namespace
}  // namespace rapport::imports
