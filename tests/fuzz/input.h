// What the fuzzing targets share: choices and pieces taken out of the bytes that are tried, a file
// that holds them, and the rule that nothing but an Error of ours may be thrown.
// Only tests/fuzz includes it.
#pragma once
#include <sys/mman.h>
#include <unistd.h>

#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <string_view>

#include "base/error.h"

namespace rapport::fuzz {

// Choices are taken from the end, so that seeds keep the form of real files.
class Input {
 public:
  Input(const std::uint8_t* bytes, std::size_t size)
      : rest_(reinterpret_cast<const char*>(bytes), size) {}

  std::size_t choice(std::size_t count) {
    if (rest_.empty()) return 0;
    auto last = static_cast<unsigned char>(rest_.back());
    rest_.remove_suffix(1);
    return last % count;
  }
  std::string_view rest() const { return rest_; }

 private:
  std::string_view rest_;
};

// A file without a name, in memory.
class MemoryFile {
 public:
  explicit MemoryFile(std::string_view content) : descriptor_(::memfd_create("fuzz", 0)) {
    if (descriptor_ < 0) std::abort();
    auto written = ::write(descriptor_, content.data(), content.size());
    if (written != static_cast<ssize_t>(content.size())) std::abort();
  }
  ~MemoryFile() { ::close(descriptor_); }
  MemoryFile(const MemoryFile&) = delete;

  std::filesystem::path path() const { return "/proc/self/fd/" + std::to_string(descriptor_); }

 private:
  int descriptor_;
};

// Stops the run: what was promised does not hold.
inline void must(bool holds) {
  if (!holds) std::abort();
}

// Whether it went through; a refusal of ours is fine, anything else ends the run.
template <class Work>
bool passes(const Work& work) {
  try {
    work();
    return true;
  } catch (const base::Error& error) {
    must(error.kind != base::ErrorKind::Internal);
    return false;
  }
}

}  // namespace rapport::fuzz
