#include "imports/formats/table_writer.h"

#include "base/json.h"
#include "imports/formats/csv/formula_guard.h"
#include "imports/formats/test_files.h"

namespace rapport::imports {
namespace {

using Rows = std::vector<std::vector<std::string>>;

void write(const std::filesystem::path& path, WriteFormat format,
           const std::vector<std::string>& columns, const Rows& rows,
           const WriteOptions& options = {}, CellType type = CellType::Text) {
  auto writer = make_table_writer(format, path, options);
  writer->begin(columns);
  for (const auto& row : rows) {
    std::vector<OutCell> cells;
    for (const auto& text : row) cells.push_back({text, type});
    writer->row(cells);
  }
  writer->end();
}

const Rows& odd_rows() {
  static const Rows rows = {
      {"=1+1", "+7 912 345-67-89", "-cmd|' /C calc'!A0", "@SUM(A1)"},
      {"'=1", "''=1", "'quoted'", "'"},
      {"\t=1", "\r=1", "\n=1", "line\nline"},
      {"\uFF1D1", "\uFF0B1", "\uFF20x", "\u22125"},
      {"\"", "a\"b", "a;b", "a,b"},
      {" edge ", "", "a\tb", "Oʻzbekiston Ё"},
      {"=", "'+", "-", "-5"},
  };
  return rows;
}

TEST(TableWriter, CsvComesBackAsItWasWritten) {
  for (const char* delimiter : {",", ";", "\t", "+|"}) {
    TempFile file;
    write(file.path(), WriteFormat::Csv, {"one", "two", "three", "four"}, odd_rows(),
          {.delimiter = delimiter});
    auto table =
        read_table(file.path(), {.delimiter = delimiter, .quote = '"', .has_header = true});
    EXPECT_EQ(table.rows, odd_rows()) << delimiter;
  }
  TempFile file;
  write(file.path(), WriteFormat::Csv, {"one", "two", "three", "four"}, odd_rows());
  EXPECT_EQ(read_table(file.path(), {.has_header = true}).rows, odd_rows());
}

TEST(TableWriter, CsvHoldsNoFormula) {
  TempFile file;
  write(file.path(), WriteFormat::Csv, {"=name"},
        {{"=1+1"}, {"+7912"}, {"@x"}, {"\t=2"}, {"\uFF1D2"}}, {.byte_order_mark = false});
  EXPECT_EQ(read_whole(file.path()),
            "'=name\r\n'=1+1\r\n'+7912\r\n'@x\r\n\"'\t=2\"\r\n'\uFF1D2\r\n");
  write(file.path(), WriteFormat::Csv, {"n"}, {{"-5.00"}}, {.byte_order_mark = false},
        CellType::Number);
  EXPECT_EQ(read_whole(file.path()), "n\r\n-5.00\r\n");
}

TEST(FormulaGuard, IsTakenOffExactlyWhenItWasPutOn) {
  const std::string signs = "'=+-@\t\rxЯ";
  std::vector<std::string> texts = {""};
  for (std::size_t i = 0; i < texts.size() && texts[i].size() < 4; ++i) {
    for (char c : signs) texts.push_back(texts[i] + c);
  }
  for (const auto& text : texts) {
    auto written = needs_guard(text) ? "'" + text : text;
    EXPECT_EQ(without_guard(written), text);
  }
}

TEST(TableWriter, CsvBeginsWithAMarkForExcel) {
  TempFile file;
  write(file.path(), WriteFormat::Csv, {"a"}, {{"1"}});
  EXPECT_TRUE(read_whole(file.path())
                  .starts_with("\xEF\xBB\xBF"
                               "a\r\n"));
}

TEST(TableWriter, XlsxKeepsTypesAndTexts) {
  TempFile file({}, ".xlsx");
  auto writer = make_table_writer(WriteFormat::Xlsx, file.path());
  writer->begin({"text", "number", "date", "moment", "truth", "share", "time"});
  const std::vector<OutCell> cells = {
      {"=1+1", CellType::Text},       {"-1234.56", CellType::Number},
      {"2026-11-22", CellType::Date}, {"2026-11-22T09:30:15", CellType::DateTime},
      {"true", CellType::Boolean},    {"12.5%", CellType::Percent},
      {"10:10:10", CellType::Time}};
  writer->row(cells);
  const std::vector<OutCell> others = {{"https://x.uz", CellType::Text},
                                       {"12345678901234567890", CellType::Number},
                                       {"1850-01-01", CellType::Date},
                                       {"", CellType::DateTime},
                                       {"false", CellType::Boolean},
                                       {"", CellType::Percent},
                                       {"", CellType::Time}};
  writer->row(others);
  writer->end();
  auto table = read_table(file.path());
  ASSERT_EQ(table.rows.size(), 2u);
  for (std::size_t i = 0; i < cells.size(); ++i) {
    EXPECT_EQ(table.rows[0][i], cells[i].text);
    EXPECT_EQ(table.types[0][i], cells[i].type);
    EXPECT_EQ(table.rows[1][i], others[i].text);
  }
  EXPECT_EQ(table.types[1][1], CellType::Text);  // no double holds it
}

TEST(TableWriter, XlsxOddTextsComeBack) {
  TempFile file({}, ".xlsx");
  Rows rows = odd_rows();
  write(file.path(), WriteFormat::Xlsx, {"one", "two", "three", "four"}, rows);
  auto table = read_table(file.path());
  for (auto& row : rows) row.resize(4);
  EXPECT_EQ(table.rows, rows);
}

TEST(TableWriter, JsonIsAnArrayOfObjects) {
  TempFile file;
  auto writer = make_table_writer(WriteFormat::Json, file.path());
  writer->begin({"name", "amount", "open", "note"});
  const std::vector<OutCell> cells = {
      {"A \"B\"\n"}, {"12.50", CellType::Number}, {"true", CellType::Boolean}, {""}};
  writer->row(cells);
  writer->row(cells);
  writer->end();
  auto parsed = base::parse_json(read_whole(file.path()));
  ASSERT_EQ(parsed.as_array().size(), 2u);
  const auto& object = parsed.as_array()[1].as_object();
  EXPECT_EQ(object.at("name").as_string(), "A \"B\"\n");
  EXPECT_EQ(object.at("amount").as_double(), 12.5);
  EXPECT_TRUE(object.at("open").as_bool());
  EXPECT_TRUE(object.at("note").is_null());
  TempFile empty;
  write(empty.path(), WriteFormat::Json, {"a"}, {});
  EXPECT_TRUE(base::parse_json(read_whole(empty.path())).as_array().empty());
}

TEST(TableWriter, NoticesAFullDisk) {
  if (!std::filesystem::exists("/dev/full")) GTEST_SKIP();
  Rows rows(100000, {"some text to fill the buffer"});
  EXPECT_THROW(write("/dev/full", WriteFormat::Csv, {"a"}, rows), base::Error);
  EXPECT_THROW(write("/nowhere/at/all.csv", WriteFormat::Csv, {"a"}, {}), base::Error);
}

}  // namespace
}  // namespace rapport::imports
