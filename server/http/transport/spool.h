// A large body on its way into a temporary file.
// Blocks on the disk: its calls belong on the worker pool.
#pragma once
#include <filesystem>
#include <string_view>

namespace rapport::http::transport {

class Spool {
 public:
  Spool() = default;
  ~Spool() { close(); }
  Spool(const Spool&) = delete;

  // Makes the file, readable by this user only; false when it cannot.
  bool open(const std::filesystem::path& path);
  bool append(std::string_view bytes);
  void close();
  bool is_open() const { return descriptor_ >= 0; }
  const std::filesystem::path& path() const { return path_; }
  // Removes the file if it is still where it was made.
  void remove();

 private:
  std::filesystem::path path_;
  int descriptor_ = -1;
};

}  // namespace rapport::http::transport
