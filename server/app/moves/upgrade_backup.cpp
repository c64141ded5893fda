#include "app/moves/upgrade_backup.h"

#include <unistd.h>

#include <algorithm>

#include "app/moves/copy_command.h"
#include "backup/make.h"
#include "backup/reading.h"
#include "backup/retention.h"
#include "base/log.h"
#include "base/version.h"

namespace rapport::app {

namespace fs = std::filesystem;

namespace {

constexpr auto kShelf = backup::Shelf::BeforeUpgrades;
constexpr std::size_t kKept = 3;
constexpr std::int64_t kSecondUs = 1'000'000;

fs::path folder_of(const UpgradeBackupOrder& order) {
  if (!order.plan.folder.empty()) return order.plan.folder;
  auto folder = order.data / "before-upgrade";
  fs::create_directories(folder);
  fs::permissions(folder, fs::perms::owner_all);
  return folder;
}

// As much as the database takes is more than its copy does: what is left is for the upgrade.
void check_room(const std::string& database, const fs::path& folder) {
  if (storage::is_postgres(database)) return;
  std::uintmax_t wanted = fs::file_size(database);
  std::error_code none;
  if (auto log = fs::file_size(database + "-wal", none); !none) wanted += log;
  const auto free = fs::space(folder).available;
  if (free < wanted)
    throw std::runtime_error(folder.string() + " has no room for it: " +
                             std::to_string(wanted >> 20) + " MiB are needed, " +
                             std::to_string(free >> 20) + " MiB are free");
}

std::string make(const UpgradeBackupOrder& order) {
  const auto folder = folder_of(order);
  check_room(order.database, folder);
  // Names tell which one is the last, within one second too.
  auto moment = base::system_clock().now();
  const auto others = backup::on_shelf(folder, kShelf);
  if (!others.empty()) moment = std::max(moment, others.back() + kSecondUs);
  backup::Order wanted;
  wanted.output = folder / backup::shelf_name(moment, kShelf);
  wanted.lock = order.plan.lock;
  wanted.database = order.database;
  wanted.key = order.key;
  wanted.version = order.version;
  const bool is_watched = ::isatty(STDERR_FILENO) != 0;
  auto progress = is_watched ? told_on_stderr() : [](const std::string&, auto, auto) {};
  auto made = backup::make_backup(wanted, base::system_clock(), base::system_random(), progress);
  // Only one that can be read is one to fall back on.
  backup::Receiver nobody;
  backup::read_backup(wanted.output, wanted.lock, base::kVersion, nobody, progress);
  backup::keep_last(folder, kShelf, kKept);
  base::log(base::LogLevel::Info, "the database was copied before its upgrade",
            {{"file", wanted.output.string()},
             {"bytes", std::to_string(made.bytes)},
             {"rows", std::to_string(made.manifest.rows())}});
  return wanted.output.string();
}

}  // namespace

std::string make_upgrade_backup(const UpgradeBackupOrder& order) {
  try {
    return make(order);
  } catch (const std::exception& error) {
    const auto* known = dynamic_cast<const base::Error*>(&error);
    throw base::Error(base::ErrorKind::Unavailable, "no_backup_before_upgrade", {},
                      known ? known->code + " " + known->detail : error.what());
  }
}

}  // namespace rapport::app
