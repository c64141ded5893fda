#include <zip.h>

#include "imports/formats/test_files.h"
#include "imports/formats/xlsx/xlsx_cells.h"
#include "imports/formats/xlsx/xlsx_workbook.h"

namespace rapport::imports {
namespace {

using Rows = std::vector<std::vector<std::string>>;
using Columns = std::vector<std::string>;

std::filesystem::path outside(const std::string& name) { return test_data() / "xlsx" / name; }

constexpr std::string_view kRels =
    "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">"
    "<Relationship Id=\"r1\" Type=\"http://x/officeDocument\" "
    "Target=\"xl/workbook.xml\"/></Relationships>";
constexpr std::string_view kBookRels =
    "<Relationships><Relationship Id=\"r1\" Type=\"http://x/worksheet\" Target=\"/xl/s1.xml\"/>"
    "<Relationship Id=\"r2\" Type=\"http://x/sharedStrings\" "
    "Target=\"strings.xml\"/></Relationships>";
constexpr std::string_view kBook =
    "<workbook xmlns:r=\"r\"><sheets><sheet name=\"One\" sheetId=\"1\" "
    "r:id=\"r1\"/></sheets></workbook>";

// A workbook of one sheet made by hand.
void write_book(const std::filesystem::path& path, const std::string& sheet,
                const std::string& strings = "<sst/>", std::string_view book = kBook) {
  std::filesystem::remove(path);
  zip_t* archive = zip_open(path.c_str(), ZIP_CREATE, nullptr);
  auto add = [&](const char* name, std::string_view text) {
    zip_file_add(archive, name, zip_source_buffer(archive, text.data(), text.size(), 0), 0);
  };
  add("_rels/.rels", kRels);
  add("xl/workbook.xml", book);
  add("xl/_rels/workbook.xml.rels", kBookRels);
  add("xl/s1.xml", sheet);
  add("xl/strings.xml", strings);
  ASSERT_EQ(zip_close(archive), 0);
}

std::string sheet_of(std::string_view rows) {
  return "<worksheet><sheetData>" + std::string(rows) + "</sheetData></worksheet>";
}

TEST(Xlsx, ReadsEveryOutsideFile) {
  NEEDS_TEST_DATA();
  int files = 0;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(test_data() / "xlsx")) {
    if (entry.path().extension() != ".xlsx") continue;
    auto profile = detect_profile(entry.path());
    EXPECT_EQ(profile.kind, TableKind::Xlsx);
    EXPECT_FALSE(profile.sheets.empty()) << entry.path();
    for (const auto& sheet : profile.sheets) {
      EXPECT_NO_THROW(read_table(entry.path(), {.sheet = sheet.name}))
          << entry.path() << sheet.name;
    }
    ++files;
  }
  EXPECT_EQ(files, 29);
}

TEST(Xlsx, TellsDatesFromNumbers) {
  NEEDS_TEST_DATA();
  for (const char* name : {"calamine_give/date.xlsx", "calamine_give/date_1904.xlsx"}) {
    auto table = read_table(outside(name));
    EXPECT_EQ(table.columns, (Columns{"A", "B"})) << name;
    EXPECT_EQ(table.rows, (Rows{{"2021-01-01", "15"}, {"2021-01-02", "16"}, {"255:10:10", "17"}}))
        << name;
    EXPECT_EQ(table.types[0], (std::vector<CellType>{CellType::Date, CellType::Number}));
  }
  auto iso = read_table(outside("calamine_give/date_iso.xlsx"));
  EXPECT_EQ(iso.rows[0][0], "2021-01-01");
  EXPECT_EQ(iso.types[1][0], CellType::DateTime);
  EXPECT_EQ(iso.rows[1][0], "2021-01-01T10:10:10");
  EXPECT_EQ(iso.types[2][0], CellType::Time);
}

TEST(Xlsx, ReadsBooleansErrorsAndTexts) {
  NEEDS_TEST_DATA();
  auto booleans = read_table(outside("poi_plain/Booleans.xlsx"));
  EXPECT_EQ(booleans.rows[0], (std::vector<std::string>{"true", "", "true from f"}));
  EXPECT_EQ(booleans.types[0][0], CellType::Boolean);
  EXPECT_EQ(booleans.rows[3][0], "false");
  auto errors = read_table(outside("calamine_give/errors.xlsx"));
  EXPECT_EQ(errors.rows[0][0], "#DIV/0!");
  EXPECT_EQ(errors.types[0][0], CellType::Error);
  auto inlined = read_table(outside("poi_plain/InlineStrings.xlsx"));
  EXPECT_EQ(inlined.columns, (Columns{"Numbers", "Strings", "Inline Strings", "Formulas"}));
  EXPECT_EQ(inlined.rows[0], (std::vector<std::string>{"12", "A", "1st Inline String", "12"}));
  auto rich = read_table(outside("calamine_give/richtext-namespaced.xlsx"), {.has_header = false});
  EXPECT_EQ(rich.rows[0][0], "inline string\nLine 2\nLine 3");
  EXPECT_EQ(rich.rows[0][7], "shared string\nLine 2\nLine 3");
}

TEST(Xlsx, ListsSheetsAndReadsTheOneAskedFor) {
  NEEDS_TEST_DATA();
  auto profile = detect_profile(outside("poi_plain/TwoSheetsOneHidden.xlsx"));
  ASSERT_EQ(profile.sheets.size(), 2u);
  EXPECT_TRUE(profile.sheets[0].hidden);
  EXPECT_EQ(profile.sheet, "Sheet2");
  EXPECT_EQ(detect_profile(outside("poi_plain/TwoSheetsOneHidden.xlsx"), {.sheet = "Sheet1"}).sheet,
            "Sheet1");
  auto any = detect_profile(outside("calamine_give/any_sheets.xlsx"));
  EXPECT_EQ(any.sheets.size(), 3u);  // a chart is no table
  EXPECT_EQ(refusal_of(outside("calamine_give/any_sheets.xlsx"), {.sheet = "None"}).code,
            "xlsx_sheet_unknown");
}

TEST(Xlsx, FindsTheTableUnderItsTitle) {
  NEEDS_TEST_DATA();
  auto table = read_table(outside("calamine_give/header-row.xlsx"));
  EXPECT_EQ(table.columns, (Columns{"Columns", "Column A", "Column B", "Column C"}));
  EXPECT_EQ(table.rows, (Rows{{"put data here", "1", "2", "3"}}));
  EXPECT_EQ(table.lines, (std::vector<std::int64_t>{10}));
}

TEST(Xlsx, RepeatsMergedCellsDownwards) {
  NEEDS_TEST_DATA();
  auto merged = read_table(outside("calamine_give/merge_cells.xlsx"), {.has_header = false});
  EXPECT_EQ(merged.rows, (Rows{{"Row Merge", "", "Not Merged"},
                               {"Column Merge", "Chunk Merged", ""},
                               {"Column Merge", "Chunk Merged", ""},
                               {"Column Merge", "Chunk Merged", ""}}));
  auto header = read_table(outside("calamine_give/merged_range.xlsx"));
  EXPECT_EQ(header.columns[0], "A1");
  EXPECT_EQ(header.rows.size(), 2u);  // the header over two rows is one
}

TEST(Xlsx, WritesNumbersWithoutNoise) {
  TempFile file;
  write_book(
      file.path(),
      sheet_of("<row r=\"1\"><c r=\"A1\"><v>0.1</v></c><c r=\"B1\"><v>0.30000000000000004</v></c>"
               "<c r=\"C1\"><v>9.98901234567E11</v></c><c r=\"D1\"><v>1E-7</v></c>"
               "<c r=\"E1\"><v>-1234567.891</v></c><c r=\"F1\"><v>123456789012345</v></c>"
               "<c r=\"G1\"><v>1E+20</v></c></row>"));
  auto table = read_table(file.path());
  EXPECT_EQ(table.rows, (Rows{{"0.1", "0.3", "998901234567", "0.0000001", "-1234567.891",
                               "123456789012345", "100000000000000000000"}}));
}

TEST(Xlsx, ReadsPhoneticAndEscapedStrings) {
  TempFile file;
  write_book(
      file.path(),
      sheet_of(
          "<row><c t=\"s\"><v>0</v></c><c t=\"s\"><v>1</v></c></row><row><c><v>1</v></c></row>"),
      "<sst><si><r><t>Ко</t></r><r><t>фе</t></r><rPh><t>noise</t></rPh></si>"
      "<si><t>a_x000D_b_x005F_x000D_</t></si></sst>");
  auto table = read_table(file.path());
  EXPECT_EQ(table.columns, (Columns{"Кофе", "a\rb_x000D_"}));
}

TEST(Xlsx, KnowsFormatsOfDates) {
  EXPECT_EQ(look_of_format("General"), NumberLook::Plain);
  EXPECT_EQ(look_of_format("#,##0.00 \"дней\""), NumberLook::Plain);
  EXPECT_EQ(look_of_format("[Red]0.00"), NumberLook::Plain);
  EXPECT_EQ(look_of_format("#,##0\\ \"₽\";[Red]-#,##0"), NumberLook::Plain);
  EXPECT_EQ(look_of_format("dd.mm.yyyy"), NumberLook::Date);
  EXPECT_EQ(look_of_format("[$-419]mmmm yyyy;@"), NumberLook::Date);
  EXPECT_EQ(look_of_format("yyyy-mm-dd hh:mm"), NumberLook::DateTime);
  EXPECT_EQ(look_of_format("[h]:mm:ss"), NumberLook::Time);
  EXPECT_EQ(look_of_format("0.0%"), NumberLook::Percent);
  EXPECT_EQ(look_of_format("\""), NumberLook::Plain);
  EXPECT_EQ(look_of_format("["), NumberLook::Plain);
  EXPECT_EQ(column_of_place("A1"), 0u);
  EXPECT_EQ(column_of_place("BC12"), 54u);
  EXPECT_EQ(column_of_place("12"), std::nullopt);
  EXPECT_EQ(column_of_place("ABCD1"), std::nullopt);
}

TEST(Xlsx, RefusesACutFileWhereverItIsCut) {
  NEEDS_TEST_DATA();
  auto whole = read_whole(outside("poi_plain/sample.xlsx"));
  for (std::size_t length :
       {whole.size() / 4, whole.size() / 2, whole.size() - 100, whole.size() - 1}) {
    TempFile cut(std::string_view(whole).substr(0, length));
    EXPECT_EQ(refusal_of(cut.path()).code, "xlsx_broken") << length;
  }
  // A flipped byte anywhere is an error or read as it is, never a crash.
  for (std::size_t at = 30; at < whole.size(); at += 97) {
    auto damaged = whole;
    damaged[at] = static_cast<char>(damaged[at] ^ 0x55);
    TempFile file(damaged);
    refusal_of(file.path());
  }
}

TEST(Xlsx, RefusesAZipBomb) {
  TempFile file;
  std::string blank(100 * 1024 * 1024, ' ');
  write_book(file.path(), "<worksheet><sheetData>" + blank + "</sheetData></worksheet>");
  EXPECT_LT(std::filesystem::file_size(file.path()), 200u * 1024);
  EXPECT_EQ(refusal_of(file.path()).code, "xlsx_too_big");
  write_book(file.path(), sheet_of("<row><c><v>1</v></c></row>"),
             "<sst><si><t>" + blank + "</t></si></sst>");
  EXPECT_EQ(refusal_of(file.path()).code, "xlsx_too_big");
}

TEST(Xlsx, RefusesHostileXml) {
  TempFile file;
  write_book(file.path(),
             "<!DOCTYPE x [<!ENTITY a SYSTEM \"file:///etc/passwd\">]>" + sheet_of("<row/>"));
  EXPECT_EQ(refusal_of(file.path()).code, "xlsx_dtd");
  std::string deep;
  for (int i = 0; i < 10000; ++i) deep += "<a>";
  write_book(file.path(), deep);
  EXPECT_EQ(refusal_of(file.path()).code, "xlsx_broken");
  write_book(file.path(), sheet_of("<row r=\"1\"><c r=\"ZZ1\"><v>1</v></c></row>"));
  EXPECT_EQ(refusal_of(file.path()).code, "too_many_columns");
  write_book(file.path(), sheet_of("<row><c t=\"s\"><v>7</v></c></row>"));
  EXPECT_EQ(refusal_of(file.path()).code, "xlsx_broken");
  write_book(file.path(), "<worksheet><sheetData><row>");
  EXPECT_EQ(refusal_of(file.path()).code, "xlsx_broken");
}

TEST(Xlsx, KnowsOtherKindsOfFiles) {
  TempFile old(std::string("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1") + std::string(600, '\0'));
  EXPECT_EQ(refusal_of(old.path()).code, "xls_refused");
  TempFile locked(std::string("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1") + std::string(600, '\0') +
                  std::string("E\0n\0c\0r\0y\0p\0t\0e\0d\0", 18));
  EXPECT_EQ(refusal_of(locked.path()).code, "xlsx_encrypted");
  TempFile pdf("%PDF-1.7\n..."), html("<html><table>");
  EXPECT_EQ(refusal_of(pdf.path()).code, "file_kind_unknown");
  EXPECT_EQ(refusal_of(html.path()).code, "file_kind_unknown");
  TempFile zip;
  std::filesystem::remove(zip.path());
  zip_t* archive = zip_open(zip.path().c_str(), ZIP_CREATE, nullptr);
  zip_file_add(archive, "readme.txt", zip_source_buffer(archive, "hi", 2, 0), 0);
  zip_close(archive);
  EXPECT_EQ(refusal_of(zip.path()).code, "file_kind_unknown");
}

// Pieces of XML end in the middle of rows and cells; nothing of it shows.
TEST(Xlsx, StreamsRowsOverTheEdgesOfPieces) {
  std::string rows;
  Rows expected;
  for (int i = 0; i < 20000; ++i) {
    auto text = std::string(static_cast<std::size_t>(i % 40), 'x') + std::to_string(i);
    rows += "<row><c><v>" + std::to_string(i) + "</v></c><c/><c t=\"inlineStr\"><is><t>" + text +
            "</t></is></c></row>";
    expected.push_back({std::to_string(i), "", text});
  }
  TempFile file;
  write_book(file.path(), sheet_of(rows));
  auto table = read_table(file.path());
  EXPECT_EQ(table.rows, expected);
  EXPECT_EQ(table.lines.back(), 20000);
}

}  // namespace
}  // namespace rapport::imports
