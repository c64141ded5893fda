// PlacedFile: a file that is written at any place of it, such as a database whose pages come in
// their own order. Errors are std::runtime_error with the path and the reason of the system.
#pragma once
#include <cstdint>
#include <filesystem>
#include <memory>
#include <string_view>

namespace rapport::backup {

class PlacedFile {
 public:
  // A new one, for its owner alone, written in large pieces: past the memory of the system where
  // that can be done, which takes half the time and leaves that memory to those who work.
  static PlacedFile create(const std::filesystem::path& path);
  // One that is there, with what is in it, for small pieces here and there.
  static PlacedFile open(const std::filesystem::path& path);

  PlacedFile(PlacedFile&& other) noexcept;
  PlacedFile& operator=(PlacedFile&&) = delete;
  ~PlacedFile();

  void write(std::int64_t offset, std::string_view bytes);
  void resize(std::int64_t bytes);

 private:
  struct MemoryEnd {
    void operator()(char* memory) const;
  };

  PlacedFile(const std::filesystem::path& path, int flags);
  void set_direct(bool wanted);
  [[noreturn]] void fail() const;

  std::filesystem::path path_;
  int file_;
  bool is_direct_ = false;
  std::unique_ptr<char, MemoryEnd> aligned_;
};

}  // namespace rapport::backup
