// What the cells of an XLSX sheet refer to: the list of sheets, shared strings, and which styles
// are dates.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "imports/formats/table.h"
#include "imports/formats/xlsx/xlsx_package.h"

namespace rapport::imports {

// What a number format makes of a number.
enum class NumberLook : std::uint8_t { Plain, Percent, Date, Time, DateTime };

// Source: ECMA-376, part 1, sections 18.8.30 and 18.8.31.
NumberLook look_of_format(std::string_view code);
NumberLook look_of_builtin(int id);

// Strings one after another in one block; in memory as long as the sheet is read.
class SharedStrings {
 public:
  std::size_t size() const { return ends_.size(); }
  std::string_view at(std::size_t index) const {
    std::size_t begin = index == 0 ? 0 : ends_[index - 1];
    return std::string_view(text_).substr(begin, ends_[index] - begin);
  }
  void append(std::string_view part) { text_.append(part); }
  void end_string();
  std::size_t bytes() const { return text_.size(); }

 private:
  std::string text_;
  std::vector<std::size_t> ends_;
};

struct Sheet {
  std::string name;
  std::string part;  // "xl/worksheets/sheet1.xml"
  bool hidden = false;
};

struct Workbook {
  std::vector<Sheet> sheets;  // tables only, in the order of the tabs
  bool from_1904 = false;
  std::vector<NumberLook> looks;  // by style of a cell
  SharedStrings strings;
};

// Throws: Error{Invalid} xlsx_broken …; Error{UnsupportedMedia} for a zip that holds another thing.
Workbook read_workbook(XlsxPackage& package);

// Excel writes signs that XML cannot hold as _x000D_.
void decode_escapes(std::string& text, std::size_t from);

}  // namespace rapport::imports
