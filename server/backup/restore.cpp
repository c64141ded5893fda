#include "backup/restore.h"

#include <fstream>
#include <iterator>
#include <optional>

#include "backup/placed_file.h"
#include "files/folder_store.h"

namespace rapport::backup {

namespace fs = std::filesystem;

namespace {

constexpr const char* kImage = "image.db";
constexpr std::int64_t kMiB = 1 << 20;

std::string text_of(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  std::string text{std::istreambuf_iterator<char>(in), {}};
  while (text.ends_with('\n') || text.ends_with('\r')) text.pop_back();
  return text;
}

class Restoring final : public Receiver {
 public:
  Restoring(const NewFolder& folder, const RestoreOrder& order)
      : folder_(folder),
        order_(order),
        inside_(folder.inside() / "files", files::Flush::ByOwner),
        files_(order.files ? *order.files : inside_) {}
  ~Restoring() override { drop_spooled(); }

  void manifest(const Manifest& manifest) override {
    const auto wanted = manifest.image_bytes + (order_.files ? 0 : manifest.file_bytes);
    const auto free = static_cast<std::int64_t>(fs::space(folder_.inside()).available);
    if (wanted > free)
      throw std::runtime_error("there is no room for it: it needs " +
                               std::to_string(wanted / kMiB) + " MiB, and " +
                               std::to_string(free / kMiB) + " MiB are free");
    if (manifest.has_image()) {
      image_.emplace(PlacedFile::create(image_path()));
      image_->resize(manifest.image_bytes);
    } else {
      loader_ = storage::begin_load(database());
    }
  }

  void image(std::int64_t offset, std::string_view bytes) override { image_->write(offset, bytes); }

  void begin_table(const KeptTable& kept) override { filler_.emplace(*loader_, kept.table); }
  void row(const storage::Row& row) override { filler_->add(row); }
  void end_table(const TableEnd& end) override {
    filler_->finish(end.last_number);
    filler_.reset();
  }

  void begin_file(const std::string& name) override {
    content_id_ = *files::id_of(name);
    spooled_ = files_.spool(content_id_);
    content_.open(spooled_, std::ios::binary);
  }
  void file_bytes(std::string_view bytes) override {
    content_.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  }
  void end_file() override {
    content_.close();
    if (!content_) throw std::runtime_error("a file cannot be written: is the disk full?");
    files_.put(content_id_, spooled_);
    drop_spooled();
  }

  void key(std::string_view bytes) override {
    if (fs::exists(order_.key_file)) {
      std::string_view kept = bytes;
      while (kept.ends_with('\n') || kept.ends_with('\r')) kept.remove_suffix(1);
      if (text_of(order_.key_file) != kept)
        throw std::runtime_error(order_.key_file.string() +
                                 " is another key than the one in the backup: move it away");
      return;
    }
    auto file = PlacedFile::create(folder_.inside() / "secret.key");
    file.write(0, bytes);
  }

  // The file as it was, or its rows for the other engine.
  std::unique_ptr<storage::Loader> finish(const Manifest& manifest, const Progress& progress) {
    if (!image_) return std::move(loader_);
    image_.reset();
    {
      auto snapshot = storage::take_snapshot(image_path());
      check(*snapshot, manifest);
      if (order_.postgres.empty()) return nullptr;
      loader_ = storage::begin_load(database());
      transfer(*snapshot, *loader_, progress);
    }
    for (const char* end : {"", "-wal", "-shm"}) fs::remove(image_path() + end);
    return std::move(loader_);
  }

 private:
  std::string database() const {
    return order_.postgres.empty() ? (folder_.inside() / "rapport.db").string() : order_.postgres;
  }
  std::string image_path() const {
    return (folder_.inside() / (order_.postgres.empty() ? "rapport.db" : kImage)).string();
  }

  static void check(storage::Snapshot& snapshot, const Manifest& manifest) {
    const auto& tables = snapshot.tables();
    if (tables.size() != manifest.tables.size())
      throw Unusable("it has not the tables that it had");
    for (std::size_t i = 0; i < tables.size(); ++i) {
      const auto& kept = manifest.tables[i];
      if (tables[i].name != kept.table.name || snapshot.count(tables[i]) != kept.rows)
        throw Unusable(kept.table.name + " has not the rows that it had");
    }
  }

  void drop_spooled() {
    std::error_code ignored;
    if (!spooled_.empty()) fs::remove(spooled_, ignored);
  }

  const NewFolder& folder_;
  const RestoreOrder& order_;
  files::FolderStore inside_;
  files::FileStore& files_;
  std::optional<PlacedFile> image_;
  std::unique_ptr<storage::Loader> loader_;
  std::optional<TableFiller> filler_;
  base::Id content_id_;
  fs::path spooled_;
  std::ofstream content_;
};

}  // namespace

Restored restore_into(NewFolder& folder, const RestoreOrder& order, const Progress& progress) {
  Restoring restoring(folder, order);
  Restored restored;
  restored.found = read_backup(order.backup, order.lock, order.version, restoring, progress);
  restored.loader = restoring.finish(restored.found.manifest, progress);
  return restored;
}

}  // namespace rapport::backup
