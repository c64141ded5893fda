#include "schema/requisites.h"

#include <gtest/gtest.h>

#include <string>

namespace rapport::schema {
namespace {

using Check = bool (*)(std::string_view);

// A check digit notices every single wrong digit. `from` skips digits whose change makes another
// kind of number.
void expect_every_digit_counts(Check check, const std::string& number, std::size_t from = 0) {
  ASSERT_TRUE(check(number)) << number;
  for (std::size_t i = from; i < number.size(); ++i) {
    int refused = 0;
    for (char digit = '0'; digit <= '9'; ++digit) {
      std::string changed = number;
      changed[i] = digit;
      refused += changed != number && !check(changed);
    }
    EXPECT_GE(refused, 8) << number << " at " << i;  // mod 11 mod 10 lets one in ten through
  }
}

TEST(Inn, KnowsCompaniesAndPeople) {
  expect_every_digit_counts(inn_ok, "7707083893");    // Sberbank
  expect_every_digit_counts(inn_ok, "7736207543");    // Yandex
  expect_every_digit_counts(inn_ok, "500100732259");  // the sample of the tax service
}

TEST(Inn, TakesUzbekNumbersByTheirForm) {
  EXPECT_TRUE(inn_ok("203366731"));
  EXPECT_FALSE(inn_ok("000000000"));
  EXPECT_TRUE(inn_ok("31503850010019")) << "born on 15 March 1985";
  for (const char* inn : {"71503850010019", "33203850010019", "31513850010019", "30003850010019"})
    EXPECT_FALSE(inn_ok(inn)) << inn;
}

TEST(Inn, RefusesOtherForms) {
  for (const char* inn : {"", "77070838", "77070838933", "7707083 93", "770708389x", "0000000000",
                          "000000000000", "5001007322590", "٧٧٠٧٠"})
    EXPECT_FALSE(inn_ok(inn)) << inn;
}

TEST(Kpp, KnowsItsForm) {
  EXPECT_TRUE(kpp_ok("773601001"));
  EXPECT_TRUE(kpp_ok("7736AB001"));
  for (const char* kpp : {"", "77360100", "7736010011", "7736ab001", "A73601001", "77360100A"})
    EXPECT_FALSE(kpp_ok(kpp)) << kpp;
}

TEST(Ogrn, KnowsCompaniesAndEntrepreneurs) {
  expect_every_digit_counts(ogrn_ok, "1027700132195", 1);    // Sberbank
  expect_every_digit_counts(ogrn_ok, "1027700229193", 1);    // Yandex
  expect_every_digit_counts(ogrn_ok, "304500116000157", 1);  // the sample of the tax service
}

TEST(Ogrn, RefusesOtherForms) {
  for (const char* ogrn : {"", "102770013219", "10277001321955", "2027700132195", "1027700132196",
                           "104500116000157", "304500116000158", "102770013219X"})
    EXPECT_FALSE(ogrn_ok(ogrn)) << ogrn;
}

TEST(Bik, KnowsRussiaAndUzbekistan) {
  for (const char* bik : {"044525225", "017003983", "00440", "040702001"}) EXPECT_TRUE(bik_ok(bik));
  for (const char* bik : {"", "0445252", "144525225", "054525225", "04452522A", "0044"})
    EXPECT_FALSE(bik_ok(bik)) << bik;
}

TEST(BankAccount, ChecksTheKey) {
  for (const char* account : {"40602810700000000025", "40702810138250123017"}) {
    ASSERT_TRUE(bank_account_ok(account, "044525225"));
    for (int i = 0; i < 20; ++i) {
      std::string changed = account;
      changed[i] = changed[i] == '9' ? '0' : static_cast<char>(changed[i] + 1);
      EXPECT_FALSE(bank_account_ok(changed, "044525225")) << changed;
    }
  }
  EXPECT_FALSE(bank_account_ok("40602810700000000025", "044525974")) << "another bank";
}

TEST(BankAccount, CountsCorrespondentAccountsByTheBranch) {
  EXPECT_TRUE(bank_account_ok("30101810400000000225", "044525225"));
  EXPECT_TRUE(bank_account_ok("30101810200000000593", "044525593"));
  EXPECT_TRUE(bank_account_ok("30101810145250000974", "044525974"));
  EXPECT_FALSE(bank_account_ok("30101810400000000226", "044525225"));
}

TEST(BankAccount, KnowsUzbekAndTreasuryAccountsByTheirForm) {
  EXPECT_TRUE(bank_account_ok("20208000100100001001", "00440"));
  EXPECT_TRUE(bank_account_ok("03100643000000017300", "017003983"));
  for (const char* account :
       {"2020800010010000100", "202080001001000010011", "2020800010010000100Z", ""})
    EXPECT_FALSE(bank_account_ok(account, "00440")) << account;
  EXPECT_FALSE(bank_account_ok("20208000100100001001", "440"));
}

TEST(BankAccount, ReadsLettersOfClearingCurrencies) {
  EXPECT_FALSE(bank_account_ok("40702Z10138250123017", "044525225"));
  EXPECT_TRUE(bank_account_ok("40702T10138250123017", "044525225")) << "T stands for 8";
  EXPECT_FALSE(bank_account_ok("40702P10138250123017", "044525225"));
}

}  // namespace
}  // namespace rapport::schema
