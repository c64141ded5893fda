#include "base/clock.h"

#include <gtest/gtest.h>

#include <set>

#include "base/date.h"

namespace rapport::base {
namespace {

TEST(SystemClock, GoesForward) {
  EXPECT_GT(system_clock().now(), *parse_instant("2025-01-01T00:00:00Z"));
  auto first = system_clock().monotonic_us();
  EXPECT_LE(first, system_clock().monotonic_us());
}

TEST(SystemRandom, FillsEverySizeAndDoesNotRepeat) {
  std::set<std::string> seen;
  for (int i = 0; i < 200; ++i) seen.insert(system_random().hex(16));
  EXPECT_EQ(seen.size(), 200u);
  for (std::size_t size : {0u, 1u, 255u, 256u, 257u, 1000u}) {
    std::string text = system_random().hex(size);
    EXPECT_EQ(text.size(), 2 * size);
    EXPECT_EQ(text.find_first_not_of("0123456789abcdef"), text.npos);
  }
  std::string large = system_random().hex(1000);
  EXPECT_NE(large.substr(0, 512), large.substr(512, 512));
}

}  // namespace
}  // namespace rapport::base
