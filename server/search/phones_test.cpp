#include "search/phones.h"

#include <gtest/gtest.h>

#include "search/words.h"

namespace rapport::search {
namespace {

std::vector<std::string> runs(std::string_view text) {
  std::vector<std::string> digits;
  for (const DigitRun& run : digit_runs(words_of(text))) digits.push_back(run.digits);
  return digits;
}

TEST(DigitRuns, JoinWhatPhonePunctuationParts) {
  using Runs = std::vector<std::string>;
  EXPECT_EQ(runs("тел. +998 (90) 123-45-67, доб. 5"), (Runs{"998901234567", "5"}));
  EXPECT_EQ(runs("8(912)345 67 89"), Runs{"89123456789"});
  EXPECT_EQ(runs("12, 34; 56"), (Runs{"12", "34", "56"}));
  EXPECT_EQ(runs("дом 5 кв 7"), (Runs{"5", "7"}));
  EXPECT_EQ(runs("12      34"), (Runs{"12", "34"}));
  EXPECT_EQ(runs("нет"), Runs{});
}

TEST(DigitRuns, SayWhichWords) {
  auto found = digit_runs(words_of("Иванов 123-45 и 6"));
  ASSERT_EQ(found.size(), 2u);
  EXPECT_EQ(found[0].from, 1u);
  EXPECT_EQ(found[0].until, 3u);
  EXPECT_EQ(found[1].from, 4u);
}

TEST(PhoneReadings, LeaveOutWhatMayBeMissing) {
  using Readings = std::vector<std::string>;
  EXPECT_EQ(phone_readings("89123456789"), (Readings{"89123456789", "9123456789"}));
  EXPECT_EQ(phone_readings("79123456789"), (Readings{"79123456789", "9123456789"}));
  EXPECT_EQ(phone_readings("998901234567"), (Readings{"998901234567", "901234567"}));
  EXPECT_EQ(phone_readings("00998901234567"), (Readings{"00998901234567", "998901234567"}));
  EXPECT_EQ(phone_readings("810998901234567"), (Readings{"810998901234567", "998901234567"}));
  EXPECT_EQ(phone_readings("1234"), Readings{"1234"});
  EXPECT_EQ(phone_readings("812"), Readings{"812"});
}

}  // namespace
}  // namespace rapport::search
