#include "backup/moments/going_back.h"

#include <endian.h>

#include <cstring>
#include <limits>

#include "backup/contents.h"
#include "backup/format/facts.h"
#include "backup/moments/kept_files.h"
#include "backup/moments/shelf.h"
#include "backup/placed_file.h"
#include "base/date.h"
#include "files/folder_store.h"

namespace rapport::backup {

namespace fs = std::filesystem;

namespace {

constexpr std::size_t kPlaceBytes = 8;
constexpr std::int64_t kPageBytes = 4096;
constexpr std::int64_t kMostPages = std::int64_t{1} << 32;

// Of a base, without reading all of it.
Manifest manifest_of(const fs::path& base, const Lock& lock, const std::string& version) {
  BlockReader reader(base, lock);
  std::string json;
  while (auto block = reader.next()) {
    if (block->kind != BlockKind::Manifest) break;
    json += block->bytes;
  }
  return parse_manifest(json, version);
}

struct Commit {
  base::Instant seen = 0, at = 0;  // all until the one, and none after the other
  std::int64_t pages = 0;          // of the file
};

// The commits of a piece, in their order.
using CommitSink = std::function<void(const Commit&)>;
using PagesSink = std::function<void(std::int64_t offset, std::string_view bytes)>;

void take_pages(const std::string& block, const PagesSink& sink) {
  if (block.size() <= kPlaceBytes) refuse();
  std::uint64_t place;
  std::memcpy(&place, block.data(), kPlaceBytes);
  const auto offset = static_cast<std::int64_t>(le64toh(place));
  const auto bytes = std::string_view(block).substr(kPlaceBytes);
  if (offset < 0 || offset % kPageBytes != 0 || offset / kPageBytes >= kMostPages ||
      bytes.size() % kPageBytes != 0)
    refuse();
  sink(offset, bytes);
}

// To its end, always: of a damaged one nothing is to be used.
void read_piece(const fs::path& file, const Lock& lock, const std::string& chain,
                std::int64_t number, const PagesSink& pages, const CommitSink& commits) {
  BlockReader reader(file, lock);
  bool has_head = false;
  while (auto block = reader.next()) {
    if (block->kind == BlockKind::Pages) {
      const auto head = object_of(block->bytes);
      if (text_of(head, "chain") != chain || number_of(head, "number") != number)
        throw Unusable("it belongs to another place");
      has_head = true;
    } else if (!has_head) {
      refuse();
    } else if (block->kind == BlockKind::Image) {
      take_pages(block->bytes, pages);
    } else if (block->kind == BlockKind::Commit) {
      const auto object = object_of(block->bytes);
      const Commit commit{number_of(object, "seen"), number_of(object, "at"),
                          number_of(object, "pages")};
      if (commit.pages <= 0 || commit.pages > kMostPages) refuse();
      commits(commit);
    }
  }
}

// How far one goes into a chain.
struct Route {
  std::int64_t pieces = 0;   // that are read
  std::int64_t commits = 0;  // of all of them together
  Commit last;
};

// Reads all that is needed once, so that nothing is begun with what does not come to its end.
Route route_to(const Chain& chain, const Manifest& base, const MomentOrder& order,
               const Progress& progress) {
  Route route, met;
  const auto last_piece = chain.last_piece();
  bool is_enough = false;
  for (std::int64_t number = 1; number <= last_piece && !is_enough; ++number) {
    try {
      if (!fs::exists(chain.piece(number))) throw Unusable("it is missing");
      auto next = met;
      read_piece(chain.piece(number), order.lock, base.chain, number, [](auto, auto) {},
                 [&](const Commit& commit) {
                   is_enough = is_enough || commit.at >= order.moment;
                   if (commit.at <= order.moment) next = {number, next.commits + 1, commit};
                 });
      met = next;
    } catch (const Unusable& error) {
      const auto until = std::max(met.last.at, base.made_at);
      throw Unusable(chain.piece(number).string() + ": " + error.what() +
                     ". The last moment before it is " + base::format_instant(until));
    }
    progress("changes", number, last_piece);
  }
  // The base has all that was before it: older changes alone would take some of that back.
  if (met.last.seen >= base.made_at) route = met;
  return route;
}

void apply(const Chain& chain, const Manifest& base, const Route& route, const MomentOrder& order,
           const fs::path& database, const Progress& progress) {
  auto file = PlacedFile::open(database);
  std::int64_t left = route.commits;
  for (std::int64_t number = 1; number <= route.pieces; ++number) {
    read_piece(chain.piece(number), order.lock, base.chain, number,
               [&](std::int64_t offset, std::string_view bytes) {
                 if (left > 0) file.write(offset, bytes);
               },
               [&](const Commit&) { --left; });
    progress("pages", number, route.pieces);
  }
  if (route.pieces > 0) file.resize(route.last.pages * kPageBytes);
}

// The newest that was whole by that moment.
std::pair<Chain, Manifest> chain_of(const MomentOrder& order) {
  const auto chains = chains_in(order.folder);
  base::Instant first = 0;
  for (auto chain = chains.rbegin(); chain != chains.rend(); ++chain) {
    if (!chain->has_base()) continue;
    Manifest manifest;
    try {
      manifest = manifest_of(chain->base(), order.lock, order.version);
    } catch (const Unusable& error) {
      throw Unusable(chain->base().string() + ": " + error.what());
    }
    if (manifest.made_at <= order.moment) return {*chain, manifest};
    first = manifest.made_at;
  }
  throw Unusable(first == 0 ? "there are no moments in it"
                            : "the first moment that one can go back to is " +
                                  base::format_instant(first));
}

void give_back_files(NewFolder& folder, const MomentOrder& order, WentBack& done,
                     const Progress& progress) {
  auto snapshot = storage::take_snapshot((folder.inside() / "rapport.db").string());
  files::FolderStore inside(folder.inside() / "files", files::Flush::ByOwner);
  auto& store = order.files ? *order.files : inside;
  const auto ids = files_of(*snapshot);
  for (const auto& id : ids) {
    const bool is_there = (order.files && store.size_of(id)) ||
                          give_back_file(order.folder, order.lock, id, store);
    ++(is_there ? done.files : done.missing_files);
    progress("files", done.files + done.missing_files, static_cast<std::int64_t>(ids.size()));
  }
}

}  // namespace

Reach check_moments(const fs::path& folder, const Lock& lock, const std::string& version,
                    const Progress& progress) {
  const MomentOrder to_the_last{folder, lock, std::numeric_limits<base::Instant>::max(), version,
                                {}, nullptr};
  Reach reach;
  for (const auto& chain : chains_in(folder)) {
    if (!chain.has_base()) continue;
    Manifest base;
    try {
      Receiver nobody;
      base = read_backup(chain.base(), lock, version, nobody, progress).manifest;
      if (base.chain.empty()) throw Unusable("it is no base of changes");
    } catch (const Unusable& error) {
      throw Unusable(chain.base().string() + ": " + error.what());
    }
    const auto route = route_to(chain, base, to_the_last, progress);
    if (reach.chains++ == 0) reach.first = base.made_at;
    reach.last = std::max({reach.last, base.made_at, route.last.at});
    reach.pieces += chain.last_piece();
  }
  if (reach.chains == 0) throw Unusable("there are no moments in it");
  return reach;
}

WentBack go_back(NewFolder& folder, const MomentOrder& order, const Progress& progress) {
  const auto [chain, base] = chain_of(order);
  const auto route = route_to(chain, base, order, progress);
  WentBack done;
  const auto restored = restore_into(
      folder, {chain.base(), order.lock, order.version, {}, order.key_file}, progress);
  if (restored.found.manifest.chain != base.chain || base.chain.empty())
    throw Unusable(chain.base().string() + " is no base of changes");
  done.base = restored.found.manifest;
  done.has_key = restored.found.has_key;
  done.last_change = std::max(route.last.at, base.made_at);
  const auto database = folder.inside() / "rapport.db";
  apply(chain, base, route, order, database, progress);
  const auto verdict = storage::open_database(database.string(), {.readers = 1})
                           ->check(storage::CheckDepth::Pages);
  if (verdict != "ok") throw Unusable("the database that comes out is not sound: " + verdict);
  give_back_files(folder, order, done, progress);
  return done;
}

}  // namespace rapport::backup
