#include "backup/moments/shelf.h"

#include <sys/stat.h>

#include <algorithm>
#include <charconv>
#include <cstdio>
#include <optional>

#include "base/date.h"

namespace rapport::backup {

namespace fs = std::filesystem;

namespace {

constexpr std::string_view kChain = "chain-", kPiece = "pages-", kEnd = ".backup";
constexpr std::int64_t kSecondUs = 1'000'000;

std::string name_of(base::Instant begun) {
  std::string text;
  for (char c : base::format_instant(begun - begun % kSecondUs))
    if (c != '-' && c != ':') text += c;
  return std::string(kChain) + text;
}

std::optional<base::Instant> begun_of(const std::string& name) {
  if (!name.starts_with(kChain) || name.size() != kChain.size() + 16) return std::nullopt;
  auto part = [&](std::size_t at, std::size_t size) {
    return name.substr(kChain.size() + at, size);
  };
  auto begun = base::parse_instant(part(0, 4) + "-" + part(4, 2) + "-" + part(6, 5) + ":" +
                                   part(11, 2) + ":" + part(13, 3));
  return begun && name_of(*begun) == name ? begun : std::nullopt;
}

}  // namespace

fs::path Chain::piece(std::int64_t number) const {
  char text[32];
  std::snprintf(text, sizeof text, "%06lld", static_cast<long long>(number));
  return folder / (std::string(kPiece) + text + std::string(kEnd));
}

std::int64_t Chain::last_piece() const {
  std::int64_t last = 0;
  for (const auto& entry : fs::directory_iterator(folder)) {
    const auto name = entry.path().filename().string();
    if (!name.starts_with(kPiece) || !name.ends_with(kEnd)) continue;
    std::int64_t number = 0;
    std::from_chars(name.data() + kPiece.size(), name.data() + name.size() - kEnd.size(), number);
    last = std::max(last, number);
  }
  return last;
}

bool Chain::has_base() const { return fs::is_regular_file(fs::symlink_status(base())); }

std::vector<Chain> chains_in(const fs::path& folder) {
  std::vector<Chain> chains;
  if (!fs::is_directory(folder)) return chains;
  for (const auto& entry : fs::directory_iterator(folder))
    if (auto begun = begun_of(entry.path().filename().string()); begun && entry.is_directory())
      chains.push_back({entry.path(), *begun});
  std::sort(chains.begin(), chains.end(),
            [](const Chain& a, const Chain& b) { return a.begun < b.begun; });
  return chains;
}

Chain new_chain(const fs::path& folder, base::Instant now) {
  fs::create_directories(folder);
  const auto others = chains_in(folder);
  if (!others.empty()) now = std::max(now, others.back().begun + kSecondUs);
  Chain chain{folder / name_of(now), now - now % kSecondUs};
  fs::create_directory(chain.folder);
  fs::permissions(chain.folder, fs::perms::owner_all);
  return chain;
}

// One is needed until the next one that has a base was already there at that time; one without a
// base leads nowhere, unless it is the last, whose base may be in the making.
int remove_chains_before(const fs::path& folder, base::Instant oldest) {
  auto chains = chains_in(folder);
  int removed = 0;
  for (std::size_t i = 0; i + 1 < chains.size(); ++i) {
    const bool is_followed = std::any_of(
        chains.begin() + static_cast<std::ptrdiff_t>(i) + 1, chains.end(), [&](const Chain& next) {
          struct stat written {};
          return next.has_base() && ::stat(next.base().c_str(), &written) == 0 &&
                 written.st_mtime * kSecondUs < oldest;
        });
    if (!is_followed && chains[i].has_base()) continue;
    fs::remove_all(chains[i].folder);
    ++removed;
  }
  return removed;
}

}  // namespace rapport::backup
