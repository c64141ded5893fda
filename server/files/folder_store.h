// FolderStore: contents as files of a folder, on a disk of this machine or one of the network.
// Not here: data folders in the making (backup/new_folder.h).
#pragma once
#include "files/file_store.h"

namespace rapport::files {

// Whether each content is on the disk when it has been put, or its owner sees to that for all.
enum class Flush { Each, ByOwner };

class FolderStore final : public FileStore {
 public:
  explicit FolderStore(std::filesystem::path folder, Flush flush = Flush::Each);

  std::string place() const override { return folder_.string(); }
  // By renaming, so `from` is gone; from another disk by a copy.
  void put(const base::Id& id, const std::filesystem::path& from) override;
  std::unique_ptr<Reading> open(const base::Id& id, std::uint64_t offset,
                                std::uint64_t size) override;
  std::optional<std::uint64_t> size_of(const base::Id& id) override;
  void remove(const base::Id& id) override;
  void list(const std::function<void(const Content&)>& found) override;
  std::unique_ptr<LocalFile> local(const base::Id& id) override;
  std::filesystem::path spool(const base::Id& id) override;
  void probe() override;

 private:
  std::filesystem::path path_of(const base::Id& id) const;
  void place_file(const std::filesystem::path& from, const std::filesystem::path& path) const;
  void flush(const std::filesystem::path& path) const;

  std::filesystem::path folder_;
  Flush flush_;
};

}  // namespace rapport::files
