#include "base/money.h"

#include <gtest/gtest.h>

#include <limits>

namespace rapport::base {
namespace {

constexpr auto kLeast = std::numeric_limits<std::int64_t>::min();
constexpr auto kMost = std::numeric_limits<std::int64_t>::max();

TEST(ParseDecimal, ReadsScaledNumbers) {
  EXPECT_EQ(parse_decimal("1500.5", 4), 15005000);
  EXPECT_EQ(parse_decimal("-0.0001", 4), -1);
  EXPECT_EQ(parse_decimal("+7", 2), 700);
  EXPECT_EQ(parse_decimal("007", 0), 7);
  EXPECT_EQ(parse_decimal("1.500000", 1), 15) << "zeros at the end do not count";
  EXPECT_EQ(parse_decimal("-0", 4), 0);
}

TEST(ParseDecimal, RefusesWhatIsNoNumberOrTooFine) {
  for (const char* text : {"", "-", "+", ".5", "5.", "1,5", "1 500", "1e3", "--1", "0x10", "1.2.3",
                           "٣", "1.00001", "NaN"})
    EXPECT_EQ(parse_decimal(text, 4), std::nullopt) << text;
}

TEST(ParseDecimal, KnowsTheEndsOf64Bits) {
  EXPECT_EQ(parse_decimal("922337203685477.5807", 4), kMost);
  EXPECT_EQ(parse_decimal("-922337203685477.5808", 4), kLeast);
  EXPECT_EQ(parse_decimal("922337203685477.5808", 4), std::nullopt);
  EXPECT_EQ(parse_decimal("-922337203685477.5809", 4), std::nullopt);
  EXPECT_EQ(parse_decimal("99999999999999999999", 0), std::nullopt);
}

TEST(FormatDecimal, ShowsAtLeastTheDecimalsAsked) {
  EXPECT_EQ(format_decimal(std::int64_t{15005000}, 4, 2), "1500.50");
  EXPECT_EQ(format_decimal(std::int64_t{15005001}, 4, 2), "1500.5001");
  EXPECT_EQ(format_decimal(std::int64_t{15000000}, 4, 0), "1500");
  EXPECT_EQ(format_decimal(std::int64_t{-1}, 4, 2), "-0.0001");
  EXPECT_EQ(format_decimal(std::int64_t{0}, 4, 2), "0.00");
  EXPECT_EQ(format_decimal(std::int64_t{0}, 0, 0), "0");
  EXPECT_EQ(format_decimal(std::int64_t{100}, 0, 0), "100");
  EXPECT_EQ(format_decimal(std::int64_t{-100}, 2, 0), "-1");
  EXPECT_EQ(format_decimal(kLeast, 4, 2), "-922337203685477.5808");
}

TEST(FormatDecimal, HoldsSumsBeyond64Bits) {
  __int128 sum = static_cast<__int128>(kMost) * 1000;
  EXPECT_EQ(format_decimal(sum, 4, 2), "922337203685477580.70");
  EXPECT_EQ(format_decimal(-sum, 4, 2), "-922337203685477580.70");
}

TEST(Decimal, ComesBackAsItWent) {
  const std::int64_t values[] = {0, 1, 10, -12345, kMost, kLeast};
  for (std::int64_t value : values)
    for (int scale : {0, 2, 4}) {
      std::string text = format_decimal(value, scale, 2 < scale ? 2 : scale);
      EXPECT_EQ(parse_decimal(text, scale), value) << text;
    }
}

TEST(Currency, IsThreeCapitals) {
  EXPECT_TRUE(is_currency("UZS"));
  for (const char* code : {"uzs", "UZ", "UZSS", "U2S", ""}) EXPECT_FALSE(is_currency(code)) << code;
}

}  // namespace
}  // namespace rapport::base
