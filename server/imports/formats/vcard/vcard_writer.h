// Contacts as vCards 3.0, the version all address books read. Source: RFC 2426.
// The columns it understands: vcard_columns().
#pragma once
#include <filesystem>
#include <memory>

#include "imports/formats/table_writer.h"

namespace rapport::imports {

std::unique_ptr<TableWriter> make_vcard_writer(const std::filesystem::path& path);

}  // namespace rapport::imports
