// Records as a file: CSV, XLSX, JSON or vCard, with everything that importing it again needs.
// Not here: the formats themselves (formats/table_writer.h).
#pragma once
#include <filesystem>
#include <functional>

#include "imports/formats/table_writer.h"
#include "records/listing.h"

namespace rapport::imports {

enum class Headings {
  Names,   // paths of fields and keys of choices: a file for programs, and to be imported again
  Labels,  // words of the actor's language: a file for people
};

struct ExportOrder {
  records::ListRequest list;  // filter, q, sort; fields: empty for all that may be read
  WriteFormat format = WriteFormat::Csv;
  Headings headings = Headings::Names;
  std::function<void(std::int64_t rows)> progress;  // may be empty
};

// Writes the records that the actor may export, a page in a transaction each. Returns how many.
// Throws: Error{Forbidden}, Error{Malformed} for a wrong filter, Error{Internal,
// "export_write_failed"}.
std::int64_t export_records(storage::Database& database, const records::Context& context,
                            const schema::EntityDef& entity, const ExportOrder& order,
                            const std::filesystem::path& path);

}  // namespace rapport::imports
