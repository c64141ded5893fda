#include "search/phones.h"

#include "search/words.h"

namespace rapport::search {

namespace {

bool joins_digits(std::string_view gap) {
  return gap.size() <= 4 && gap.find_first_not_of(" ()-.+/\u00A0\u2011\u2013") == gap.npos;
}

std::string_view between(std::string_view left, std::string_view right) {
  const char* from = left.data() + left.size();
  return {from, static_cast<std::size_t>(right.data() - from)};
}

}  // namespace

std::vector<DigitRun> digit_runs(const std::vector<std::string_view>& words) {
  std::vector<DigitRun> runs;
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (!is_number(words[i])) continue;
    bool continues = !runs.empty() && runs.back().until == i &&
                     joins_digits(between(words[i - 1], words[i]));
    if (!continues) runs.push_back({i, i, {}});
    runs.back().until = i + 1;
    runs.back().digits += words[i];
  }
  return runs;
}

std::vector<std::string> phone_readings(std::string_view digits) {
  std::vector<std::string> readings{std::string(digits)};
  auto without = [&](std::size_t count) {
    if (digits.size() >= count + 4) readings.emplace_back(digits.substr(count));
  };
  if (digits.starts_with("810"))
    without(3);
  else if (digits.starts_with("00"))
    without(2);
  else if (digits.starts_with('0') || digits.starts_with('8'))
    without(1);
  else if (digits.size() == 11 && digits.starts_with('7'))
    without(1);
  else if (digits.size() == 12 && digits.starts_with("998"))
    without(3);
  return readings;
}

}  // namespace rapport::search
