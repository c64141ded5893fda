// Exact decimal numbers as scaled integers, money among them. Never a float.
// Not here: exchange rates, words of currencies.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace rapport::base {

// Money is held in ten-thousandths of the currency's unit, whatever the currency: amounts of
// different currencies and unit prices compare and add alike (docs/decisions/0003).
inline constexpr int kMoneyScale = 4;
inline constexpr std::int64_t kMoneyLimit = 900'000'000'000'000'0000;  // ± 900 trillion units

// "1500.5" with scale 4 → 15005000. Optional sign, digits, at most `scale` significant decimals;
// nothing when it is something else or does not fit.
std::optional<std::int64_t> parse_decimal(std::string_view text, int scale);

// 15005000, scale 4, at least 2 decimals → "1500.50".
std::string format_decimal(std::int64_t value, int scale, int least_decimals);
void append_decimal(std::string& out, std::int64_t value, int scale, int least_decimals);

// Sums that outgrow 64 bits.
std::string format_decimal(__int128 value, int scale, int least_decimals);

// A currency of ISO 4217 that is or was in use.
bool is_currency(std::string_view code);
// Digits after the point of its usual amounts: 2 for USD, 0 for JPY.
int currency_digits(std::string_view code);

}  // namespace rapport::base
