// Retention: which backups of a folder are kept, and the names by which they are known there.
// Not here: when one is made (app/moves/backup_plan.h).
#pragma once
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"

namespace rapport::backup {

// Of each of the last days, weeks (from Monday) and months that have any, the last one is kept. The
// very last one always is.
struct Keep {
  int days = 7, weeks = 4, months = 12;
};

// Those of `made` that are kept by nothing, in the order of time. `zone`: whose days they are.
std::vector<base::Instant> superseded(std::vector<base::Instant> made, const Keep& keep,
                                      std::string_view zone);

// "rapport-20261126T023000Z.backup", to the second.
std::string shelf_name(base::Instant made);
// The moments of the backups in a folder, by their names, in the order of time. Anything else there
// is left alone.
std::vector<base::Instant> on_shelf(const std::filesystem::path& folder);

// Removes those that are superseded, and what killed ones have left; their names.
std::vector<std::string> tidy_shelf(const std::filesystem::path& folder, const Keep& keep,
                                    std::string_view zone);

}  // namespace rapport::backup
