#include "imports/formats/xlsx/xlsx_reader.h"

#include "imports/formats/xlsx/xlsx_cells.h"

namespace rapport::imports {

XlsxSource::XlsxSource(const std::filesystem::path& path, const std::string& sheet)
    : package_(path), book_(read_workbook(package_)) {
  if (book_.sheets.empty()) refuse_file("xlsx_no_sheets");
  if (!sheet.empty()) {
    choose(sheet);
    return;
  }
  // The first one in sight with a row; a workbook may begin with an empty sheet.
  for (const auto& entry : book_.sheets) {
    if (entry.hidden) continue;
    choose(entry.name);
    while (!handler_->has_row() && part_->feed()) {
    }
    if (handler_->has_row()) return;
  }
  // All are empty, or all are hidden: the last one looked at, or the first.
  if (!part_) choose(book_.sheets.front().name);
}

XlsxSource::~XlsxSource() = default;

void XlsxSource::choose(const std::string& name) {
  for (const auto& entry : book_.sheets) {
    if (entry.name != name) continue;
    sheet_ = name;
    total_ = package_.size_of(entry.part);
    handler_ = std::make_unique<SheetHandler>(book_, find_merged(package_, entry.part));
    part_ = std::make_unique<XmlPart>(package_, entry.part, *handler_);
    return;
  }
  refuse_file("xlsx_sheet_unknown", {{"sheet", name}});
}

std::vector<SheetName> XlsxSource::sheets() const {
  std::vector<SheetName> names;
  for (const auto& entry : book_.sheets) names.push_back({entry.name, entry.hidden});
  return names;
}

std::uint64_t XlsxSource::bytes_read() const { return part_->bytes_read(); }

bool XlsxSource::next(Row& row) {
  if (!handler_->has_row()) {
    handler_->release();
    while (!handler_->has_row()) {
      if (!part_->feed()) break;
    }
    if (!handler_->has_row()) return false;
  }
  handler_->take(row);
  return true;
}

}  // namespace rapport::imports
