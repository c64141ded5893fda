// The rows of one sheet of an XLSX file, read as a stream. Formulas give the value they had when
// the file was saved. Of merged cells each row gets the value; the columns to the right stay empty.
#pragma once
#include <memory>
#include <string>
#include <vector>

#include "imports/formats/row_source.h"
#include "imports/formats/xlsx/xlsx_package.h"
#include "imports/formats/xlsx/xlsx_workbook.h"

namespace rapport::imports {

class SheetHandler;

class XlsxSource : public RowSource {
 public:
  // An empty name chooses the first sheet in sight that has cells. Throws: Error{Invalid}
  // xlsx_broken, xlsx_too_big, xlsx_dtd, xlsx_sheet_unknown, xlsx_no_sheets.
  XlsxSource(const std::filesystem::path& path, const std::string& sheet);
  ~XlsxSource() override;

  bool next(Row& row) override;
  std::uint64_t bytes_read() const override;
  std::uint64_t bytes_total() const override { return total_; }

  std::vector<SheetName> sheets() const;
  const std::string& sheet() const { return sheet_; }

 private:
  void choose(const std::string& name);

  XlsxPackage package_;
  Workbook book_;
  std::string sheet_;
  std::uint64_t total_ = 0;
  std::unique_ptr<SheetHandler> handler_;
  std::unique_ptr<XmlPart> part_;
};

}  // namespace rapport::imports
