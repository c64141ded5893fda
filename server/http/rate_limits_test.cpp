#include "http/rate_limits.h"

#include <gtest/gtest.h>

namespace rapport::http {
namespace {

constexpr std::int64_t kSecondUs = 1'000'000;

Identity key(std::uint8_t number) {
  Identity identity;
  identity.by = SignedBy::Key;
  identity.key.bytes[0] = number;
  return identity;
}

struct Limits : testing::Test {
  Allowance take(const Identity& who, const std::string& address = "10.0.0.1") {
    return limits.ask(who, address, now_us, RateLimits::Spend::One);
  }
  // How many requests are granted in a row.
  int granted(const Identity& who, const std::string& address = "10.0.0.1") {
    int count = 0;
    while (take(who, address).granted) ++count;
    return count;
  }
  RateLimits limits{60};
  std::int64_t now_us = 1'000 * kSecondUs;
};

TEST_F(Limits, AKeyMayHaveALimitOfItsOwn) {
  auto narrow = key(1), wide = key(2);
  narrow.per_minute = 5;
  wide.per_minute = 100;
  EXPECT_EQ(take(narrow).per_minute, 5);
  EXPECT_EQ(granted(narrow), 4);
  EXPECT_EQ(granted(wide), 100);
  RateLimits none{0};
  EXPECT_FALSE(none.bound(key(3)));
  EXPECT_TRUE(none.ask(key(3), "10.0.0.1", now_us, RateLimits::Spend::One).granted);
  EXPECT_TRUE(none.bound(narrow));
  for (int i = 0; i < 5; ++i)
    EXPECT_TRUE(none.ask(narrow, "10.0.0.1", now_us, RateLimits::Spend::One).granted);
  EXPECT_FALSE(none.ask(narrow, "10.0.0.1", now_us, RateLimits::Spend::One).granted);
  none.give_back(narrow, "10.0.0.1");
  EXPECT_TRUE(none.ask(narrow, "10.0.0.1", now_us, RateLimits::Spend::One).granted);
}

TEST_F(Limits, ABucketEmptiesAndFillsEvenly) {
  auto first = take(key(1));
  EXPECT_TRUE(first.granted);
  EXPECT_EQ(first.remaining, 59);
  EXPECT_EQ(first.reset_s, 1);
  EXPECT_EQ(granted(key(1)), 59);
  auto refused = take(key(1));
  EXPECT_EQ(refused.remaining, 0);
  EXPECT_EQ(refused.reset_s, 1);
  now_us += kSecondUs - 1;
  EXPECT_FALSE(take(key(1)).granted);
  now_us += 1;
  EXPECT_EQ(granted(key(1)), 1);
  now_us += 10 * kSecondUs;
  EXPECT_EQ(granted(key(1)), 10);
  now_us += 3'600 * kSecondUs;
  EXPECT_EQ(granted(key(1)), 60);
}

TEST_F(Limits, EachCallerHasABucket) {
  Identity session;
  session.by = SignedBy::Cookie;
  session.session.bytes[0] = 3;
  EXPECT_EQ(granted(key(1)), 60);
  EXPECT_EQ(granted(key(2)), 60);
  EXPECT_EQ(granted(session), 60);
  EXPECT_EQ(granted({}, "10.0.0.1"), 600);
  EXPECT_EQ(granted({}, "10.0.0.2"), 600);
  EXPECT_EQ(granted({}, "10.0.0.1"), 0);
}

TEST_F(Limits, LooksCostNothing) {
  for (int i = 0; i < 100; ++i)
    EXPECT_EQ(limits.ask(key(1), "", now_us, RateLimits::Spend::Nothing).remaining, 60);
  EXPECT_EQ(granted(key(1)), 60);
  EXPECT_FALSE(limits.ask(key(1), "", now_us, RateLimits::Spend::Nothing).granted);
  limits.give_back(key(1), "");
  EXPECT_EQ(granted(key(1)), 1);
}

// Strangers in any number do not free who has signed in of the limit, and are forgotten.
TEST_F(Limits, ManyAddresses) {
  for (int i = 0; i < 300'000; ++i) take({}, std::to_string(i));
  EXPECT_EQ(granted(key(1)), 60);
  now_us += 61 * kSecondUs;
  EXPECT_EQ(granted({}, "10.0.0.1"), 600);
}

TEST(RateLimits, OffWithoutALimit) {
  RateLimits none(0);
  for (int i = 0; i < 1'000; ++i)
    EXPECT_TRUE(none.ask(key(1), "", 0, RateLimits::Spend::One).granted);
}

TEST(RateLimits, Headers) {
  Headers headers;
  Allowance{true, 60, 59, 1}.tell(headers);
  EXPECT_EQ(headers.find("RateLimit"), "\"default\";r=59;t=1");
  EXPECT_EQ(headers.find("RateLimit-Policy"), "\"default\";q=60;w=60");
}

}  // namespace
}  // namespace rapport::http
