// ImageRun: bytes of a database's file on their way into blocks (BlockKind::Image).
// Not here: what reads them (reading.h, moments/going_back.h).
#pragma once
#include <endian.h>

#include "backup/format/container.h"

namespace rapport::backup {

// Bytes of the database's file that stand behind each other go into one block.
class ImageRun {
 public:
  explicit ImageRun(BlockWriter& writer) : writer_(writer) {}
  void add(std::int64_t offset, std::string_view bytes) {
    const bool follows = offset == begin_ + static_cast<std::int64_t>(bytes_.size());
    if (!follows || bytes_.size() + bytes.size() > kBlockBytes) end();
    if (bytes_.empty()) begin_ = offset;
    bytes_ += bytes;
  }
  void end() {
    if (bytes_.empty()) return;
    auto place = htole64(static_cast<std::uint64_t>(begin_));
    std::string block(reinterpret_cast<const char*>(&place), sizeof place);
    block += bytes_;
    writer_.write(BlockKind::Image, std::move(block));
    bytes_.clear();
  }

 private:
  BlockWriter& writer_;
  std::int64_t begin_ = 0;
  std::string bytes_;
};

}  // namespace rapport::backup
