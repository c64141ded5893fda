// XLSX files written row by row in constant memory. Texts are always texts: no formulas, no links.
// Numbers, dates and truths are typed cells.
#pragma once
#include <filesystem>
#include <memory>

#include "imports/formats/table_writer.h"

namespace rapport::imports {

// Temporary files stand beside the file that is written.
std::unique_ptr<TableWriter> make_xlsx_writer(const std::filesystem::path& path,
                                              const WriteOptions& options);

}  // namespace rapport::imports
