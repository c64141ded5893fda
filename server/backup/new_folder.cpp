#include "backup/new_folder.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <fstream>
#include <stdexcept>

namespace rapport::backup {

namespace fs = std::filesystem;

namespace {

constexpr const char* kInside = "restore.partial";
constexpr const char* kPlacing = "placing";  // a mark within: what stands beside may be ours
constexpr const char* kDatabase = "rapport.db";
constexpr const char* kFiles = "files";
constexpr const char* kKey = "secret.key";

[[noreturn]] void refuse(const fs::path& folder, const std::string& why) {
  throw std::runtime_error(folder.string() + " " + why);
}

void make(const fs::path& folder) {
  std::error_code error;
  fs::create_directories(folder, error);
  if (error) refuse(folder, "cannot be made: " + error.message());
}

void rename_if_there(const fs::path& from, const fs::path& to) {
  if (fs::exists(fs::symlink_status(from))) fs::rename(from, to);
}

// All that was written on the file system of that folder.
void flush(int folder) {
  if (::syncfs(folder) != 0)
    throw std::runtime_error(std::string("the disk did not take it: ") + std::strerror(errno));
}

}  // namespace

NewFolder::NewFolder(fs::path folder) : folder_(std::move(folder)), inside_(folder_ / kInside) {
  made_ = !fs::exists(folder_);
  make(folder_);
  std::error_code not_ours;  // then it is not written to either
  fs::permissions(folder_, fs::perms::owner_all, not_ours);
  try {
    if (!fs::is_directory(folder_)) refuse(folder_, "is not a folder");
    if (fs::exists(fs::symlink_status(folder_ / kDatabase)))
      refuse(folder_, "has a company in it already: give a new folder");
    open_inside();
    remove_remains();
    for (const auto& entry : fs::directory_iterator(folder_)) {
      auto name = entry.path().filename().string();
      if (name != kInside && name != "lost+found" && name != kKey)
        refuse(folder_, "is not empty (" + name + "): give a new folder");
    }
  } catch (const std::exception&) {
    give_up();
    throw;
  }
}

// Held as long as this process lives, by a lock that ends with it.
void NewFolder::open_inside() {
  std::error_code error;
  fs::create_directory(inside_, error);
  lock_ = ::open(inside_.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
  if (error || lock_ < 0)
    refuse(folder_, "cannot be written: " + (error ? error.message() : std::strerror(errno)));
  if (::flock(lock_, LOCK_EX | LOCK_NB) == 0) return;
  ::close(lock_);
  lock_ = -1;
  refuse(folder_, "is being filled by another process");
}

void NewFolder::remove_remains() {
  removed_remains_ = !fs::is_empty(inside_);
  if (fs::exists(inside_ / kPlacing)) fs::remove_all(folder_ / kFiles);
  for (const auto& entry : fs::directory_iterator(inside_)) fs::remove_all(entry.path());
}

NewFolder::~NewFolder() {
  if (!finished_) give_up();
  if (lock_ >= 0) ::close(lock_);
}

void NewFolder::give_up() noexcept {
  if (lock_ < 0) return;
  std::error_code ignored;
  if (fs::exists(inside_ / kPlacing, ignored)) fs::remove_all(folder_ / kFiles, ignored);
  if (placed_key_) fs::remove(folder_ / kKey, ignored);
  fs::remove_all(inside_, ignored);
  if (made_) fs::remove(folder_, ignored);
}

// A key that stood there before stays: it is the same, or whoever filled the folder refused it.
void NewFolder::place_files() {
  std::ofstream(inside_ / kPlacing) << '\n';
  flush(lock_);
  rename_if_there(inside_ / kFiles, folder_ / kFiles);
  if (!fs::exists(folder_ / kKey)) {
    placed_key_ = fs::exists(inside_ / kKey);
    rename_if_there(inside_ / kKey, folder_ / kKey);
  }
  flush(lock_);
}

void NewFolder::finish() {
  rename_if_there(inside_ / kDatabase, folder_ / kDatabase);
  flush(lock_);
  finished_ = true;
  std::error_code ignored;
  fs::remove_all(inside_, ignored);
}

}  // namespace rapport::backup
