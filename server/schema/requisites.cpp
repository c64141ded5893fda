#include "schema/requisites.h"

#include <algorithm>
#include <cstdint>
#include <initializer_list>
#include <string>

namespace rapport::schema {

namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

bool all_digits(std::string_view text) { return std::all_of(text.begin(), text.end(), is_digit); }

// The check digit of an ИНН over the digits that the weights cover.
char inn_check(std::string_view inn, std::initializer_list<int> weights) {
  int sum = 0, at = 0;
  for (int weight : weights) sum += weight * (inn[at++] - '0');
  return static_cast<char>('0' + sum % 11 % 10);
}

// ЖШШИР: 1–6 for sex and century, then the day, the month and the year of birth.
bool is_personal_number(std::string_view digits) {
  std::string_view day = digits.substr(1, 2), month = digits.substr(3, 2);
  return digits[0] >= '1' && digits[0] <= '6' && day >= "01" && day <= "31" && month >= "01" &&
         month <= "12";
}

std::uint64_t number_of(std::string_view digits) {
  std::uint64_t number = 0;
  for (char c : digits) number = number * 10 + static_cast<std::uint64_t>(c - '0');
  return number;
}

// A letter in the place of the currency stands for its position here.
int account_digit(char c) {
  constexpr std::string_view kClearing = "ABCEHKMPTX";
  return is_digit(c) ? c - '0' : static_cast<int>(kClearing.find(c));
}

bool is_account_form(std::string_view account) {
  if (account.size() != 20) return false;
  constexpr std::string_view kSixth = "0123456789ABCEHKMPTX";
  bool sixth = kSixth.find(account[5]) != kSixth.npos;
  return sixth && all_digits(account.substr(0, 5)) && all_digits(account.substr(6));
}

// What stands before the account when the key is counted: the number of the bank, or, for accounts
// held at the Bank of Russia itself, that of its branch.
std::string key_prefix(std::string_view account, std::string_view bik) {
  std::string_view tail = bik.substr(6);
  bool central = account.starts_with("301") || tail == "000" || tail == "001" || tail == "002";
  return central ? "0" + std::string(bik.substr(4, 2)) : std::string(tail);
}

}  // namespace

bool inn_ok(std::string_view inn) {
  if (!all_digits(inn) || inn.starts_with("00")) return false;
  if (inn.size() == 9) return true;
  if (inn.size() == 14) return is_personal_number(inn);
  if (inn.size() == 10) return inn[9] == inn_check(inn, {2, 4, 10, 3, 5, 9, 4, 6, 8});
  return inn.size() == 12 && inn[10] == inn_check(inn, {7, 2, 4, 10, 3, 5, 9, 4, 6, 8}) &&
         inn[11] == inn_check(inn, {3, 7, 2, 4, 10, 3, 5, 9, 4, 6, 8});
}

bool kpp_ok(std::string_view kpp) {
  auto is_reason = [](char c) { return is_digit(c) || (c >= 'A' && c <= 'Z'); };
  return kpp.size() == 9 && all_digits(kpp.substr(0, 4)) && is_reason(kpp[4]) &&
         is_reason(kpp[5]) && all_digits(kpp.substr(6));
}

bool ogrn_ok(std::string_view ogrn) {
  if (!all_digits(ogrn)) return false;
  bool company = ogrn.size() == 13 && (ogrn[0] == '1' || ogrn[0] == '5');
  bool person = ogrn.size() == 15 && ogrn[0] == '3';
  if (!company && !person) return false;
  std::uint64_t rest = number_of(ogrn.substr(0, ogrn.size() - 1)) % (company ? 11 : 13);
  return ogrn.back() == static_cast<char>('0' + rest % 10);
}

bool bik_ok(std::string_view bik) {
  if (!all_digits(bik)) return false;
  if (bik.size() == 5) return true;
  return bik.size() == 9 && bik[0] == '0' && (bik[1] <= '2' || bik[1] == '4');
}

bool bank_account_ok(std::string_view account, std::string_view bik) {
  if (!is_account_form(account) || !bik_ok(bik)) return false;
  if (bik.size() == 5 || bik.starts_with("01")) return true;
  std::string counted = key_prefix(account, bik) + std::string(account);
  constexpr int kWeights[] = {7, 1, 3};
  int sum = 0;
  for (std::size_t i = 0; i < counted.size(); ++i)
    sum += kWeights[i % 3] * account_digit(counted[i]) % 10;
  return sum % 10 == 0;
}

}  // namespace rapport::schema
