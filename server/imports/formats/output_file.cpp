#include "imports/formats/output_file.h"

#include <cerrno>
#include <cstring>

#include "base/error.h"

namespace rapport::imports {

namespace {
constexpr std::size_t kPieceBytes = 256 * 1024;
}

void fail_to_write(std::string detail) {
  throw base::Error(base::ErrorKind::Internal, "export_write_failed", {}, std::move(detail));
}

OutputFile::OutputFile(const std::filesystem::path& path) : file_(std::fopen(path.c_str(), "wb")) {
  if (!file_) fail_to_write(std::strerror(errno));
}

void OutputFile::flush_if_large() {
  if (text_.size() >= kPieceBytes) flush();
}

void OutputFile::flush() {
  if (std::fwrite(text_.data(), 1, text_.size(), file_.get()) != text_.size())
    fail_to_write(std::strerror(errno));
  text_.clear();
}

void OutputFile::close() {
  flush();
  if (std::fclose(file_.release()) != 0) fail_to_write(std::strerror(errno));
}

}  // namespace rapport::imports
