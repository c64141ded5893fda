// Requisites of Russian and Uzbek companies: the form and the check digits of tax, registration and
// bank numbers. All take bare digits, without spaces. Not here: whether such a company exists.
#pragma once
#include <string_view>

namespace rapport::schema {

// ИНН: 10 digits of a company, 12 of a person, with their check digits. Of Uzbekistan: СТИР,
// 9 digits, and ЖШШИР of a person, 14 digits: sex and century, date of birth, district, number;
// both by their form alone.
// Source: order of the Federal Tax Service of 29.06.2012 № ММВ-7-6/435@, appendix, sections II–III.
bool inn_ok(std::string_view inn);

// КПП: four digits of the tax office, two digits or capital Latin letters, three digits.
// Source: the same order, appendix, section IV.
bool kpp_ok(std::string_view kpp);

// ОГРН: 13 digits that begin with 1 or 5; ОГРНИП: 15 digits that begin with 3; both with a check
// digit at the end.
// Source: order of the Ministry of Finance of 30.10.2017 № 165н, appendix 2.
bool ogrn_ok(std::string_view ogrn);

// БИК: 9 digits that begin with 00, 01, 02 or 04; МФО of an Uzbek bank: 5 digits.
// Source: Bank of Russia, regulation of 24.09.2020 № 732-П, appendix 3.
bool bik_ok(std::string_view bik);

// Bank account of 20 digits (the sixth may be a letter of a clearing currency). Beside a Russian
// БИК the control key must agree; beside an Uzbek МФО or a treasury БИК (01…) the form alone is
// checked. Correspondent accounts (301…) are counted as accounts held at the Bank of Russia.
// Source: Bank of Russia, order of 08.09.1997 № 515, sections 2–4.
bool bank_account_ok(std::string_view account, std::string_view bik);

}  // namespace rapport::schema
