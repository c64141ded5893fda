#include "imports/formats/table_writer.h"
#include "imports/formats/test_files.h"
#include "imports/formats/vcard/vcard_property.h"

namespace rapport::imports {
namespace {

std::string cell(const WholeTable& table, std::size_t row, std::string_view column) {
  for (std::size_t c = 0; c < table.columns.size(); ++c) {
    if (table.columns[c] == column) return table.rows.at(row).at(c);
  }
  return "no such column";
}

WholeTable outside(const char* name) {
  return read_table(test_data() / "vcard_ical/ezvcard" / name);
}

TEST(VCard, ReadsEveryOutsideCard) {
  NEEDS_TEST_DATA();
  int files = 0;
  for (const auto& entry :
       std::filesystem::directory_iterator(test_data() / "vcard_ical/ezvcard")) {
    auto bytes = read_whole(entry.path());
    for (char& c : bytes) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
    std::size_t cards = 0;
    for (auto at = bytes.find("BEGIN:VCARD"); at != std::string::npos;
         at = bytes.find("BEGIN:VCARD", at + 1)) {
      ++cards;
    }
    EXPECT_EQ(detect_profile(entry.path()).kind, TableKind::VCard);
    EXPECT_EQ(read_table(entry.path()).rows.size(), cards) << entry.path();
    ++files;
  }
  EXPECT_EQ(files, 17);
}

TEST(VCard, UnderstandsWhatPhonesExport) {
  NEEDS_TEST_DATA();
  auto iphone = outside("John_Doe_IPHONE.vcf");
  EXPECT_EQ(cell(iphone, 0, "first_name"), "John");
  EXPECT_EQ(cell(iphone, 0, "last_name"), "Doe");
  EXPECT_EQ(cell(iphone, 0, "company"), "IBM");
  EXPECT_EQ(cell(iphone, 0, "department"), "Accounting");
  EXPECT_EQ(cell(iphone, 0, "emails"), "john.doe@ibm.com");
  EXPECT_TRUE(
      cell(iphone, 0, "phones").starts_with("mobile: 905-555-1234; home: 905-666-1234; work: "));
  EXPECT_EQ(cell(iphone, 0, "website"), "http://www.ibm.com");
  EXPECT_EQ(cell(iphone, 0, "birthday"), "2012-06-06");
  EXPECT_EQ(cell(iphone, 0, "address.street"), "Street4 Building 6 Floor 8");
  auto android = outside("John_Doe_ANDROID.vcf");
  EXPECT_EQ(android.rows.size(), 6u);
  EXPECT_EQ(cell(android, 2, "last_name"), "Ñ Ñ Ñ Ñ");
  EXPECT_EQ(cell(android, 3, "last_name"), "Ñ Ñ Ñ Ñ Ñ Ñ Ñ Ñ Ñ Ñ Ñ");
}

TEST(VCard, UnderstandsWhatMailersExport) {
  NEEDS_TEST_DATA();
  auto outlook = outside("outlook-2003.vcf");
  EXPECT_EQ(cell(outlook, 0, "description"),
            "This is the note field!!\nSecond line\n\nThird line is empty");
  EXPECT_EQ(cell(outlook, 0, "company"), "Company, The");
  EXPECT_EQ(cell(outlook, 0, "birthday"), "1980-03-21");
  EXPECT_EQ(cell(outlook, 0, "address.street"), "123 Main St, TheOffice");
  EXPECT_EQ(cell(outlook, 0, "emails"), "jdoe@hotmail.com");
  auto rfc = outside("rfc6350-example.vcf");
  EXPECT_EQ(cell(rfc, 0, "phones"), "work: +1-418-656-9254 ext. 102; mobile: +1-418-262-6501");
  EXPECT_EQ(cell(rfc, 0, "birthday"), "");
  auto old = outside("rfc2426-example.vcf");
  EXPECT_EQ(cell(old, 1, "first_name"), "Tim");
  EXPECT_EQ(cell(old, 1, "last_name"), "Howes");
  EXPECT_EQ(cell(old, 0, "address.city"), "Raleigh");
}

TEST(VCard, DecodesRussianOfOldPhones) {
  TempFile file(
      "BEGIN:VCARD\r\nVERSION:2.1\r\n"
      "N;CHARSET=windows-1251;ENCODING=QUOTED-PRINTABLE:=C8=E2=E0=ED=EE=E2;=C8=E2=E0=ED;;;\r\n"
      "TEL;CELL:+79123456789\r\nEND:VCARD\r\n");
  auto table = read_table(file.path());
  EXPECT_EQ(cell(table, 0, "last_name"), "Иванов");
  EXPECT_EQ(cell(table, 0, "first_name"), "Иван");
  EXPECT_EQ(cell(table, 0, "phones"), "mobile: +79123456789");
  TempFile raw(
      "BEGIN:VCARD\nVERSION:3.0\nFN:\xC8\xE2\xE0\xED \xCF\xE5\xF2\xF0\xEE\xE2\nEND:VCARD\n");
  EXPECT_EQ(cell(read_table(raw.path()), 0, "last_name"), "Петров");
}

TEST(VCard, RefusesWhatIsCut) {
  TempFile cut("BEGIN:VCARD\nVERSION:3.0\nFN:A B\nEND:VCARD\nBEGIN:VCARD\nFN:C D\n");
  auto refusal = refusal_of(cut.path());
  EXPECT_EQ(refusal.code, "vcard_cut");
  EXPECT_EQ(refusal.argument("line"), "5");
  TempFile huge("BEGIN:VCARD\nNOTE:" + std::string(3'000'000, 'x') + "\nEND:VCARD\n");
  EXPECT_EQ(refusal_of(huge.path()).code, "cell_too_long");
  std::string photo = "BEGIN:VCARD\nFN:A B\nPHOTO;ENCODING=b:";
  for (int i = 0; i < 60000; ++i) photo += std::string(70, 'A') + "\n ";
  TempFile pictured(photo + "\nTEL:123456\nEND:VCARD\n");
  EXPECT_EQ(cell(read_table(pictured.path()), 0, "phones"), "123456");
}

TEST(VCard, ReadsPropertiesLeniently) {
  auto property = parse_property("item1.TEL;TYPE=\"work,voice\";x=\"a:b\":+1;ext=2");
  EXPECT_EQ(property.name, "TEL");
  EXPECT_TRUE(property.has_type("work"));
  EXPECT_EQ(property.value, "+1;ext=2");
  EXPECT_EQ(parse_property("no colon at all").name, "");
  EXPECT_EQ(split_components("a\\;b;;c\\", ';'), (std::vector<std::string>{"a;b", "", "c\\"}));
}

TEST(VCard, ComesBackAsItWasWritten) {
  TempFile file;
  std::vector<std::string> columns = {"first_name",   "last_name",   "company",
                                      "emails",       "phones",      "birthday",
                                      "address.city", "description", "score"};
  std::vector<std::string> cells = {
      "Иван; Пётр",
      "O\u02BBktamov, мл.",
      "ООО \"Ромашка\" \\ 1",
      "work: a@b.uz; c@d.uz",
      "mobile: +998 90 123-45-67; work: +7 495 1",
      "1980-01-31",
      "Тошкент",
      "Очень длинная строка, которая не войдёт в семьдесят пять байтов,\nи вторая строка",
      "17"};
  auto writer = make_table_writer(WriteFormat::VCard, file.path());
  writer->begin(columns);
  std::vector<OutCell> row;
  for (const auto& text : cells) row.push_back({text});
  writer->row(row);
  writer->end();
  auto bytes = read_whole(file.path());
  for (std::size_t begin = 0, end; (end = bytes.find("\r\n", begin)) != std::string::npos;
       begin = end + 2) {
    EXPECT_LE(end - begin, 75u);
  }
  auto table = read_table(file.path());
  ASSERT_EQ(table.rows.size(), 1u);
  for (std::size_t i = 0; i + 1 < columns.size(); ++i)
    EXPECT_EQ(cell(table, 0, columns[i]), cells[i]);
}

}  // namespace
}  // namespace rapport::imports
