#include "access/secrets.h"

#include <gtest/gtest.h>

#include <cstring>
#include <set>

namespace rapport::access {
namespace {

// Gives the bytes 0, 1, 2 … 255, 0 …
class CountingRandom final : public base::Random {
 public:
  void fill(void* out, std::size_t size) override {
    for (std::size_t i = 0; i < size; ++i) static_cast<unsigned char*>(out)[i] = next_++;
  }

 private:
  unsigned char next_ = 0;
};

TEST(Secrets, TokensAre256RandomBits) {
  std::set<std::string> seen;
  for (int i = 0; i < 100; ++i) {
    auto token = new_token(base::system_random());
    EXPECT_TRUE(looks_like_token(token)) << token;
    seen.insert(token);
  }
  EXPECT_EQ(seen.size(), 100u);
  CountingRandom random;
  EXPECT_EQ(new_token(random).substr(0, 8), "00010203");
}

TEST(Secrets, ApiKeysUseAllLettersEvenly) {
  CountingRandom random;
  std::string all;
  // 256 bytes in a row, of which 248 are used, are 4 of each of the 62 characters.
  for (int i = 0; i < 62; ++i) {
    auto key = new_api_key(random);
    EXPECT_TRUE(looks_like_api_key(key)) << key;
    EXPECT_EQ(key.size(), 43u);
    all += key.substr(3);
  }
  for (char c : std::string_view("09AZaz"))
    EXPECT_EQ(std::count(all.begin(), all.end(), c), 40) << c;
}

TEST(Secrets, OtherShapesAreNotLookedFor) {
  std::string token(64, 'a');
  EXPECT_TRUE(looks_like_token(token));
  for (std::string wrong : {std::string(), std::string(63, 'a'), std::string(65, 'a'),
                            std::string(64, 'A'), std::string(63, 'a') + "'"})
    EXPECT_FALSE(looks_like_token(wrong)) << wrong;
  EXPECT_TRUE(looks_like_api_key("rk_" + std::string(40, 'x')));
  for (std::string wrong : {std::string(43, 'x'), "rk_" + std::string(39, 'x'),
                            "rk_" + std::string(41, 'x'), "rk_" + std::string(39, 'x') + "-"})
    EXPECT_FALSE(looks_like_api_key(wrong)) << wrong;
}

TEST(Secrets, HashIsSha256) {
  // FIPS 180-2, appendix B.1.
  EXPECT_EQ(hash_of_secret("abc"),
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

TEST(Secrets, CsrfFollowsFromTheTokenOnly) {
  std::string a(64, 'a'), b(64, 'b');
  EXPECT_EQ(csrf_of(a), csrf_of(a));
  EXPECT_NE(csrf_of(a), csrf_of(b));
  EXPECT_NE(csrf_of(a), hash_of_secret(a));
  EXPECT_EQ(csrf_of(a).size(), 64u);
}

TEST(Secrets, EqualOnlyWhenAllIsEqual) {
  EXPECT_TRUE(equal_secrets("abc", "abc"));
  EXPECT_FALSE(equal_secrets("abc", "abd"));
  EXPECT_FALSE(equal_secrets("abc", "ab"));
  EXPECT_FALSE(equal_secrets("abc", ""));
}

}  // namespace
}  // namespace rapport::access
