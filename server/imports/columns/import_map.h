// ImportMap: what a person has decided about a table: docs/api, "map file of an import".
// Not here: what is left to be found out (column_match.h).
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/json.h"
#include "imports/formats/value_dates.h"

namespace rapport::imports {

struct MappedColumn {
  std::string column;
  std::string path;  // empty: left out
};

struct ImportMap {
  std::vector<MappedColumn> columns;
  // By column or path: folded word of a cell → what is read in its place.
  std::unordered_map<std::string, std::unordered_map<std::string, std::string>> values;
  // Path → cell of a new record that the table says nothing about.
  std::vector<std::pair<std::string, std::string>> defaults;
  std::vector<std::string> match;
  bool create_linked = false;
  bool ignore_unknown = false;
  std::optional<DateOrder> date_order;
  std::optional<char> decimal;
};

// Throws: Error{Invalid} naming every wrong place: "map.columns.stage".
ImportMap parse_import_map(const base::json::value& document);
// The text of a map file; comments are passed over. Throws: also Error{Malformed, "json"}.
base::json::value parse_map_text(std::string_view text);

}  // namespace rapport::imports
