#include "imports/formats/table.h"

#include <array>
#include <fstream>

#include "base/limits.h"
#include "base/text.h"
#include "imports/formats/csv/csv_reader.h"
#include "imports/formats/layout.h"
#include "imports/formats/row_source.h"
#include "imports/formats/value_numbers.h"
#include "imports/formats/vcard/vcard_reader.h"
#include "imports/formats/xlsx/xlsx_reader.h"

namespace rapport::imports {

namespace {

constexpr std::size_t kLayoutRows = 100;
constexpr std::size_t kProfileRows = 50;

using Path = std::filesystem::path;

[[noreturn]] void refuse_kind(const char* code) {
  base::fail(base::ErrorKind::UnsupportedMedia, code);
}

// The container of old Office files; an encrypted XLSX hides in the same.
[[noreturn]] void refuse_compound(std::string_view start) {
  static constexpr std::string_view kEncrypted("E\0n\0c\0r\0y\0p\0t", 13);
  if (start.find(kEncrypted) != std::string_view::npos) refuse_file("xlsx_encrypted");
  refuse_kind("xls_refused");
}

std::string start_of(const Path& path) {
  std::ifstream file(path, std::ios::binary);
  std::error_code ignored;
  if (!file || !std::filesystem::is_regular_file(path, ignored)) refuse_file("file_unreadable");
  std::string start(64 * 1024, '\0');
  file.read(start.data(), static_cast<std::streamsize>(start.size()));
  start.resize(static_cast<std::size_t>(file.gcount()));
  return start;
}

std::string readable_start(std::string_view start) {
  auto text = to_utf8(start.substr(0, 512), detect_encoding_of(start.substr(0, 512)));
  if (text.starts_with("\uFEFF")) text.erase(0, 3);
  return base::fold(base::trim(text));
}

TableKind detect_kind(const Path& path) {
  using namespace std::string_view_literals;
  static constexpr std::array kForeign = {"%PDF-"sv,
                                          "\x89PNG"sv,
                                          "\xFF\xD8\xFF"sv,
                                          "GIF8"sv,
                                          "\x1F\x8B"sv,
                                          "Rar!"sv,
                                          "7z\xBC\xAF"sv,
                                          "\x7F"
                                          "ELF"sv,
                                          "SQLite format"sv,
                                          "MZ\x90"sv,
                                          "BZh"sv,
                                          "{\\rtf"sv};
  auto start = start_of(path);
  if (start.empty()) refuse_file("file_empty");
  if (start.starts_with("PK\x03\x04") || start.starts_with("PK\x05\x06")) return TableKind::Xlsx;
  if (start.starts_with("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1")) refuse_compound(start);
  bool biff = start.size() > 8 && start[0] == '\x09' && start[1] <= '\x08' && start[2] <= '\x08' &&
              start[3] == '\0';
  if (biff) refuse_kind("xls_refused");
  for (auto signature : kForeign) {
    if (start.starts_with(signature)) refuse_kind("file_kind_unknown");
  }
  auto text = readable_start(start);
  if (text.empty() && start.size() < 512) refuse_file("file_empty");
  if (text.starts_with("begin:vcard")) return TableKind::VCard;
  bool marked_up = text.starts_with("<html") || text.starts_with("<!doctype") ||
                   text.starts_with("<table") || text.starts_with("<?xml");
  if (marked_up) refuse_kind("file_kind_unknown");
  return TableKind::Csv;
}

std::unique_ptr<RowSource> open_source(TableKind kind, const Path& path,
                                       const TableOptions& options) {
  switch (kind) {
    case TableKind::Xlsx:
      return std::make_unique<XlsxSource>(path, options.sheet);
    case TableKind::VCard:
      return std::make_unique<VCardSource>(path, options.encoding);
    case TableKind::Csv:
      break;
  }
  return std::make_unique<CsvSource>(path, options);
}

std::vector<SampleRow> read_sample(RowSource& source) {
  std::vector<SampleRow> rows;
  Row row;
  while (rows.size() < kLayoutRows && source.next(row)) {
    SampleRow sample;
    sample.cells.assign(row.cells.begin(), row.cells.end());
    sample.types = row.types;
    sample.line = row.line;
    if (!sample.is_blank()) rows.push_back(std::move(sample));
  }
  return rows;
}

bool is_blank(const Row& row) {
  for (auto cell : row.cells) {
    if (!base::trim(cell).empty()) return false;
  }
  return true;
}

// The table of a source: rows below the header, as wide as the header at least. The rows read to
// find the header are given first, then the source goes on.
class HeadedTable : public TableReader {
 public:
  HeadedTable(std::unique_ptr<RowSource> source, const TableOptions& options)
      : source_(std::move(source)),
        sample_(read_sample(*source_)),
        layout_(detect_layout(sample_, options.has_header)) {
    at_ = layout_.first + (layout_.has_header ? 1 : 0);
    if (layout_.has_header) header_ = sample_[layout_.first].cells;
  }

  const std::vector<std::string>& columns() const override { return layout_.columns; }
  std::uint64_t bytes_read() const override { return source_->bytes_read(); }
  std::uint64_t bytes_total() const override { return source_->bytes_total(); }
  const Layout& layout() const { return layout_; }

  bool next(Row& row) override {
    do {
      if (!raw_next(row)) return false;
    } while (is_blank(row) || is_header_again(row));
    if (++count_ > base::limits::kImportRows) {
      refuse_file("too_many_rows", {{"max", std::to_string(base::limits::kImportRows)}});
    }
    const std::size_t width = layout_.columns.size();
    while (row.cells.size() > width && base::trim(row.cells.back()).empty()) row.cells.pop_back();
    row.cells.resize(std::max(width, row.cells.size()));
    if (!row.types.empty()) row.types.resize(row.cells.size(), CellType::Text);
    return true;
  }

 private:
  bool raw_next(Row& row) {
    if (at_ >= sample_.size()) {
      sample_.clear();
      at_ = 0;
      return source_->next(row);
    }
    const auto& sample = sample_[at_++];
    row.cells.assign(sample.cells.begin(), sample.cells.end());
    row.types = sample.types;
    row.line = sample.line;
    return true;
  }
  // Files pasted together repeat their header, and a header merged over two rows comes twice.
  bool is_header_again(const Row& row) const {
    return !header_.empty() &&
           std::equal(row.cells.begin(), row.cells.end(), header_.begin(), header_.end());
  }

  std::unique_ptr<RowSource> source_;
  std::vector<SampleRow> sample_;
  Layout layout_;
  std::vector<std::string> header_;
  std::size_t at_ = 0;
  std::size_t count_ = 0;
};

// Columns are asked one by one: what one leaves open another may tell.
void guess_notations(TableProfile& profile) {
  int orders[3] = {0, 0, 0};
  int points = 0, commas = 0;
  for (std::size_t c = 0; c < profile.columns.size(); ++c) {
    std::vector<std::string_view> cells;
    for (const auto& row : profile.rows) {
      if (c < row.size()) cells.push_back(row[c]);
    }
    if (auto order = guess_date_order(cells)) ++orders[static_cast<int>(*order)];
    char decimal = guess_decimal(cells);
    points += decimal == '.';
    commas += decimal == ',';
  }
  for (auto order : {DateOrder::Ymd, DateOrder::Mdy, DateOrder::Dmy}) {
    int votes = orders[static_cast<int>(order)];
    if (votes > 0 &&
        (!profile.date_order || votes >= orders[static_cast<int>(*profile.date_order)])) {
      profile.date_order = order;
    }
  }
  profile.decimal = points > commas ? '.' : commas > 0 ? ',' : '\0';
}

}  // namespace

void refuse_file(std::string code, base::MessageArguments arguments) {
  base::fail(base::ErrorKind::Invalid, std::move(code), {}, std::move(arguments));
}

std::string_view name_of(TableKind kind) {
  return kind == TableKind::Csv ? "csv" : kind == TableKind::Xlsx ? "xlsx" : "vcard";
}

std::unique_ptr<TableReader> open_table(const Path& path, const TableOptions& options) {
  auto kind = detect_kind(path);
  auto settled = options;
  if (kind == TableKind::VCard) settled.has_header = true;
  return std::make_unique<HeadedTable>(open_source(kind, path, options), settled);
}

TableProfile detect_profile(const Path& path, const TableOptions& options) {
  TableProfile profile;
  profile.kind = detect_kind(path);
  auto settled = options;
  auto source = open_source(profile.kind, path, options);
  if (profile.kind == TableKind::VCard) {
    settled.has_header = true;
    profile.encoding = static_cast<VCardSource&>(*source).encoding();
  } else if (profile.kind == TableKind::Csv) {
    const auto& csv = static_cast<CsvSource&>(*source);
    profile.encoding = csv.encoding();
    profile.delimiter = csv.dialect().delimiter;
    profile.quote = csv.dialect().quote;
  } else {
    const auto& xlsx = static_cast<XlsxSource&>(*source);
    profile.sheets = xlsx.sheets();
    profile.sheet = xlsx.sheet();
  }
  HeadedTable table(std::move(source), settled);
  profile.has_header = table.layout().has_header;
  profile.columns = table.columns();
  Row row;
  while (profile.rows.size() < kProfileRows && table.next(row)) {
    profile.rows.emplace_back(row.cells.begin(), row.cells.end());
  }
  guess_notations(profile);
  return profile;
}

}  // namespace rapport::imports
