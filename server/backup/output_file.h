// OutputFile: a file that is there whole or not at all. It is written beside its place, as
// NAME.partial, and given its name when it is on disk; never over another.
#pragma once
#include <filesystem>
#include <string_view>

namespace rapport::backup {

class OutputFile {
 public:
  // Throws: std::runtime_error: there is something of that name, the folder cannot be written, or
  // another process is writing it.
  explicit OutputFile(std::filesystem::path path);
  // Nothing is left, unless it was finished.
  ~OutputFile();
  OutputFile(const OutputFile&) = delete;

  // Throws: std::runtime_error: the disk is full, or does not work.
  void write(std::string_view bytes);
  void finish();
  std::int64_t bytes() const { return bytes_; }

 private:
  std::filesystem::path path_, partial_;
  int file_ = -1;
  std::int64_t bytes_ = 0;
  bool finished_ = false;
};

// Removes what a writer that was killed has left of that name; never what one is writing now.
void remove_left_over(const std::filesystem::path& partial) noexcept;

}  // namespace rapport::backup
