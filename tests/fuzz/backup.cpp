// A backup from outside, behind its lock: the blocks are kind, two bytes of length, bytes. Whatever
// it says, what is handed on lies within what it has promised.
#include <optional>
#include <set>

#include "backup/reading.h"
#include "files/file_store.h"
#include "input.h"

using namespace rapport;

namespace {

class Watching final : public backup::Receiver {
 public:
  void manifest(const backup::Manifest& manifest) override { manifest_ = manifest; }
  void image(std::int64_t offset, std::string_view bytes) override {
    auto size = static_cast<std::int64_t>(bytes.size());
    fuzz::must(offset >= 0 && size > 0 && offset + size <= manifest_->image_bytes);
  }
  void begin_table(const backup::KeptTable& kept) override {
    fuzz::must(storage::is_plain_name(kept.table.name) && kept.table.columns.size() > 0);
    columns_ = storage::bulk_columns(kept.table);
    rows_ = 0;
  }
  void row(const storage::Row& row) override {
    std::string bytes;
    storage::append_row(bytes, columns_, row);
    fuzz::must(bytes.size() >= columns_.size());
    ++rows_;
  }
  void end_table(const backup::TableEnd& end) override { fuzz::must(end.rows == rows_); }
  void begin_file(const std::string& name) override {
    fuzz::must(files::id_of(name) && names_.insert(name).second);
    fuzz::must(name.find("..") == std::string::npos && name.front() != '/');
  }

 private:
  std::optional<backup::Manifest> manifest_;
  std::vector<schema::ColumnDef> columns_;
  std::int64_t rows_ = 0;
  std::set<std::string> names_;
};

std::optional<backup::Block> next_block(std::string_view& rest) {
  constexpr std::size_t kHead = 3;
  if (rest.size() < kHead) return std::nullopt;
  auto byte = [&](std::size_t at) { return static_cast<unsigned char>(rest[at]); };
  backup::Block block{static_cast<backup::BlockKind>(byte(0)), {}};
  auto size = static_cast<std::size_t>(byte(1)) << 8 | byte(2);
  rest.remove_prefix(kHead);
  block.bytes = rest.substr(0, size);
  rest.remove_prefix(block.bytes.size());
  return block;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  std::string_view rest(reinterpret_cast<const char*>(bytes), size);
  try {
    backup::Head::parse(rest.substr(0, backup::Head::kBytes));
  } catch (const backup::Unusable&) {
  }
  Watching receiver;
  try {
    backup::read_blocks([&] { return next_block(rest); }, "0.1.0", receiver,
                        [](const std::string&, std::int64_t, std::int64_t) {});
  } catch (const backup::Unusable&) {
  }
  return 0;
}
