#include "backup/output_file.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <stdexcept>

namespace rapport::backup {

namespace fs = std::filesystem;

namespace {

[[noreturn]] void fail(const fs::path& path, const std::string& why) {
  throw std::runtime_error(path.string() + " " + why);
}

[[noreturn]] void fail_by_errno(const fs::path& path, const char* what) {
  fail(path, std::string(what) + ": " + std::strerror(errno));
}

// Under the lock of a writer. File systems without locks have one writer.
bool lock(int file) { return ::flock(file, LOCK_EX | LOCK_NB) == 0 || errno != EWOULDBLOCK; }

// Never over another file, where the file system can do that; else it is looked for before.
bool put_at(const fs::path& partial, const fs::path& path) {
  if (::renameat2(AT_FDCWD, partial.c_str(), AT_FDCWD, path.c_str(), RENAME_NOREPLACE) == 0)
    return true;
  if (errno != EINVAL && errno != ENOSYS && errno != ENOTSUP) return false;
  std::error_code error;
  if (fs::exists(fs::symlink_status(path, error))) {
    errno = EEXIST;
    return false;
  }
  return ::rename(partial.c_str(), path.c_str()) == 0;
}

// What was opened is still what has that name.
bool is_at(int file, const fs::path& path) {
  struct stat opened {}, named {};
  return ::fstat(file, &opened) == 0 && ::lstat(path.c_str(), &named) == 0 &&
         opened.st_ino == named.st_ino && opened.st_dev == named.st_dev &&
         S_ISREG(opened.st_mode);
}

}  // namespace

OutputFile::OutputFile(fs::path path) : path_(std::move(path)), partial_(path_) {
  partial_ += ".partial";
  std::error_code error;
  if (fs::exists(fs::symlink_status(path_, error))) fail(path_, "is there already");
  file_ = ::open(partial_.c_str(), O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0600);
  if (file_ < 0) fail_by_errno(partial_, "cannot be written");
  const bool ours = lock(file_) && is_at(file_, partial_);
  if (ours && ::ftruncate(file_, 0) == 0 && ::fchmod(file_, 0600) == 0) return;
  ::close(file_);
  fail(partial_, ours ? "cannot be written" : "is being written by another process");
}

OutputFile::~OutputFile() {
  if (!finished_) ::unlink(partial_.c_str());
  ::close(file_);
}

void OutputFile::write(std::string_view bytes) {
  while (!bytes.empty()) {
    auto written = ::write(file_, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) fail_by_errno(partial_, "cannot be written");
    bytes.remove_prefix(static_cast<std::size_t>(written));
    bytes_ += written;
  }
}

void OutputFile::finish() {
  if (::fsync(file_) != 0) fail_by_errno(partial_, "cannot be written");
  if (!put_at(partial_, path_)) fail_by_errno(path_, "cannot be made");
  finished_ = true;
  auto folder = path_.has_parent_path() ? path_.parent_path() : fs::path(".");
  int opened = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  // Folders of some file systems cannot be brought to the disk, and need not be.
  const bool flushed = opened >= 0 && (::fsync(opened) == 0 || errno == EINVAL);
  if (opened >= 0) ::close(opened);
  if (!flushed) fail(folder, "cannot be brought to the disk");
}

void remove_left_over(const fs::path& partial) noexcept {
  int file = ::open(partial.c_str(), O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
  if (file < 0) return;
  if (lock(file) && is_at(file, partial)) ::unlink(partial.c_str());
  ::close(file);
}

}  // namespace rapport::backup
