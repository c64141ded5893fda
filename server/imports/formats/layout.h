// Where the table begins in a file: titles above it, a header or none, the names of its columns.
// Alike for all formats of tables.
#pragma once
#include <string>
#include <vector>

#include "imports/formats/table.h"

namespace rapport::imports {

struct SampleRow {
  std::vector<std::string> cells;
  std::vector<CellType> types;
  std::int64_t line = 0;

  bool is_blank() const;
};

struct Layout {
  std::size_t first = 0;  // of the sample: the header, or the first row of a table without one
  bool has_header = false;
  std::vector<std::string> columns;  // unique, never empty
};

// A header is a row of different words, none of which looks like a date, number, address or the
// like. Titles above a header are passed over; rows are never passed over when there is no header.
Layout detect_layout(const std::vector<SampleRow>& rows, std::optional<bool> has_header);

}  // namespace rapport::imports
