#include "files/folder_store.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "base/clock.h"
#include "base/error.h"

namespace rapport::files {

namespace fs = std::filesystem;

namespace {

[[noreturn]] void refuse(const fs::path& path, const std::string& why) {
  throw base::Error(base::ErrorKind::Unavailable, "storage_failed", {},
                    path.string() + ": " + why);
}

}  // namespace

FolderStore::FolderStore(fs::path folder, Flush flush)
    : folder_(std::move(folder)), flush_(flush) {}

fs::path FolderStore::path_of(const base::Id& id) const { return folder_ / name_of(id); }

void FolderStore::flush(const fs::path& path) const {
  if (flush_ == Flush::ByOwner) return;
  int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  bool flushed = descriptor >= 0 && ::fsync(descriptor) == 0;
  std::string why = std::strerror(errno);
  if (descriptor >= 0) ::close(descriptor);
  if (!flushed) refuse(path, why);
}

// On another disk it is copied under a name that is none of ours, and renamed there.
void FolderStore::place_file(const fs::path& from, const fs::path& path) const {
  std::error_code error;
  fs::create_directories(path.parent_path(), error);
  if (error) refuse(path.parent_path(), error.message());
  flush(from);
  fs::rename(from, path, error);
  if (error == std::errc::cross_device_link) {
    auto part = path;
    part += ".part";
    fs::copy_file(from, part, fs::copy_options::overwrite_existing, error);
    if (!error) flush(part);
    if (!error) fs::rename(part, path, error);
    std::error_code ignored;
    if (error) fs::remove(part, ignored);
  }
  if (error) refuse(path, error.message());
  flush(path.parent_path());
}

void FolderStore::put(const base::Id& id, const fs::path& from) {
  place_file(from, path_of(id));
}

std::unique_ptr<Reading> FolderStore::open(const base::Id& id, std::uint64_t offset,
                                           std::uint64_t size) {
  return read_local(path_of(id), offset, size);
}

std::optional<std::uint64_t> FolderStore::size_of(const base::Id& id) {
  std::error_code error;
  auto size = fs::file_size(path_of(id), error);
  return error ? std::nullopt : std::optional<std::uint64_t>(size);
}

void FolderStore::remove(const base::Id& id) {
  std::error_code error;
  fs::remove(path_of(id), error);
  if (error) refuse(path_of(id), error.message());
}

void FolderStore::list(const std::function<void(const Content&)>& found) {
  if (!fs::is_directory(folder_)) return;
  for (const auto& entry : fs::recursive_directory_iterator(folder_)) {
    auto id = id_of(entry.path().lexically_relative(folder_).generic_string());
    if (!id || entry.is_symlink() || !entry.is_regular_file()) continue;
    found({*id, entry.file_size()});
  }
}

std::unique_ptr<LocalFile> FolderStore::local(const base::Id& id) {
  return std::make_unique<LocalFile>(path_of(id), LocalFile::Owner::Store);
}

fs::path FolderStore::spool(const base::Id& id) {
  auto path = path_of(id);
  std::error_code error;
  fs::create_directories(path.parent_path(), error);
  if (error) refuse(path.parent_path(), error.message());
  return path += ".part";
}

void FolderStore::probe() {
  std::error_code error;
  fs::create_directories(folder_, error);
  auto path = folder_ / ("check-" + base::system_random().hex(8));
  int descriptor = ::open(path.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (descriptor < 0) refuse(folder_, std::string("cannot be written: ") + std::strerror(errno));
  char byte = 'r', back = 0;
  bool same = ::pwrite(descriptor, &byte, 1, 0) == 1 && ::fsync(descriptor) == 0 &&
              ::pread(descriptor, &back, 1, 0) == 1 && back == byte;
  std::string why = std::strerror(errno);
  ::close(descriptor);
  fs::remove(path, error);
  if (!same) refuse(folder_, "does not keep what is written: " + why);
  if (error) refuse(folder_, "does not let go of a file: " + error.message());
}

}  // namespace rapport::files
