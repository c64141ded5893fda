// The copy of the database that is made by itself before an upgrade.
// Not here: when there is one (upgrades/).
#pragma once
#include <filesystem>
#include <optional>
#include <string>

#include "backup/format/lock.h"

namespace rapport::app {

// Where it goes, and how it is locked.
struct UpgradeBackup {
  std::filesystem::path folder;  // empty: before-upgrade/ in the data folder, for its owner alone
  backup::Lock lock;
};

struct UpgradeBackupOrder {
  UpgradeBackup plan;
  std::filesystem::path data, key;  // the data folder, the key of secrets
  std::string database;
  std::string version;  // of what the database was made by: that one can read the copy too
};

// Makes it, reads it back, and keeps the last three; its file. Throws: Error{Unavailable,
// "no_backup_before_upgrade"}: there is none then.
std::string make_upgrade_backup(const UpgradeBackupOrder& order);

}  // namespace rapport::app
