// Shelf of moments: what lies in the folder of a company's moments. chain-20261126T140500Z/ holds a
// base.backup, the database as it was soon after the chain began, and pages-000001.backup…, what
// has changed since; files/ holds what people attached, each locked by itself.
// Not here: what is in the pieces (page_writer.h).
#pragma once
#include <filesystem>
#include <string>
#include <vector>

#include "base/clock.h"

namespace rapport::backup {

struct Chain {
  std::filesystem::path folder;
  base::Instant begun = 0;  // to the second

  std::filesystem::path base() const { return folder / "base.backup"; }
  std::filesystem::path piece(std::int64_t number) const;
  // The highest number of a piece; 0: there is none.
  std::int64_t last_piece() const;
  bool has_base() const;
};

// In the order of time; none when there is no such folder.
std::vector<Chain> chains_in(const std::filesystem::path& folder);
// A folder of its own for a chain that begins.
Chain new_chain(const std::filesystem::path& folder, base::Instant now);
// Removes chains that no moment since `oldest` needs; how many.
int remove_chains_before(const std::filesystem::path& folder, base::Instant oldest);

}  // namespace rapport::backup
