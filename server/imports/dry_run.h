// A dry run: an import of which nothing stays but what it would have done.
// Not here: the run that stores (run.h).
#pragma once
#include <filesystem>

#include "imports/faults.h"
#include "imports/run.h"

namespace rapport::imports {

struct DryRun {
  RunEnd end = RunEnd::Done;
  std::vector<FaultyRow> faults;  // at most kDryFaults
};

inline constexpr std::size_t kDryFaults = 50'000;

// Short tables within one transaction that is rolled back. Long ones would keep other writers
// waiting: they are tried on a copy of the database in the folder `scratch`.
// `import` gets the counts; `show` is told of it inside transactions and must not use the database.
DryRun run_dry(const RunTools& tools, storage::Database& database,
               const std::filesystem::path& scratch, Import& import, const Request& request,
               const std::function<void(const Import&)>& show);

}  // namespace rapport::imports
