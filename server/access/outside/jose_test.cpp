#include "access/outside/jose.h"

#include <gtest/gtest.h>

namespace rapport::access::jose {
namespace {

// The example of RFC 7515, appendix A.3: what a P-256 key signs.
const std::string kSigned =
    "eyJhbGciOiJFUzI1NiJ9"
    ".eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFt"
    "cGxlLmNvbS9pc19yb290Ijp0cnVlfQ"
    ".DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSA"
    "pmWQxfKTUJqPP3-Kg6NU1Q";

base::json::value keys(const std::string& more = {}, const std::string& kind = "EC") {
  return base::parse_json(R"({"keys":[{"kty":")" + kind + R"(","crv":"P-256",
      "x":"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU",
      "y":"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0")" + more + "}]}");
}

TEST(Jose, TheStandardsExample) {
  auto claims = verified_claims(kSigned, keys());
  ASSERT_TRUE(claims);
  EXPECT_EQ(claims->at("iss"), "joe");
  EXPECT_EQ(key_id_of(kSigned), "");
  EXPECT_TRUE(verified_claims(kSigned, keys(R"(,"use":"sig","alg":"ES256","kid":"a")")));
}

TEST(Jose, EveryOtherByteIsNoticed) {
  for (std::size_t at = 0; at < kSigned.size(); ++at) {
    if (kSigned[at] == '.') continue;
    auto changed = kSigned;
    changed[at] = changed[at] == 'A' ? 'Q' : 'A';
    EXPECT_FALSE(verified_claims(changed, keys())) << at;
  }
}

TEST(Jose, AKeyIsGoodForItsOwnKindAlone) {
  EXPECT_FALSE(verified_claims(kSigned, keys(R"(,"use":"enc")")));
  EXPECT_FALSE(verified_claims(kSigned, keys(R"(,"alg":"RS256")")));
  EXPECT_FALSE(verified_claims(kSigned, keys({}, "RSA")));
  EXPECT_FALSE(verified_claims(kSigned, keys({}, "oct")));
  for (auto none : {"{}", R"({"keys":[]})", R"({"keys":{}})", "[]", R"({"keys":[1,null]})"})
    EXPECT_FALSE(verified_claims(kSigned, base::parse_json(none))) << none;
}

TEST(Jose, WhatIsNoTokenIsRefused) {
  for (auto wrong : {"", ".", "..", "a.b", "a.b.c", "e30.e30.", "e30.e30.e30", "e30.e30.e30.e30",
                     "eyJhbGciOiJub25lIn0.e30.", "W10.e30.AA"})
    EXPECT_FALSE(verified_claims(wrong, keys())) << wrong;
  EXPECT_FALSE(key_id_of("a.b.c"));
  EXPECT_FALSE(verified_claims(std::string(100'000, 'a'), keys()));
}

TEST(Jose, Base64) {
  EXPECT_EQ(to_base64url("\xfb\xff"), "-_8");
  EXPECT_EQ(to_base64("\xfb\xff"), "+/8=");
  EXPECT_EQ(from_base64url("-_8"), "\xfb\xff");
  EXPECT_EQ(from_base64url(""), "");
  for (auto wrong : {"-_8=", "+/8", "a b", "A"}) EXPECT_FALSE(from_base64url(wrong)) << wrong;
}

// RFC 7636, appendix B
TEST(Jose, TheChallengeOfAVerifier) {
  EXPECT_EQ(to_base64url(sha256("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk")),
            "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM");
}

}  // namespace
}  // namespace rapport::access::jose
