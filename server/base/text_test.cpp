#include "base/text.h"

#include <gtest/gtest.h>

namespace rapport::base {
namespace {

TEST(Utf8, AcceptsWellFormedTextOnly) {
  EXPECT_TRUE(is_valid_utf8(""));
  EXPECT_TRUE(is_valid_utf8("Иванов, oʻzbek, 漢字, 🙂"));
  EXPECT_FALSE(is_valid_utf8(std::string_view("a\0b", 3)));
  for (const char* bad :
       {"\xC0\xAF", "\xC1\xBF", "\xE0\x80\xAF", "\xED\xA0\x80", "\xF0\x80\x80\x80",
        "\xF4\x90\x80\x80", "\xF5\x80\x80\x80", "\x80", "\xD0", "\xE2\x82",
        "\xD0\x20", "\xE2\x82\x20"})
    EXPECT_FALSE(is_valid_utf8(bad)) << bad;
}

TEST(Utf8, CountsAndCutsCodePoints) {
  EXPECT_EQ(length_of("Пётр🙂"), 5u);
  EXPECT_EQ(prefix_of("Пётр🙂", 2), "Пё");
  EXPECT_EQ(prefix_of("Пётр🙂", 4), "Пётр");
  EXPECT_EQ(prefix_of("Пётр", 99), "Пётр");
  EXPECT_EQ(prefix_of("Пётр", 0), "");
}

TEST(Text, TrimsAndSplits) {
  EXPECT_EQ(trim(" \t\u00A0Иван Иванов\u00A0\r\n"), "Иван Иванов");
  EXPECT_EQ(trim(" \u00A0 "), "");
  EXPECT_EQ(split("a,,b,", ','), (std::vector<std::string>{"a", "", "b", ""}));
  EXPECT_EQ(split("", ','), std::vector<std::string>{""});
}

TEST(Fold, LowersRussianAndTakesYoAsYe) {
  EXPECT_EQ(fold("Пётр ЁЛКИН"), "петр елкин");
  EXPECT_EQ(fold("Андрей ЙОД"), "андрей йод");
  EXPECT_EQ(fold("Пе\u0308тр"), "петр") << "the decomposed letter";
  EXPECT_EQ(fold("Андреи\u0306"), "андрей");
}

TEST(Fold, KnowsUzbekLetters) {
  EXPECT_EQ(fold("ЎҚҒҲ"), "ўқғҳ");
  for (const char* apostrophe : {"'", "’", "ʻ", "ʼ", "‘", "`", "´"})
    EXPECT_EQ(fold(std::string("O") + apostrophe + "ktam"), "o'ktam") << apostrophe;
}

TEST(Fold, StripsMarksFromLatinOnly) {
  EXPECT_EQ(fold("Café Müller Łódź Ørsted Straße İzmir"), "cafe muller lodz orsted strasse izmir");
  EXPECT_EQ(fold("Cafe\u0301"), "cafe");
  EXPECT_EQ(fold("é й ї"), "e й ї") << "Cyrillic letters keep theirs even through ICU";
  EXPECT_EQ(fold("ΑΘΉΝΑ"), "αθήνα");
}

TEST(Fold, JoinsWhiteSpaceAndDropsWhatHasNoWidth) {
  EXPECT_EQ(fold("  ООО \u00A0\t«Ромашка»\n"), "ооо «ромашка»");
  EXPECT_EQ(fold("ро\u00ADмаш\u200Bка\uFEFF"), "ромашка");
  EXPECT_EQ(fold(" \u2003 "), "");
}

// The table and ICU are two implementations of one rule: a Greek letter sends the text to ICU.
TEST(Fold, TableAgreesWithIcu) {
  for (char32_t c = 0x20; c < 0x530; ++c) {
    if (c >= 0x7F && c < 0x400) continue;
    if (c >= 0x482 && c <= 0x489) continue;
    std::string letter;
    if (c < 0x80) {
      letter += static_cast<char>(c);
    } else {
      letter += static_cast<char>(0xC0 | c >> 6);
      letter += static_cast<char>(0x80 | (c & 0x3F));
    }
    EXPECT_EQ(fold("ωa" + letter + "a"), "ω" + fold("a" + letter + "a")) << static_cast<int>(c);
  }
}

TEST(Fold, KnowsAtAGlanceWhatItWouldGiveBack) {
  for (const char* same : {"", "a", "+998901234567", "a b c", "ivan@example.com", "o'zbek"})
    EXPECT_TRUE(is_folded_ascii(same)) << same;
  for (const char* other : {" ", " a", "a ", "a  b", "A", "o`zbek", "a\tb", "\x7F", "я"})
    EXPECT_FALSE(is_folded_ascii(other)) << other;
  for (int a = 1; a < 128; ++a)
    for (int b = 1; b < 128; ++b) {
      std::string text{static_cast<char>(a), static_cast<char>(b), 'x'};
      EXPECT_EQ(is_folded_ascii(text), fold(text) == text) << a << ' ' << b;
    }
}

TEST(Fold, IsStable) {
  for (const char* text : {"Ёж ЩУКА", "Straße ﬁ ẞ", "O‘zbek İ", "ŉ ΐ ǰ", "№ 5 ½"})
    EXPECT_EQ(fold(fold(text)), fold(text)) << text;
  // A mark that a soft hyphen parts from its letter.
  EXPECT_EQ(fold("A\u00AD\u0816s"), "as");
  EXPECT_EQ(fold("cafe\u00AD\u0301 \u2116"), "cafe \u2116");
}

// Spellings of one name: all of a row have one skeleton.
TEST(Transliterate, SpellingsOfANameMeet) {
  const std::vector<std::vector<std::string>> rows = {
      {"Иванов", "Ivanov"},
      {"Юлдашева", "Yuldasheva", "Iuldasheva"},
      {"Йўлдошева", "Yoʻldosheva", "Yo'ldosheva"},
      {"Щербаков", "Shcherbakov", "Scherbakov"},
      {"Хусанов", "Ҳусанов", "Khusanov", "Husanov", "Xusanov"},
      {"Цой", "Tsoy", "Tsoi"},
      {"Жумаев", "Zhumaev", "Jumaev", "Zhumayev", "Jumayev"},
      {"Эшонкулов", "Эшонқулов", "Eshonqulov", "Eshonkulov"},
      {"Ходжаев", "Хўжаев", "Xoʻjayev", "Khodjaev", "Khodzhaev", "Hojaev"},
      {"Жамшид", "Джамшид", "Jamshid", "Djamshid", "Dzhamshid"},
      {"Ғаниев", "Ганиев", "Gʻaniyev", "Ganiev", "Ghaniev"},
      {"Дмитрий", "Dmitriy", "Dmitry", "Dmitri", "Dmitrii"},
      {"Фёдор", "Федор", "Fedor", "Fyodor"},
      {"Соловьёв", "Соловьев", "Solovyov", "Solovyev", "Soloviev", "Solovev"},
      {"Наталья", "Наталия", "Natalya", "Natalia", "Nataliya"},
      {"Александр", "Aleksandr", "Alexandr"},
      {"Максим", "Maksim", "Maxim"},
      {"Евгений", "Evgeny", "Yevgeniy", "Evgenii"},
      {"Крылов", "Krylov", "Krilov"},
      {"Анна", "Anna"},
      {"Исҳоқ", "Исхок", "Is'hoq", "Ishoq"},
      {"Фатҳулла", "Fathulla"},
      {"Центер", "Center", "Tsenter"},
  };
  for (const auto& row : rows)
    for (const auto& spelling : row)
      EXPECT_EQ(transliterate(fold(spelling)), transliterate(fold(row[0]))) << spelling;
}

TEST(Transliterate, DifferentNamesStayDifferent) {
  const std::vector<std::string> names = {"Иванов", "Иванова", "Ивасов", "Каримов", "Керимов",
                                          "Цой", "Чой", "Шой", "Жой", "Зой", "Сой", "Хой", "Гой"};
  for (const auto& a : names)
    for (const auto& b : names)
      EXPECT_EQ(a == b, transliterate(fold(a)) == transliterate(fold(b))) << a << " " << b;
}

TEST(Transliterate, KeepsDigitsSpacesAndOtherScripts) {
  EXPECT_EQ(transliterate("ооо рога 1001-22"), "o roga 1001-22");
  EXPECT_EQ(transliterate("ивановa"), "ivanova");
  EXPECT_EQ(transliterate("юлдашева"), "iuldasheva");
  EXPECT_EQ(transliterate("漢字"), "漢字");
  EXPECT_EQ(transliterate(""), "");
}

TEST(SwapLayout, ReadsTheOtherLayout) {
  EXPECT_EQ(swap_layout("bdfyjd"), "иванов");
  EXPECT_EQ(swap_layout("Bdfyjd Gtnh"), "Иванов Петр");
  EXPECT_EQ(swap_layout("шмфтщм"), "ivanov");
  EXPECT_EQ(swap_layout("ЩЩЩ"), "OOO");
  EXPECT_EQ(swap_layout("[fcfyjd 25"), "хасанов 25");
  EXPECT_EQ(swap_layout("'ijy`"), "эшонё");
  EXPECT_EQ(swap_layout("漢é"), "漢é");
}

TEST(EditDistance, CountsEditsAndSwaps) {
  EXPECT_EQ(edit_distance("иванов", "иванов", 2), 0);
  EXPECT_EQ(edit_distance("иванов", "ивонов", 2), 1);
  EXPECT_EQ(edit_distance("иванов", "ивнаов", 2), 1) << "neighbours swapped";
  EXPECT_EQ(edit_distance("иванов", "ванов", 2), 1);
  EXPECT_EQ(edit_distance("ванов", "иванов", 2), 1);
  EXPECT_EQ(edit_distance("kitten", "sitting", 3), 3);
  EXPECT_EQ(edit_distance("ca", "abc", 3), 3) << "optimal string alignment";
  EXPECT_EQ(edit_distance("", "аб", 2), 2);
  EXPECT_EQ(edit_distance("", "", 0), 0);
}

TEST(EditDistance, StopsBehindTheLimit) {
  EXPECT_EQ(edit_distance("иванов", "петров", 2), 3);
  EXPECT_EQ(edit_distance("kitten", "sitting", 2), 3);
  EXPECT_EQ(edit_distance("a", "abcdef", 2), 3);
  EXPECT_EQ(edit_distance("a", "b", 0), 1);
}

TEST(PhoneDigits, ReadsRussianNumbers) {
  for (const char* text :
       {"8 (912) 345-67-89", "+7 912 345 67 89", "7-912-345-67-89", "912 3456789",
        "+7(912)345-67-89 доб. 12", "8 912 345 67 89 #12", "8-912-345-67-89 ext 5"})
    EXPECT_EQ(phone_digits(text, "7"), "79123456789") << text;
  EXPECT_EQ(phone_digits("8-10-998-90-123-45-67", "7"), "998901234567");
  EXPECT_EQ(phone_digits("00 49 30 1234567", "7"), "49301234567");
  EXPECT_EQ(phone_digits("345-67-89", "7"), "3456789") << "a local number stays local";
}

TEST(PhoneDigits, ReadsUzbekNumbers) {
  for (const char* text : {"90 123 45 67", "+998 90 123-45-67", "998901234567", "8 90 123 45 67"})
    EXPECT_EQ(phone_digits(text, "998"), "998901234567") << text;
  EXPECT_EQ(phone_digits("8 912 345 67 89", "998"), "79123456789");
  EXPECT_EQ(phone_digits("+1 212 555 0100", "998"), "12125550100");
}

TEST(PhoneDigits, KnowsOtherCountriesAndRefusesScraps) {
  EXPECT_EQ(phone_digits("030 1234567", "49"), "49301234567");
  EXPECT_EQ(phone_digits("12", "7"), "");
  EXPECT_EQ(phone_digits("нет", "7"), "");
  EXPECT_EQ(phone_digits("112", "7"), "112");
}

}  // namespace
}  // namespace rapport::base
