#include "imports/formats/table_writer.h"

#include "base/json.h"
#include "imports/formats/csv/formula_guard.h"
#include "imports/formats/output_file.h"
#include "imports/formats/vcard/vcard_writer.h"
#include "imports/formats/xlsx/xlsx_writer.h"

namespace rapport::imports {

namespace {

class CsvWriter : public TableWriter {
 public:
  CsvWriter(const std::filesystem::path& path, const WriteOptions& options)
      : file_(path), options_(options) {}

  void begin(const std::vector<std::string>& columns) override {
    if (options_.byte_order_mark) file_.text() += "\xEF\xBB\xBF";
    bool first = true;
    for (const auto& column : columns) cell({column}, first);
    file_.text() += "\r\n";
  }
  void row(std::span<const OutCell> cells) override {
    bool first = true;
    for (const auto& out : cells) cell(out, first);
    // A row of one empty cell would be an empty line, which readers pass over.
    if (cells.size() == 1 && cells[0].text.empty()) file_.text() += "\"\"";
    file_.text() += "\r\n";
    file_.flush_if_large();
  }
  void end() override { file_.close(); }

 private:
  void cell(const OutCell& cell, bool& first) {
    auto& out = file_.text();
    if (!first) out += options_.delimiter;
    first = false;
    // A number is no formula, whatever its sign.
    bool guard = options_.guard_formulas && cell.type == CellType::Text && needs_guard(cell.text);
    bool blank_edge = !cell.text.empty() && (cell.text.front() == ' ' || cell.text.back() == ' ');
    bool quote = blank_edge || cell.text.find_first_of("\",;\t|\r\n") != std::string_view::npos ||
                 cell.text.find(options_.delimiter) != std::string_view::npos;
    if (quote) out += '"';
    if (guard) out += '\'';
    if (quote) {
      for (char c : cell.text) out.append(c == '"' ? 2 : 1, c);
      out += '"';
    } else {
      out += cell.text;
    }
  }
  OutputFile file_;
  WriteOptions options_;
};

// An array of objects; a line for each, so that a large file can be looked through.
class JsonTableWriter : public TableWriter {
 public:
  explicit JsonTableWriter(const std::filesystem::path& path) : file_(path) {}

  void begin(const std::vector<std::string>& columns) override {
    for (const auto& column : columns) {
      std::string key;
      base::append_json_string(key, column);
      keys_.push_back(key + ":");
    }
    file_.text() += "[";
  }
  void row(std::span<const OutCell> cells) override {
    auto& out = file_.text();
    out += first_ ? "\n{" : ",\n{";
    first_ = false;
    for (std::size_t i = 0; i < cells.size() && i < keys_.size(); ++i) {
      if (i > 0) out += ',';
      out += keys_[i];
      value(out, cells[i]);
    }
    out += '}';
    file_.flush_if_large();
  }
  void end() override {
    file_.text() += "\n]\n";
    file_.close();
  }

 private:
  static void value(std::string& out, const OutCell& cell) {
    bool plain = cell.type == CellType::Number || cell.type == CellType::Boolean;
    if (cell.text.empty())
      out += "null";
    else if (plain)
      out += cell.text;
    else
      base::append_json_string(out, cell.text);
  }
  OutputFile file_;
  std::vector<std::string> keys_;
  bool first_ = true;
};

}  // namespace

std::optional<WriteFormat> write_format_named(std::string_view name) {
  if (name == "csv") return WriteFormat::Csv;
  if (name == "xlsx") return WriteFormat::Xlsx;
  if (name == "json") return WriteFormat::Json;
  if (name == "vcf" || name == "vcard") return WriteFormat::VCard;
  return std::nullopt;
}

std::unique_ptr<TableWriter> make_table_writer(WriteFormat format,
                                               const std::filesystem::path& path,
                                               const WriteOptions& options) {
  switch (format) {
    case WriteFormat::Xlsx:
      return make_xlsx_writer(path, options);
    case WriteFormat::Json:
      return std::make_unique<JsonTableWriter>(path);
    case WriteFormat::VCard:
      return make_vcard_writer(path);
    case WriteFormat::Csv:
      break;
  }
  return std::make_unique<CsvWriter>(path, options);
}

}  // namespace rapport::imports
