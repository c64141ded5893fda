// Cells of a sheet as they come out of the XML: rows waiting to be given out, merged ranges.
// The sheet is never held whole.
#pragma once
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "imports/formats/row_source.h"
#include "imports/formats/xlsx/xlsx_workbook.h"

namespace rapport::imports {

// A column of a merged range that spans several rows.
struct MergedColumn {
  std::int64_t first_row, last_row;
  std::size_t column;
};

// The merged ranges stand behind the cells, so that they are looked for before the cells are read.
std::vector<MergedColumn> find_merged(XlsxPackage& package, const std::string& part);

// "BC12" → 54, counted from 0; nothing for what is no place.
std::optional<std::size_t> column_of_place(std::string_view place);

// Collects the rows of each piece of XML that is fed; they live until `release`.
class SheetHandler : public XmlHandler {
 public:
  SheetHandler(const Workbook& book, std::vector<MergedColumn> merged);

  void start(std::string_view name, const char** attributes) override;
  void end(std::string_view name) override;
  void text(std::string_view part) override;

  bool has_row() const { return at_ < rows_.size(); }
  void take(Row& row);
  // Forgets the rows given out; no row must wait.
  void release();

 private:
  struct Cell {
    std::size_t column;
    CellType type;
    bool shared;             // begin: the index of a shared string
    std::size_t begin, end;  // else of text_
  };
  struct PendingRow {
    std::int64_t line;
    std::size_t first, last;  // of cells_
  };
  void start_cell(const char** attributes);
  void end_cell();
  void end_number(Cell& cell);
  bool end_shared(Cell& cell);
  void fill_merged(std::size_t first_cell);
  std::string_view text_of(const Cell& cell) const;

  const Workbook& book_;
  std::vector<MergedColumn> merged_;  // by first row
  std::size_t merged_at_ = 0;
  struct Active {
    MergedColumn range;
    CellType type;
    std::string text;
  };
  std::vector<Active> active_;
  std::string text_;
  std::vector<Cell> cells_;
  std::vector<PendingRow> rows_;
  std::size_t at_ = 0;
  bool in_sheet_ = false, in_value_ = false, in_inline_ = false, row_open_ = false;
  int phonetic_ = 0;
  std::int64_t line_ = 0;
  std::size_t column_ = 0, row_first_ = 0, text_begin_ = 0;
  char kind_ = 'n';  // n number, s shared, i inline, t formula's text, b, e, d
  std::size_t style_ = 0;
};

}  // namespace rapport::imports
