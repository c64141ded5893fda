// Store: the document in the company's database, a row a file, with who changed it and when.
// Not here: the model that is made of it (customiser.h).
#pragma once
#include <optional>

#include "base/clock.h"
#include "customisation/document.h"
#include "storage/database.h"

namespace rapport::customisation {

// path, json, version (of the document when the file changed last), changed_by, changed_at. A file
// that is no more keeps its row, empty, so that versions never go back.
const storage::Table& customisation_table();

struct Stored {
  Document document = empty_document();
  std::int64_t version = 0;  // 0: never customised
  std::optional<base::Id> changed_by;
  base::Instant changed_at = 0;
  std::vector<std::string> paths;  // of all rows, those of files that are no more too
  std::string problem;  // what is wrong with the rows themselves; the document is empty then
};

Stored read_stored(storage::Transaction& transaction);
std::int64_t read_version(storage::Transaction& transaction);

struct Author {
  base::Id user;
  base::Instant at = 0;
};
// The files that differ. Throws: Error{Stale} when the version is not that of `before` any more.
void write_stored(storage::Transaction& transaction, const Stored& before, const Document& after,
                  const Author& author);

}  // namespace rapport::customisation
