// Phone numbers inside text: digits that only phone punctuation separates.
// Not here: what a phone field holds (base::phone_digits).
#pragma once
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace rapport::search {

// Words `from` until `until` that make up one number, and all their digits.
struct DigitRun {
  std::size_t from, until;
  std::string digits;
};

// How many digits a run of a text needs to be taken for a phone number.
struct DigitRange {
  std::size_t least, most;
};
inline constexpr DigitRange kPhoneDigits{9, 15};

// The runs of neighbouring numbers with nothing but spaces, dots, hyphens, brackets and + between
// them: "тел. +998 (90) 123-45-67" → "998901234567". `words` are views into one text.
std::vector<DigitRun> digit_runs(const std::vector<std::string_view>& words);

// The ways in which these digits may stand in the index: as they are, and without what may be
// missing there: country code, trunk prefix. "89123456789" → itself, "9123456789".
std::vector<std::string> phone_readings(std::string_view digits);

}  // namespace rapport::search
