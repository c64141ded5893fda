#include "imports/formats/encoding.h"

#include <unicode/ucnv.h>

#include "imports/formats/test_files.h"

namespace rapport::imports {
namespace {

std::string from_utf8(std::string_view text, Encoding encoding) {
  UErrorCode status = U_ZERO_ERROR;
  std::string out(text.size() * 4 + 16, '\0');
  auto length = ucnv_convert(std::string(name_of(encoding)).c_str(), "utf-8", out.data(),
                             static_cast<std::int32_t>(out.size()), text.data(),
                             static_cast<std::int32_t>(text.size()), &status);
  out.resize(static_cast<std::size_t>(length));
  return out;
}

std::string read_text(const std::filesystem::path& path, Encoding encoding, std::size_t piece) {
  TextSource source(path, encoding);
  std::string out, buffer(piece, '\0');
  while (auto count = source.read(buffer.data(), buffer.size())) out.append(buffer, 0, count);
  return out;
}

constexpr std::string_view kRussian =
    "Название;Телефон;Город\n\"ООО \"\"Ромашка\"\"\";+7 912 345-67-89;Екатеринбург\n"
    "Петров Пётр;8 (495) 123-45-67;МОСКВА\n№ 17;—;Нижний Новгород\n";

TEST(Encoding, KnowsCyrillicOnesApart) {
  for (auto encoding : {Encoding::Utf8, Encoding::Windows1251, Encoding::Ibm866, Encoding::Utf16Le,
                        Encoding::Utf16Be}) {
    auto bytes = from_utf8(kRussian, encoding);
    EXPECT_EQ(name_of(detect_encoding_of(bytes)), name_of(encoding));
    TempFile file(bytes);
    EXPECT_EQ(name_of(detect_encoding(file.path())), name_of(encoding));
  }
  std::string_view koi = "Имя;Город\nИван;Москва\nЖанна;Тверь\n";
  EXPECT_EQ(detect_encoding_of(from_utf8(koi, Encoding::Koi8R)), Encoding::Koi8R);
  EXPECT_EQ(detect_encoding_of(from_utf8(koi, Encoding::Windows1251)), Encoding::Windows1251);
}

TEST(Encoding, KnowsCyrillicInCapitalsAndInFewWords) {
  for (std::string_view text :
       {"ИВАНОВ;ПЕТРОВ;СИДОРОВ", "Цена", "id,name\n1,Анна\n", "Да\nНет\n"}) {
    for (auto encoding : {Encoding::Windows1251, Encoding::Koi8R}) {
      EXPECT_EQ(name_of(detect_encoding_of(from_utf8(text, encoding))), name_of(encoding)) << text;
    }
  }
}

TEST(Encoding, TakesMarkedLatinLettersForWestern) {
  for (std::string_view text :
       {"name,city\nJosé,Málaga\nBjörn,Göteborg\n", "Müller;Köln;Straße", "Café à la crème"}) {
    EXPECT_EQ(detect_encoding_of(from_utf8(text, Encoding::Windows1252)), Encoding::Windows1252)
        << text;
  }
  EXPECT_EQ(detect_encoding_of("plain, ascii"), Encoding::Utf8);
  EXPECT_EQ(detect_encoding_of(""), Encoding::Utf8);
}

TEST(Encoding, FindsLettersFarBehindPlainText) {
  std::string text;
  for (int i = 0; i < 30000; ++i) text += "1234;plain\n";
  TempFile file(text + from_utf8("Екатеринбург;Москва\n", Encoding::Windows1251));
  EXPECT_EQ(detect_encoding(file.path()), Encoding::Windows1251);
  // One bad byte does not make another encoding of a large file.
  std::string mostly;
  for (int i = 0; i < 1000; ++i) mostly += "Москва\n";
  EXPECT_EQ(detect_encoding_of(mostly + "\xFF\n"), Encoding::Utf8);
}

TEST(TextSource, GivesTheSameTextInPiecesOfAnySize) {
  for (auto encoding :
       {Encoding::Utf8, Encoding::Windows1251, Encoding::Utf16Le, Encoding::Utf16Be}) {
    std::string text(kRussian);
    if (encoding == Encoding::Utf8 || encoding == Encoding::Utf16Le) text += "\U0001F600 \u02BB\n";
    TempFile file(from_utf8(text, encoding));
    for (std::size_t piece : {16u, 17u, 100u, 100000u}) {
      EXPECT_EQ(read_text(file.path(), encoding, piece), text) << name_of(encoding) << piece;
    }
  }
}

TEST(TextSource, TakesOffTheMark) {
  TempFile utf8("\xEF\xBB\xBFone"), utf16(std::string("\xFF\xFEo\0n\0", 6));
  EXPECT_EQ(read_text(utf8.path(), Encoding::Utf8, 64), "one");
  EXPECT_EQ(read_text(utf16.path(), Encoding::Utf16Le, 64), "on");
}

TEST(TextSource, StopsAtWhatIsNoText) {
  char buffer[64];
  TempFile bad("good\xC3(bad"), cut("cut\xD0"), nul(std::string_view("a\0b", 3));
  TextSource bad_source(bad.path(), Encoding::Utf8);
  EXPECT_EQ(bad_source.read(buffer, 64), 4u);
  EXPECT_EQ(bad_source.stop(), TextSource::Stop::BadBytes);
  TextSource cut_source(cut.path(), Encoding::Utf8);
  EXPECT_EQ(cut_source.read(buffer, 64), 3u);
  EXPECT_EQ(cut_source.stop(), TextSource::Stop::BadBytes);
  TextSource nul_source(nul.path(), Encoding::Utf8);
  EXPECT_EQ(nul_source.read(buffer, 64), 1u);
  EXPECT_EQ(nul_source.stop(), TextSource::Stop::Nul);
}

TEST(Encoding, RefusesOverlongAndSurrogates) {
  EXPECT_EQ(valid_utf8_prefix("\xC0\xAF"), 0u);
  EXPECT_EQ(valid_utf8_prefix("\xE0\x80\xAF"), 0u);
  EXPECT_EQ(valid_utf8_prefix("\xED\xA0\x80"), 0u);
  EXPECT_EQ(valid_utf8_prefix("\xF4\x90\x80\x80"), 0u);
  EXPECT_EQ(valid_utf8_prefix("\xF0\x9F\x98\x80!"), 5u);
}

TEST(Encoding, IsNamedInManyWays) {
  EXPECT_EQ(encoding_named("CP1251"), Encoding::Windows1251);
  EXPECT_EQ(encoding_named(" UTF-8 "), Encoding::Utf8);
  EXPECT_EQ(encoding_named("ebcdic"), std::nullopt);
}

}  // namespace
}  // namespace rapport::imports
