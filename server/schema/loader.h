// Builds a Schema from the text of entity files and checks all of it: unknown keys (with the
// nearest valid one), unknown types, links to nowhere. No I/O: the caller brings the files.
#pragma once
#include <string>
#include <vector>

#include "schema/schema.h"

namespace rapport::schema {

struct SourceFile {
  std::string path;  // "sales/deals.json", "layouts/deals.json"
  std::string_view text;
};

// Throws: Error{Internal, "bad_schema"} whose detail names file, place and what would be right.
SchemaPtr load_schema(const std::vector<SourceFile>& files);

}  // namespace rapport::schema
