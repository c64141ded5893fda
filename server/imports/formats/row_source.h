// What every format gives: raw rows, the header among them. The header is told from the data above
// this, in layout.h, alike for all formats.
#pragma once
#include <string>

#include "base/error.h"
#include "imports/formats/table.h"

namespace rapport::imports {

class RowSource {
 public:
  virtual ~RowSource() = default;
  // False at the end. May give blank rows. Row.types is emptied or filled by the source.
  virtual bool next(Row& row) = 0;
  virtual std::uint64_t bytes_read() const = 0;
  virtual std::uint64_t bytes_total() const = 0;
};

// Refuses the file: Error{Invalid, code}.
[[noreturn]] void refuse_file(std::string code, base::MessageArguments arguments = {});

// 0 → "A", 26 → "AA": the name of a column without a heading.
std::string column_letters(std::size_t index);

}  // namespace rapport::imports
