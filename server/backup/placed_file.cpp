#include "backup/placed_file.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <stdexcept>
#include <string>
#include <utility>

#include "backup/format/block.h"

namespace rapport::backup {

namespace {

constexpr std::size_t kAligned = 4096;

}  // namespace

void PlacedFile::MemoryEnd::operator()(char* memory) const { std::free(memory); }

PlacedFile PlacedFile::create(const std::filesystem::path& path) {
  PlacedFile file(path, O_CREAT | O_EXCL);
  file.set_direct(true);
  return file;
}

PlacedFile PlacedFile::open(const std::filesystem::path& path) { return {path, 0}; }

PlacedFile::PlacedFile(const std::filesystem::path& path, int flags)
    : path_(path), file_(::open(path.c_str(), O_WRONLY | O_CLOEXEC | flags, 0600)) {
  if (file_ < 0) fail();
}

PlacedFile::PlacedFile(PlacedFile&& other) noexcept
    : path_(std::move(other.path_)),
      file_(std::exchange(other.file_, -1)),
      is_direct_(other.is_direct_),
      aligned_(std::move(other.aligned_)) {}

PlacedFile::~PlacedFile() {
  if (file_ >= 0) ::close(file_);
}

void PlacedFile::write(std::int64_t offset, std::string_view bytes) {
  while (!bytes.empty()) {
    auto piece = bytes.substr(0, kBlockBytes);
    if (is_direct_ && (offset % kAligned != 0 || piece.size() % kAligned != 0)) set_direct(false);
    if (is_direct_) std::memcpy(aligned_.get(), piece.data(), piece.size());
    auto written = ::pwrite(file_, is_direct_ ? aligned_.get() : piece.data(), piece.size(),
                            offset);
    if (written < 0 && errno == EINTR) continue;
    if (written < 0 && errno == EINVAL && is_direct_) {
      set_direct(false);
      continue;
    }
    if (written < 0) fail();
    bytes.remove_prefix(static_cast<std::size_t>(written));
    offset += written;
  }
}

void PlacedFile::resize(std::int64_t bytes) {
  if (::ftruncate(file_, bytes) != 0) fail();
}

void PlacedFile::set_direct(bool wanted) {
  const int flags = ::fcntl(file_, F_GETFL);
  is_direct_ = ::fcntl(file_, F_SETFL, wanted ? flags | O_DIRECT : flags & ~O_DIRECT) == 0 &&
      wanted;
  if (is_direct_ && !aligned_)
    aligned_.reset(static_cast<char*>(std::aligned_alloc(kAligned, kBlockBytes)));
  is_direct_ = is_direct_ && aligned_;
}

void PlacedFile::fail() const {
  throw std::runtime_error(path_.string() + " cannot be written: " + std::strerror(errno));
}

}  // namespace rapport::backup
