// Tables from outside files, whatever their format: columns and rows of text, read as a stream.
// The kind of a file is found by its content, never by its name. What a column means to an entity
// is not decided here.
#pragma once
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "imports/formats/encoding.h"
#include "imports/formats/value_dates.h"

namespace rapport::imports {

enum class TableKind { Csv, Xlsx, VCard };

// "csv", "xlsx", "vcard".
std::string_view name_of(TableKind kind);

// What the file itself says about a cell. The text of every type but Text has one notation:
// Number "1234.5", Percent "25%", Boolean "true", Date "2026-11-22", DateTime
// "2026-11-22T10:10:10", Time "10:10:10", Error "#N/A". CSV and vCard know only Text.
enum class CellType : std::uint8_t { Text, Number, Percent, Boolean, Date, DateTime, Time, Error };

// One row. The views live until the next row is read.
struct Row {
  std::vector<std::string_view> cells;  // at least as many as there are columns
  std::vector<CellType> types;          // as many as cells, or none: all Text
  std::int64_t line = 0;                // where the row begins in the file, from 1

  CellType type(std::size_t i) const { return i < types.size() ? types[i] : CellType::Text; }
};

class TableReader {
 public:
  virtual ~TableReader() = default;
  virtual const std::vector<std::string>& columns() const = 0;
  // False at the end. Blank rows are passed over. Throws: Error{Invalid} for a broken file.
  virtual bool next(Row& row) = 0;
  // For a progress bar: both grow with the work done, in the same unit.
  virtual std::uint64_t bytes_read() const = 0;
  virtual std::uint64_t bytes_total() const = 0;
};

// What a person may say better than we can guess; what is absent is found out.
struct TableOptions {
  std::optional<Encoding> encoding;
  std::string delimiter;      // one or a few characters
  std::optional<char> quote;  // '\0': the file has no quotes
  std::optional<bool> has_header;
  std::string sheet;  // name of a sheet; empty: the first one in sight with content
};

// Throws: Error{UnsupportedMedia} for a kind we do not read (xls_refused, file_kind_unknown),
// Error{Invalid} for a broken or hostile file. Limits: base/limits.h, kImport*, kCell*, kXlsx*.
std::unique_ptr<TableReader> open_table(const std::filesystem::path& path,
                                        const TableOptions& options = {});

struct SheetName {
  std::string name;
  bool hidden = false;
};

// All that can be found out about a file from its beginning.
struct TableProfile {
  TableKind kind = TableKind::Csv;
  Encoding encoding = Encoding::Utf8;
  std::string delimiter;
  char quote = '\0';
  bool has_header = true;
  std::vector<SheetName> sheets;
  std::string sheet;
  char decimal = '\0';                  // '.' or ','; 0 when no value tells
  std::optional<DateOrder> date_order;  // nothing when no value tells
  std::vector<std::string> columns;
  std::vector<std::vector<std::string>> rows;  // the first 50
};

TableProfile detect_profile(const std::filesystem::path& path, const TableOptions& options = {});

}  // namespace rapport::imports
