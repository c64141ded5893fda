#include "access/lockout.h"

#include <gtest/gtest.h>

#include "access/test_company.h"

namespace rapport::access {
namespace {

using testing::error_of;

class LockoutTest : public ::testing::Test {
 protected:
  // Seconds to wait; 0 when the attempt is let in.
  int attempt(std::string_view email, std::string_view address) {
    auto error = error_of([&] { lockout.begin_attempt({email, address}); });
    if (error.code == "none") return 0;
    EXPECT_EQ(error.kind, base::ErrorKind::TooMany);
    EXPECT_EQ(error.code, "locked");
    EXPECT_EQ(error.arguments.at(0).first, "seconds");
    EXPECT_EQ(error.arguments.at(1).first, "minutes");
    return std::stoi(error.arguments.at(0).second);
  }
  void fail(int times, std::string_view email, std::string_view address) {
    for (int i = 0; i < times; ++i) EXPECT_EQ(attempt(email, address), 0) << i;
  }

  testing::FakeClock clock;
  Lockout lockout{clock};
};

TEST_F(LockoutTest, FiveFailuresAreFreeThenTheWaitDoubles) {
  fail(5, "a@b.uz", "1.2.3.4");
  for (int wait : {30, 60, 120, 240, 480, 900, 900}) {
    EXPECT_EQ(attempt("a@b.uz", "1.2.3.4"), wait);
    clock.advance((wait - 1) * kSecondUs);
    EXPECT_EQ(attempt("a@b.uz", "1.2.3.4"), 1);
    clock.advance(kSecondUs);
    EXPECT_EQ(attempt("a@b.uz", "1.2.3.4"), 0);
  }
}

TEST_F(LockoutTest, AnotherAddressIsNotLockedOut) {
  fail(5, "admin@b.uz", "1.2.3.4");
  EXPECT_GT(attempt("admin@b.uz", "1.2.3.4"), 0);
  EXPECT_EQ(attempt("admin@b.uz", "5.6.7.8"), 0);
  EXPECT_EQ(attempt("rep@b.uz", "1.2.3.4"), 0);
}

TEST_F(LockoutTest, TheSpellingOfTheEmailIsNoWayAround) {
  for (auto email : {"a@b.uz", "A@B.UZ", " a@b.uz", "a@B.uz ", "A@b.uz"}) fail(1, email, "1.2.3.4");
  EXPECT_GT(attempt("a@b.uz", "1.2.3.4"), 0);
}

TEST_F(LockoutTest, NeitherIsTheRestOfAnIpv6Network) {
  fail(3, "a@b.uz", "2001:db8::1");
  fail(2, "a@b.uz", "2001:db8::ffff:2");
  EXPECT_GT(attempt("a@b.uz", "2001:db8::3"), 0);
  EXPECT_EQ(attempt("a@b.uz", "2001:db8:0:1::1"), 0);
}

TEST_F(LockoutTest, SuccessBeginsAnew) {
  fail(4, "a@b.uz", "1.2.3.4");
  lockout.begin_attempt({"a@b.uz", "1.2.3.4"});
  lockout.succeed({"a@b.uz", "1.2.3.4"});
  fail(5, "a@b.uz", "1.2.3.4");
  EXPECT_EQ(attempt("a@b.uz", "1.2.3.4"), 30);
}

TEST_F(LockoutTest, AWithdrawnAttemptDoesNotCount) {
  fail(4, "a@b.uz", "1.2.3.4");
  for (int i = 0; i < 10; ++i) {
    EXPECT_EQ(attempt("a@b.uz", "1.2.3.4"), 0);
    lockout.withdraw({"a@b.uz", "1.2.3.4"});
  }
  fail(1, "a@b.uz", "1.2.3.4");
  EXPECT_EQ(attempt("a@b.uz", "1.2.3.4"), 30);
}

TEST_F(LockoutTest, IsForgottenAfterAQuietHour) {
  fail(5, "a@b.uz", "1.2.3.4");
  clock.advance(kPairRule.forget_after_us);
  fail(5, "a@b.uz", "1.2.3.4");
}

TEST_F(LockoutTest, OnePasswordTriedOnManyPeopleIsSlowed) {
  for (int i = 0; i < kAddressRule.free_failures; ++i)
    fail(1, std::to_string(i) + "@b.uz", "1.2.3.4");
  EXPECT_EQ(attempt("new@b.uz", "1.2.3.4"), 5);
  EXPECT_EQ(attempt("new@b.uz", "5.6.7.8"), 0);
}

TEST_F(LockoutTest, OnesOwnPasswordDoesNotOpenTheWayToOthers) {
  lockout.begin_attempt({"own@b.uz", "1.2.3.4"});
  for (int i = 0; i < kAddressRule.free_failures; ++i)
    fail(i < kAddressRule.free_failures - 1, std::to_string(i) + "@b.uz", "1.2.3.4");
  clock.advance(kAddressRule.longest_wait_us);
  fail(1, "one@b.uz", "1.2.3.4");
  lockout.succeed({"own@b.uz", "1.2.3.4"});
  EXPECT_GT(attempt("two@b.uz", "1.2.3.4"), 0);
}

// Two nodes that hear each other at once.
TEST(LockoutOfNodes, WhatFailsAtOneCountsAtAll) {
  testing::FakeClock clock;
  std::vector<std::string> told;
  Lockout one(clock, [&](const auto& text) { told.push_back(text); });
  Lockout two(clock);
  const auto hear = [&] {
    for (const auto& text : std::exchange(told, {})) {
      EXPECT_LE(text.size(), 300u);
      EXPECT_EQ(text.find("b.uz"), text.npos) << text;
      EXPECT_TRUE(two.hear(text));
    }
  };
  const Attempt attempt{"a@b.uz", "1.2.3.4"};
  for (int i = 0; i < kPairRule.free_failures; ++i) one.begin_attempt(attempt);
  hear();
  EXPECT_EQ(error_of([&] { two.begin_attempt({"A@b.uz", "::ffff:1.2.3.4"}); }).code, "locked");
  EXPECT_EQ(error_of([&] { two.begin_attempt({"a@b.uz", "5.6.7.8"}); }).code, "none");

  one.succeed(attempt);
  hear();
  EXPECT_EQ(error_of([&] { two.begin_attempt(attempt); }).code, "none");

  const base::Id person;
  for (int i = 0; i < kCodeRule.free_failures; ++i) one.begin_code(person, {});
  hear();
  EXPECT_EQ(error_of([&] { two.begin_code(person, {}); }).code, "locked");
  one.succeed_code(person, {});
  hear();
  EXPECT_EQ(error_of([&] { two.begin_code(person, {}); }).code, "none");
}

TEST(LockoutOfNodes, WithdrawnAttemptsDoNotCountElsewhereEither) {
  testing::FakeClock clock;
  Lockout two(clock);
  Lockout one(clock, [&](const auto& text) { EXPECT_TRUE(two.hear(text)); });
  for (int i = 0; i < kPairRule.free_failures + 3; ++i) {
    one.begin_attempt({"a@b.uz", "1.2.3.4"});
    one.withdraw({"a@b.uz", "1.2.3.4"});
  }
  EXPECT_EQ(error_of([&] { two.begin_attempt({"a@b.uz", "1.2.3.4"}); }).code, "none");
}

TEST(LockoutOfNodes, WhatMakesNoSenseIsPassedOver) {
  testing::FakeClock clock;
  Lockout lockout(clock);
  EXPECT_FALSE(lockout.hear(""));
  EXPECT_FALSE(lockout.hear(R"({"notices":"x"})"));
  for (auto text : {R"({"lockout":)", R"({"lockout":1})", R"({"lockout":[[9,0,"x"]]})",
                    R"({"lockout":[[0,0,"x"]]})", R"({"lockout":[[0,"0",0]]})"})
    EXPECT_TRUE(lockout.hear(text)) << text;
}

TEST(Network, OfAddresses) {
  EXPECT_EQ(network_of("1.2.3.4"), "1.2.3.4");
  EXPECT_EQ(network_of("::ffff:1.2.3.4"), "1.2.3.4");
  EXPECT_EQ(network_of("2001:db8:1:2:3:4:5:6"), "2001:db8:1:2::/64");
  EXPECT_EQ(network_of("fe80::1%eth0"), "fe80::/64");
  EXPECT_EQ(network_of(""), "");
}

}  // namespace
}  // namespace rapport::access
