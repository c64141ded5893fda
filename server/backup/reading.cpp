#include "backup/reading.h"

#include <endian.h>

#include <algorithm>
#include <cstring>
#include <optional>

#include "files/file_store.h"
#include "storage/bulk/row_bytes.h"

namespace rapport::backup {

namespace {

constexpr std::size_t kPlaceBytes = 8;
constexpr std::size_t kMostManifestBytes = 64 << 20, kMostRowBytes = 1 << 30;
constexpr std::int64_t kMostPages = 1 << 30;  // that SQLite would have; a bit for each is kept

[[noreturn]] void refuse(const std::string& why) { throw Unusable("it is damaged: " + why); }

class Reading {
 public:
  Reading(const std::string& version, Receiver& receiver, const Progress& progress)
      : version_(version), receiver_(receiver), progress_(progress) {}

  void take(const Block& block) {
    // The parts come in the order of their kinds; rows and their ends take turns, so do files.
    if (block.kind != BlockKind::Manifest && !has_manifest_) settle_manifest();
    if (part_of(block.kind) < part_) refuse("its parts are in disorder");
    if (part_of(block.kind) > part_) leave_part(part_of(block.kind));
    switch (block.kind) {
      case BlockKind::Manifest: return take_manifest(block.bytes);
      case BlockKind::Image: return take_image(block.bytes);
      case BlockKind::Rows: return take_rows(block.bytes);
      case BlockKind::TableEnd: return end_table(parse_table_end(block.bytes));
      case BlockKind::FileBegin: return begin_file(block.bytes);
      case BlockKind::FileBytes: return take_file(block.bytes);
      case BlockKind::Key: return take_key(block.bytes);
      case BlockKind::End: return take_end(parse_end(block.bytes));
    }
    refuse("it has a part that is not known");
  }

  Found found() {
    if (!has_ended_) refuse("it has no end");
    return found_;
  }

 private:
  enum class Part { Manifest, Database, Files, Key, End };

  static Part part_of(BlockKind kind) {
    switch (kind) {
      case BlockKind::Manifest: return Part::Manifest;
      case BlockKind::Image:
      case BlockKind::Rows:
      case BlockKind::TableEnd: return Part::Database;
      case BlockKind::FileBegin:
      case BlockKind::FileBytes: return Part::Files;
      case BlockKind::Key: return Part::Key;
      default: return Part::End;
    }
  }

  void leave_part(Part next) {
    if (part_ <= Part::Database && next > Part::Database) check_database();
    if (part_ <= Part::Files && next > Part::Files) end_file();
    part_ = next;
  }

  void take_manifest(const std::string& bytes) {
    if (has_manifest_ || json_.size() + bytes.size() > kMostManifestBytes)
      refuse("it says too much of itself");
    json_ += bytes;
  }

  void settle_manifest() {
    has_manifest_ = true;
    found_.manifest = parse_manifest(json_, version_);
    const auto& manifest = found_.manifest;
    if (manifest.image_bytes / manifest.page_bytes > kMostPages)
      refuse("it says that it is larger than can be");
    pages_.resize(static_cast<std::size_t>(manifest.image_bytes / manifest.page_bytes));
    // SQLite keeps nothing in the page in which its locks lie, and does not write it.
    constexpr std::int64_t kLocksAt = 1 << 30;
    if (manifest.image_bytes > kLocksAt)
      pages_[static_cast<std::size_t>(kLocksAt / manifest.page_bytes)] = true;
    receiver_.manifest(manifest);
  }

  void take_image(std::string_view bytes) {
    const auto& manifest = found_.manifest;
    if (!manifest.has_image() || bytes.size() <= kPlaceBytes) refuse("a piece of the database");
    std::uint64_t place;
    std::memcpy(&place, bytes.data(), kPlaceBytes);
    const auto offset = static_cast<std::int64_t>(le64toh(place));
    bytes.remove_prefix(kPlaceBytes);
    const auto size = static_cast<std::int64_t>(bytes.size());
    if (offset < 0 || offset > manifest.image_bytes || size > manifest.image_bytes - offset ||
        offset % manifest.page_bytes != 0 || size % manifest.page_bytes != 0)
      refuse("a piece of the database lies where none can be");
    for (auto page = offset / manifest.page_bytes; page < (offset + size) / manifest.page_bytes;
         ++page)
      pages_[static_cast<std::size_t>(page)] = true;
    receiver_.image(offset, bytes);
    image_done_ = std::max(image_done_, offset + size);
    progress_("database, bytes", image_done_, manifest.image_bytes);
  }

  const KeptTable& table() const {
    const auto& tables = found_.manifest.tables;
    if (found_.manifest.has_image() || table_ >= tables.size()) refuse("rows of no table");
    return tables[table_];
  }

  void begin_table() {
    if (reader_) return;
    columns_ = storage::bulk_columns(table().table);
    reader_.emplace(columns_);
    digest_ = {};
    receiver_.begin_table(table());
  }

  // What is left at the end of a block is the beginning of a row that goes on in the next one.
  void take_rows(const std::string& bytes) {
    begin_table();
    if (rest_.size() + bytes.size() > kMostRowBytes) refuse("a row is too long");
    rest_ += bytes;
    std::string_view left = rest_;
    for (auto row = left; !left.empty() && reader_->next(row); left = row) {
      digest_.add(left.substr(0, left.size() - row.size()));
      receiver_.row(*reader_);
    }
    rest_.erase(0, rest_.size() - left.size());
    progress_(table().table.name, digest_.rows(), table().rows);
  }

  void end_table(const TableEnd& end) {
    begin_table();
    if (!rest_.empty()) refuse("a row of " + table().table.name + " makes no sense");
    if (digest_.rows() != end.rows || end.rows != table().rows || digest_.hex() != end.digest)
      refuse(table().table.name + " has not the rows that it had");
    receiver_.end_table(end);
    reader_.reset();
    ++table_;
  }

  void check_database() {
    const auto& manifest = found_.manifest;
    const bool whole = manifest.has_image()
                           ? std::all_of(pages_.begin(), pages_.end(), [](bool is) { return is; })
                           : table_ == manifest.tables.size() && !reader_;
    if (!whole) refuse("a piece of the database is missing");
  }

  void begin_file(const std::string& name) {
    end_file();
    // In order, so that each is there once.
    if (!files::id_of(name) || name <= file_) refuse("a file has a name that none of ours has");
    file_ = name;
    is_in_file_ = true;
    receiver_.begin_file(name);
  }

  void take_file(std::string_view bytes) {
    if (!is_in_file_) refuse("bytes of no file");
    end_.file_bytes += static_cast<std::int64_t>(bytes.size());
    receiver_.file_bytes(bytes);
  }

  void end_file() {
    if (!is_in_file_) return;
    is_in_file_ = false;
    receiver_.end_file();
    progress_("files", ++end_.files, found_.manifest.files);
  }

  void take_key(std::string_view bytes) {
    if (std::exchange(found_.has_key, true)) refuse("it has two keys");
    receiver_.key(bytes);
  }

  void take_end(const BackupEnd& end) {
    if (end.files != end_.files || end.file_bytes != end_.file_bytes)
      refuse("it has not the files that it had");
    found_.end = end;
    has_ended_ = true;
  }

  const std::string& version_;
  Receiver& receiver_;
  const Progress& progress_;
  Part part_ = Part::Manifest;
  Found found_;
  std::string json_;
  bool has_manifest_ = false, has_ended_ = false;
  std::vector<bool> pages_;  // which are there
  std::int64_t image_done_ = 0;
  std::size_t table_ = 0;
  std::vector<schema::ColumnDef> columns_;
  std::optional<storage::RowReader> reader_;
  storage::RowsDigest digest_;
  std::string rest_;
  std::string file_;
  bool is_in_file_ = false;
  BackupEnd end_;  // counted
};

}  // namespace

Found read_blocks(const BlockSource& next, const std::string& our_version, Receiver& receiver,
                  const Progress& progress) {
  Reading reading(our_version, receiver, progress);
  while (auto block = next()) reading.take(*block);
  return reading.found();
}

Found read_backup(const std::filesystem::path& file, const Lock& lock,
                  const std::string& our_version, Receiver& receiver, const Progress& progress) {
  BlockReader reader(file, lock);
  return read_blocks([&] { return reader.next(); }, our_version, receiver, progress);
}

}  // namespace rapport::backup
