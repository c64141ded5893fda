// NewFolder: a company's data folder in the making. It is filled in a folder within it, so on its
// own disk, and put in place at the end, the database last: before that there is no company in it.
// What is broken off, even by the loss of power, is removed by the next one.
#pragma once
#include <filesystem>

namespace rapport::backup {

class NewFolder {
 public:
  // Throws: std::runtime_error: it is not empty (a secret.key alone may be there), cannot be
  // written, or is being filled by another process.
  explicit NewFolder(std::filesystem::path folder);
  // Given up, unless it was finished: nothing is left.
  ~NewFolder();
  NewFolder(const NewFolder&) = delete;

  // Where to fill it: rapport.db, files/, secret.key.
  const std::filesystem::path& inside() const { return inside_; }
  bool removed_remains() const { return removed_remains_; }

  // On disk and in place, but for the database.
  void place_files();
  // The database too, if there is one inside. Now the folder is a company's.
  void finish();

 private:
  void open_inside();
  void remove_remains();
  void give_up() noexcept;

  std::filesystem::path folder_, inside_;
  bool made_ = false, finished_ = false, removed_remains_ = false, placed_key_ = false;
  int lock_ = -1;
};

}  // namespace rapport::backup
