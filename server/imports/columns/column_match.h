// Which column of a table goes to which field, by its name and its first values.
// Not here: what a person has decided himself (import_map.h).
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "imports/columns/vocabulary.h"

namespace rapport::imports {

// Up to here a name was recognised; below it only values speak for a field.
inline constexpr double kByName = 0.6;
// The column that our files of failed rows have more; it goes nowhere.
inline constexpr std::string_view kFaultColumn = "import_error";

struct ColumnGuess {
  std::string path;         // empty: none
  double confidence = 0;
  bool is_passed_over = false;  // known, but nothing to be written: created_at, version
};

// One guess a column; no path twice, and none of `taken`. `rows`: the first of the table.
std::vector<ColumnGuess> match_columns(const Vocabulary& vocabulary,
                                       const records::Context& context,
                                       const schema::EntityDef& entity,
                                       const std::vector<std::string>& columns,
                                       const std::vector<std::vector<std::string>>& rows,
                                       const std::vector<std::string>& taken = {});

// The entity whose fields the columns are most like.
const schema::EntityDef& guess_entity(const Vocabulary& vocabulary,
                                      const records::Context& context,
                                      const std::vector<std::string>& columns,
                                      const std::vector<std::vector<std::string>>& rows);

}  // namespace rapport::imports
