#include "webhooks/retries.h"

#include <iterator>

namespace rapport::webhooks {

namespace {

constexpr std::int64_t kSecondUs = 1'000'000, kMinuteUs = 60 * kSecondUs, kHourUs = 60 * kMinuteUs;
constexpr std::int64_t kPausesUs[] = {5 * kSecondUs, 5 * kMinuteUs, 30 * kMinuteUs,
                                      2 * kHourUs,   5 * kHourUs,   10 * kHourUs,
                                      14 * kHourUs,  20 * kHourUs,  24 * kHourUs};

}  // namespace

std::optional<std::int64_t> pause_after(std::int64_t attempts, base::Random& random) {
  if (attempts < 1 || attempts > std::ssize(kPausesUs)) return std::nullopt;
  auto pause_us = kPausesUs[attempts - 1];
  std::uint16_t chance = 0;
  random.fill(&chance, sizeof chance);
  return pause_us + pause_us / 5 * chance / UINT16_MAX;
}

}  // namespace rapport::webhooks
