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

// What a backup was made for is told by its name; each kind is kept by rules of its own.
enum class Shelf { Planned, BeforeUpgrades };

// "rapport-20261126T023000Z.backup", "before-upgrade-20261126T023000Z.backup", to the second.
std::string shelf_name(base::Instant made, Shelf shelf = Shelf::Planned);
// The moments of the backups in a folder, by their names, in the order of time. Anything else there
// is left alone.
std::vector<base::Instant> on_shelf(const std::filesystem::path& folder,
                                    Shelf shelf = Shelf::Planned);

// Removes those that are superseded, and what killed ones have left; their names.
std::vector<std::string> tidy_shelf(const std::filesystem::path& folder, const Keep& keep,
                                    std::string_view zone);
// The same, where the last `count` are kept.
std::vector<std::string> keep_last(const std::filesystem::path& folder, Shelf shelf,
                                   std::size_t count);

}  // namespace rapport::backup
