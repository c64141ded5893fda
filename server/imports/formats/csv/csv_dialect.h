// The dialect of a text table: what separates cells and rows, and what quotes them, found out from
// the beginning of the text.
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace rapport::imports {

struct CsvDialect {
  std::string delimiter = ",";
  char quote = '"';            // '\0': none
  std::string row_end;         // what stands before the end of line at the end of each row: "&|"
  std::size_t skip_bytes = 0;  // a first line "sep=;" as Excel writes it
};

// Cells of each row of a piece of text. The last row is left out when `cut` says that the text goes
// on.
std::vector<std::vector<std::string>> split_sample(std::string_view text, const CsvDialect& dialect,
                                                   bool cut);

// `cut`: the text is the beginning of a longer one. A given delimiter or quote is kept.
CsvDialect detect_dialect(std::string_view text, bool cut, const std::string& delimiter = {},
                          std::optional<char> quote = {});

}  // namespace rapport::imports
