#include "storage/sqlite/bulk/image.h"

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <exception>

namespace rapport::storage::sqlite {

namespace {

constexpr int kCachedPages = 64;

// Where the pages go, and what went wrong there.
struct Reception {
  const ImageSink& sink;
  std::int64_t size = 0;
  std::exception_ptr failure = nullptr;
};

// What SQLite takes for a file. It begins with SQLite's own part of it.
struct ImageFile {
  sqlite3_file base;
  Reception* reception;
};

Reception& reception_of(sqlite3_file* file) {
  return *reinterpret_cast<ImageFile*>(file)->reception;
}

int close_file(sqlite3_file*) { return SQLITE_OK; }

// A new file is empty: nothing that was written is asked for again.
int read_file(sqlite3_file*, void* bytes, int size, sqlite3_int64) {
  std::memset(bytes, 0, static_cast<std::size_t>(size));
  return SQLITE_IOERR_SHORT_READ;
}

int write_file(sqlite3_file* file, const void* bytes, int size, sqlite3_int64 offset) {
  auto& reception = reception_of(file);
  try {
    reception.sink(offset, {static_cast<const char*>(bytes), static_cast<std::size_t>(size)});
  } catch (const std::exception&) {
    reception.failure = std::current_exception();
    return SQLITE_IOERR_WRITE;
  }
  reception.size = std::max<std::int64_t>(reception.size, offset + size);
  return SQLITE_OK;
}

int truncate_file(sqlite3_file*, sqlite3_int64) { return SQLITE_OK; }
int sync_file(sqlite3_file*, int) { return SQLITE_OK; }
int size_of_file(sqlite3_file* file, sqlite3_int64* size) {
  *size = reception_of(file).size;
  return SQLITE_OK;
}
int lock_file(sqlite3_file*, int) { return SQLITE_OK; }
int is_reserved(sqlite3_file*, int* is) {
  *is = 0;
  return SQLITE_OK;
}
int control_file(sqlite3_file*, int, void*) { return SQLITE_NOTFOUND; }
int sector_size(sqlite3_file*) { return 4096; }
int characteristics(sqlite3_file*) { return 0; }

const sqlite3_io_methods kMethods{1,         close_file, read_file,   write_file,   truncate_file,
                                  sync_file, size_of_file, lock_file, lock_file,    is_reserved,
                                  control_file, sector_size, characteristics};

int open_file(sqlite3_vfs* vfs, const char*, sqlite3_file* file, int flags, int* out_flags) {
  auto* opened = reinterpret_cast<ImageFile*>(file);
  opened->base.pMethods = nullptr;
  if (!(flags & SQLITE_OPEN_MAIN_DB)) return SQLITE_CANTOPEN;
  opened->base.pMethods = &kMethods;
  opened->reception = static_cast<Reception*>(vfs->pAppData);
  if (out_flags) *out_flags = flags;
  return SQLITE_OK;
}

int full_name(sqlite3_vfs*, const char* name, int size, char* full) {
  sqlite3_snprintf(size, full, "%s", name);
  return SQLITE_OK;
}

int has_access(sqlite3_vfs*, const char*, int, int* has) {
  *has = 0;
  return SQLITE_OK;
}

int remove_file(sqlite3_vfs*, const char*, int) { return SQLITE_OK; }

// A file system of one file, registered as long as it is used.
class ImageFiles {
 public:
  explicit ImageFiles(Reception& reception) {
    const auto* usual = sqlite3_vfs_find(nullptr);
    vfs_ = *usual;
    vfs_.pNext = nullptr;
    name_ = "rapport-image-" + std::to_string(reinterpret_cast<std::uintptr_t>(this));
    vfs_.zName = name_.c_str();
    vfs_.szOsFile = sizeof(ImageFile);
    vfs_.pAppData = &reception;
    vfs_.xOpen = open_file;
    vfs_.xFullPathname = full_name;
    vfs_.xAccess = has_access;
    vfs_.xDelete = remove_file;
    sqlite3_vfs_register(&vfs_, 0);
  }
  ~ImageFiles() { sqlite3_vfs_unregister(&vfs_); }
  ImageFiles(const ImageFiles&) = delete;
  const char* name() const { return vfs_.zName; }

 private:
  std::string name_;
  sqlite3_vfs vfs_;
};

struct HandleEnd {
  void operator()(sqlite3* handle) const { sqlite3_close(handle); }
};

[[noreturn]] void fail(sqlite3* handle) {
  throw base::Error(base::ErrorKind::Unavailable, "storage_failed", {}, sqlite3_errmsg(handle));
}

}  // namespace

// In one step, within the snapshot that is open: SQLite begins anew when others write between two.
void read_image(Connection& connection, const ImageSink& sink) {
  Reception reception{sink};
  ImageFiles files(reception);
  sqlite3* opened = nullptr;
  int code = sqlite3_open_v2("image", &opened, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE |
                             SQLITE_OPEN_NOMUTEX, files.name());
  std::unique_ptr<sqlite3, HandleEnd> target(opened);
  if (code != SQLITE_OK) fail(opened);
  auto settings = "PRAGMA journal_mode=OFF;PRAGMA synchronous=OFF;PRAGMA locking_mode=EXCLUSIVE;"
                  "PRAGMA cache_size=" + std::to_string(kCachedPages);
  if (sqlite3_exec(opened, settings.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK) fail(opened);
  auto* backup = sqlite3_backup_init(opened, "main", connection.handle(), "main");
  if (!backup) fail(opened);
  sqlite3_backup_step(backup, -1);
  code = sqlite3_backup_finish(backup);
  if (reception.failure) std::rethrow_exception(reception.failure);
  if (code != SQLITE_OK) fail(opened);
}

}  // namespace rapport::storage::sqlite
