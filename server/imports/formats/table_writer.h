// Tables to outside files, as a stream: CSV, XLSX, JSON, vCard. Rows are given one after another
// and not kept.
#pragma once
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "imports/formats/table.h"

namespace rapport::imports {

enum class WriteFormat { Csv, Xlsx, Json, VCard };

// "csv", "xlsx", "json", "vcf".
std::optional<WriteFormat> write_format_named(std::string_view name);

// A cell to write; its text in the notation of CellType. An empty text is an empty cell.
struct OutCell {
  std::string_view text;
  CellType type = CellType::Text;
};

class TableWriter {
 public:
  virtual ~TableWriter() = default;
  // Once, first.
  virtual void begin(const std::vector<std::string>& columns) = 0;
  // As many cells as columns. Throws: Error{Internal, "export_write_failed"}.
  virtual void row(std::span<const OutCell> cells) = 0;
  // Once, last: without it the file is not whole. Throws: as row.
  virtual void end() = 0;
};

struct WriteOptions {
  std::string delimiter = ",";   // CSV
  bool byte_order_mark = true;   // CSV: Excel needs it to see UTF-8
  bool guard_formulas = true;    // CSV: formula_guard.h
  std::string sheet = "Export";  // XLSX; at most 31 characters
};

// Limits: XLSX holds 1,048,575 rows a sheet, more go on the next sheet, and 32,767 characters a
// cell, longer texts are cut there. Memory: constant. vCard takes the columns of vcard_columns()
// and leaves out others.
std::unique_ptr<TableWriter> make_table_writer(WriteFormat format,
                                               const std::filesystem::path& path,
                                               const WriteOptions& options = {});

}  // namespace rapport::imports
