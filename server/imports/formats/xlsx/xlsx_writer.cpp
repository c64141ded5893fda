#include "imports/formats/xlsx/xlsx_writer.h"

#include <xlsxwriter.h>

#include <cstdlib>

#include "base/text.h"
#include "imports/formats/output_file.h"

namespace rapport::imports {

namespace {

constexpr lxw_row_t kSheetRows = 1'048'576;
constexpr std::size_t kCellChars = 32'767;
constexpr double kColumnWidth = 18;

class XlsxWriter : public TableWriter {
 public:
  XlsxWriter(const std::filesystem::path& path, const WriteOptions& options)
      : sheet_name_(options.sheet) {
    folder_ = path.has_parent_path() ? path.parent_path().string() : ".";
    lxw_workbook_options settings{};
    settings.constant_memory = LXW_TRUE;
    settings.tmpdir = folder_.data();
    book_ = workbook_new_opt(path.c_str(), &settings);
    if (!book_) fail_to_write("no workbook");
    header_ = format("@");
    format_set_bold(header_);
    date_ = workbook_add_format(book_);
    format_set_num_format_index(date_, 14);
    instant_ = workbook_add_format(book_);
    format_set_num_format_index(instant_, 22);
    time_ = workbook_add_format(book_);
    format_set_num_format_index(time_, 21);
    percent_ = format("0.##%");
  }
  ~XlsxWriter() override {
    if (book_) workbook_close(book_);
  }

  void begin(const std::vector<std::string>& columns) override {
    columns_ = columns;
    add_sheet();
  }

  void row(std::span<const OutCell> cells) override {
    if (row_ >= kSheetRows) add_sheet();
    for (std::size_t i = 0; i < cells.size(); ++i) {
      if (!cells[i].text.empty()) write(static_cast<lxw_col_t>(i), cells[i]);
    }
    ++row_;
  }

  void end() override {
    auto error = workbook_close(book_);
    book_ = nullptr;
    if (error != LXW_NO_ERROR) fail_to_write(lxw_strerror(error));
  }

 private:
  lxw_format* format(const char* code) {
    auto* made = workbook_add_format(book_);
    format_set_num_format(made, code);
    return made;
  }

  void add_sheet() {
    auto name = std::string(base::prefix_of(sheet_name_, 27));
    if (++sheets_ > 1) name += " " + std::to_string(sheets_);
    sheet_ = workbook_add_worksheet(book_, name.c_str());
    if (!sheet_) fail_to_write("no worksheet");
    if (!columns_.empty()) {
      auto last = static_cast<lxw_col_t>(columns_.size() - 1);
      worksheet_set_column(sheet_, 0, last, kColumnWidth, nullptr);
      worksheet_freeze_panes(sheet_, 1, 0);
    }
    row_ = 0;
    for (std::size_t i = 0; i < columns_.size(); ++i) {
      text(static_cast<lxw_col_t>(i), columns_[i], header_);
    }
    row_ = 1;
  }

  void check(lxw_error error) {
    if (error != LXW_NO_ERROR) fail_to_write(lxw_strerror(error));
  }

  void text(lxw_col_t column, std::string_view text, lxw_format* format) {
    scratch_ = text.size() > kCellChars ? base::prefix_of(text, kCellChars) : text;
    check(worksheet_write_string(sheet_, row_, column, scratch_.c_str(), format));
  }

  void write(lxw_col_t column, const OutCell& cell) {
    switch (cell.type) {
      case CellType::Number:
      case CellType::Percent:
        return number(column, cell);
      case CellType::Boolean:
        return check(worksheet_write_boolean(sheet_, row_, column, cell.text == "true", nullptr));
      case CellType::Date:
      case CellType::DateTime:
      case CellType::Time:
        return moment(column, cell);
      default:
        return text(column, cell.text, nullptr);
    }
  }

  // A number that a double does not hold exactly stays a text, so that no digit is lost.
  void number(lxw_col_t column, const OutCell& cell) {
    scratch_ = cell.text;
    bool percent = scratch_.ends_with('%');
    if (percent) scratch_.pop_back();
    std::size_t digits = 0;
    for (char c : scratch_) digits += c >= '0' && c <= '9';
    char* end = nullptr;
    double value = std::strtod(scratch_.c_str(), &end);
    if (digits > 15 || *end || scratch_.empty()) return text(column, cell.text, nullptr);
    auto* format = percent ? percent_ : nullptr;
    check(worksheet_write_number(sheet_, row_, column, percent ? value / 100 : value, format));
  }

  void moment(lxw_col_t column, const OutCell& cell) {
    bool only_time = cell.type == CellType::Time;
    scratch_ = only_time ? "2000-01-01 " + std::string(cell.text) : std::string(cell.text);
    auto time = parse_cell_time(scratch_, DateOrder::Ymd);
    double days = time ? time->date - base::to_date({1899, 12, 30}) : -1;
    if (days < 61)
      return text(column, cell.text, nullptr);  // the calendar of sheets is wrong before March 1900
    double part = static_cast<double>(time->time_us) / 86'400e6;
    auto* format = only_time ? time_ : cell.type == CellType::Date ? date_ : instant_;
    check(worksheet_write_number(sheet_, row_, column, only_time ? part : days + part, format));
  }

  lxw_workbook* book_ = nullptr;
  lxw_worksheet* sheet_ = nullptr;
  lxw_format *header_, *date_, *instant_, *time_, *percent_;
  std::string sheet_name_, folder_, scratch_;
  std::vector<std::string> columns_;
  lxw_row_t row_ = 0;
  int sheets_ = 0;
};

}  // namespace

std::unique_ptr<TableWriter> make_xlsx_writer(const std::filesystem::path& path,
                                              const WriteOptions& options) {
  return std::make_unique<XlsxWriter>(path, options);
}

}  // namespace rapport::imports
