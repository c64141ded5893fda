// A file written in large pieces, that notices a full disk.
// Text is gathered first; nothing is on disk before close.
#pragma once
#include <cstdio>
#include <filesystem>
#include <memory>
#include <string>

namespace rapport::imports {

class OutputFile {
 public:
  // Throws: Error{Internal, "export_write_failed"}, as do the others.
  explicit OutputFile(const std::filesystem::path& path);
  // Append here, then call flush_if_large.
  std::string& text() { return text_; }
  void flush_if_large();
  void close();

 private:
  void flush();
  struct Closer {
    void operator()(std::FILE* file) const { std::fclose(file); }
  };
  std::unique_ptr<std::FILE, Closer> file_;
  std::string text_;
};

[[noreturn]] void fail_to_write(std::string detail);

}  // namespace rapport::imports
