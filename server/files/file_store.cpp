#include "files/file_store.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <stdexcept>

#include "base/error.h"

namespace rapport::files {

namespace {

class LocalReading final : public Reading {
 public:
  LocalReading(const std::filesystem::path& path, std::uint64_t offset, std::uint64_t size)
      : descriptor_(::open(path.c_str(), O_RDONLY | O_CLOEXEC)), at_(offset), left_(size) {
    if (descriptor_ < 0) base::fail(base::ErrorKind::NotFound, "not_found");
  }
  ~LocalReading() override { ::close(descriptor_); }
  LocalReading(const LocalReading&) = delete;

  void next(std::string& piece) override {
    const auto wanted = std::min(left_, kPieceBytes);
    piece.resize(wanted);
    if (wanted == 0) return;
    const auto count = ::pread(descriptor_, piece.data(), wanted, static_cast<off_t>(at_));
    if (count <= 0) throw std::runtime_error("file ended early");
    piece.resize(static_cast<std::size_t>(count));
    at_ += static_cast<std::uint64_t>(count);
    left_ -= static_cast<std::uint64_t>(count);
  }

 private:
  int descriptor_;
  std::uint64_t at_, left_;
};

constexpr std::size_t kFolder = 3;  // "7f/"

}  // namespace

std::unique_ptr<Reading> read_local(const std::filesystem::path& path, std::uint64_t offset,
                                    std::uint64_t size) {
  return std::make_unique<LocalReading>(path, offset, size);
}

std::string name_of(const base::Id& id) {
  auto text = id.text();
  return text.substr(text.size() - 2) + "/" + text;
}

std::optional<base::Id> id_of(std::string_view name) {
  if (name.size() != kFolder + 36) return std::nullopt;
  auto id = base::Id::parse(name.substr(kFolder));
  return id && name_of(*id) == name ? id : std::nullopt;
}

LocalFile::~LocalFile() {
  std::error_code ignored;
  if (owner_ == Owner::Us) std::filesystem::remove(path_, ignored);
}

}  // namespace rapport::files
