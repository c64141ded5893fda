#include "access/second_factor/totp.h"

#include <gtest/gtest.h>

namespace rapport::access::totp {
namespace {

const std::string kSecret = "12345678901234567890";

base::Instant at(std::int64_t seconds) { return seconds * 1'000'000; }

// RFC 6238, appendix B: the last six digits of its eight.
TEST(Totp, TheStandardsExamples) {
  struct Example {
    std::int64_t seconds;
    const char* code;
  };
  for (auto [seconds, code] : {Example{59, "287082"}, {1111111109, "081804"},
                               {1111111111, "050471"}, {1234567890, "005924"},
                               {2000000000, "279037"}, {20000000000, "353130"}})
    EXPECT_EQ(code_of(kSecret, step_of(at(seconds))), code) << seconds;
}

TEST(Totp, ClocksMayDifferByHalfAMinute) {
  auto now = at(1111111111);
  auto step = step_of(now);
  for (auto offset : {-1, 0, 1})
    EXPECT_EQ(matching_step(kSecret, code_of(kSecret, step + offset), now, 0), step + offset);
  for (auto offset : {-2, 2})
    EXPECT_FALSE(matching_step(kSecret, code_of(kSecret, step + offset), now, 0));
  EXPECT_EQ(matching_step(kSecret, "050 471", now, 0), step);
  EXPECT_FALSE(matching_step(kSecret, "050471", now, step)) << "used already";
  for (auto wrong : {"", "05047", "0504711", "050472", "\xD0\xB0"})
    EXPECT_FALSE(matching_step(kSecret, wrong, now, 0)) << wrong;
}

// RFC 4648, section 10
TEST(Totp, Base32) {
  EXPECT_EQ(base32(""), "");
  EXPECT_EQ(base32("f"), "MY");
  EXPECT_EQ(base32("fo"), "MZXQ");
  EXPECT_EQ(base32("foo"), "MZXW6");
  EXPECT_EQ(base32("foobar"), "MZXW6YTBOI");
}

TEST(Totp, TheAddressForTheQrCode) {
  EXPECT_EQ(uri("foobar", "Ромашка & Co", "a@b.uz"),
            "otpauth://totp/%D0%A0%D0%BE%D0%BC%D0%B0%D1%88%D0%BA%D0%B0%20%26%20Co:a%40b.uz"
            "?secret=MZXW6YTBOI&issuer=%D0%A0%D0%BE%D0%BC%D0%B0%D1%88%D0%BA%D0%B0%20%26%20Co");
}

}  // namespace
}  // namespace rapport::access::totp
