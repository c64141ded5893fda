#include "storage/sqlite/wal_file.h"

#include <cstddef>
#include <new>
#include <vector>

#include "base/error.h"

namespace rapport::storage::sqlite {

namespace {

constexpr const char* kName = "rapport-wal";
// Bytes. SQLite's own file takes no more than 131,071 at a time and counts what is over as missing.
constexpr std::size_t kGatheredAtMost = 64 << 10;

// What SQLite calls a file begins with its table of functions. The file of its own VFS lies behind
// ours in the same memory.
struct WalFile {
  sqlite3_file base;
  sqlite3_file* file;  // SQLite's own
  std::vector<char>* gathered;
  sqlite3_int64 begin;  // where in the file the gathered bytes belong
};
static_assert(sizeof(WalFile) % alignof(std::max_align_t) == 0);

WalFile& wal(sqlite3_file* file) { return *reinterpret_cast<WalFile*>(file); }

sqlite3_file* own(sqlite3_file* file) { return wal(file).file; }

// Bytes that could not be written are forgotten: their transaction fails, and the next one writes
// its own frames at their place.
int flush(sqlite3_file* file) {
  auto& bytes = *wal(file).gathered;
  if (bytes.empty()) return SQLITE_OK;
  int code = own(file)->pMethods->xWrite(own(file), bytes.data(), static_cast<int>(bytes.size()),
                                         wal(file).begin);
  bytes.clear();
  return code;
}

int write(sqlite3_file* file, const void* data, int size, sqlite3_int64 offset) {
  auto& bytes = *wal(file).gathered;
  auto end = wal(file).begin + static_cast<sqlite3_int64>(bytes.size());
  auto length = static_cast<std::size_t>(size);
  if (!bytes.empty() && (offset != end || bytes.size() + length > kGatheredAtMost))
    if (int code = flush(file); code != SQLITE_OK) return code;
  if (length > kGatheredAtMost) return own(file)->pMethods->xWrite(own(file), data, size, offset);
  if (bytes.empty()) wal(file).begin = offset;
  const auto* begin = static_cast<const char*>(data);
  bytes.insert(bytes.end(), begin, begin + length);
  return SQLITE_OK;
}

// Calls a function of SQLite's own file once everything gathered is in it.
template <auto Member, class... Arguments>
int flushed(sqlite3_file* file, Arguments... arguments) {
  if (int code = flush(file); code != SQLITE_OK) return code;
  return (own(file)->pMethods->*Member)(own(file), arguments...);
}

template <auto Member, class... Arguments>
auto passed(sqlite3_file* file, Arguments... arguments) {
  return (own(file)->pMethods->*Member)(own(file), arguments...);
}

// A commit has been synced; what is left belongs to a transaction that did not come to its end.
int close(sqlite3_file* file) {
  int code = own(file)->pMethods->xClose(own(file));
  delete wal(file).gathered;
  return code;
}

using Methods = sqlite3_io_methods;

// Version 1: a log has no shared memory and is not mapped.
const Methods& wal_methods() {
  static const Methods methods = [] {
    Methods made{};
    made.iVersion = 1;
    made.xClose = close;
    made.xRead = flushed<&Methods::xRead, void*, int, sqlite3_int64>;
    made.xWrite = write;
    made.xTruncate = flushed<&Methods::xTruncate, sqlite3_int64>;
    made.xSync = flushed<&Methods::xSync, int>;
    made.xFileSize = flushed<&Methods::xFileSize, sqlite3_int64*>;
    made.xLock = passed<&Methods::xLock, int>;
    made.xUnlock = passed<&Methods::xUnlock, int>;
    made.xCheckReservedLock = passed<&Methods::xCheckReservedLock, int*>;
    made.xFileControl = passed<&Methods::xFileControl, int, void*>;
    made.xSectorSize = passed<&Methods::xSectorSize>;
    made.xDeviceCharacteristics = passed<&Methods::xDeviceCharacteristics>;
    return made;
  }();
  return methods;
}

sqlite3_vfs& default_vfs(sqlite3_vfs* vfs) { return *static_cast<sqlite3_vfs*>(vfs->pAppData); }

int open(sqlite3_vfs* vfs, const char* name, sqlite3_file* file, int flags, int* out_flags) {
  auto& system = default_vfs(vfs);
  if (!(flags & SQLITE_OPEN_WAL)) return system.xOpen(&system, name, file, flags, out_flags);
  auto* behind = reinterpret_cast<sqlite3_file*>(reinterpret_cast<char*>(file) + sizeof(WalFile));
  file->pMethods = nullptr;  // not to be closed when it could not be opened
  behind->pMethods = nullptr;
  auto* gathered = new (std::nothrow) std::vector<char>;
  int code = gathered ? system.xOpen(&system, name, behind, flags, out_flags) : SQLITE_NOMEM;
  if (code != SQLITE_OK) {
    delete gathered;
    if (behind->pMethods) behind->pMethods->xClose(behind);
    return code;
  }
  new (file) WalFile{{&wal_methods()}, behind, gathered, 0};
  return SQLITE_OK;
}

template <auto Member, class... Arguments>
auto asked(sqlite3_vfs* vfs, Arguments... arguments) {
  auto& system = default_vfs(vfs);
  return (system.*Member)(&system, arguments...);
}

sqlite3_vfs made_of(sqlite3_vfs& system) {
  using Vfs = sqlite3_vfs;
  Vfs made{};
  made.iVersion = 2;
  made.szOsFile = system.szOsFile + static_cast<int>(sizeof(WalFile));
  made.mxPathname = system.mxPathname;
  made.zName = kName;
  made.pAppData = &system;
  made.xOpen = open;
  made.xDelete = asked<&Vfs::xDelete, const char*, int>;
  made.xAccess = asked<&Vfs::xAccess, const char*, int, int*>;
  made.xFullPathname = asked<&Vfs::xFullPathname, const char*, int, char*>;
  made.xRandomness = asked<&Vfs::xRandomness, int, char*>;
  made.xSleep = asked<&Vfs::xSleep, int>;
  made.xCurrentTime = asked<&Vfs::xCurrentTime, double*>;
  made.xGetLastError = asked<&Vfs::xGetLastError, int, char*>;
  made.xCurrentTimeInt64 = asked<&Vfs::xCurrentTimeInt64, sqlite3_int64*>;
  return made;
}

}  // namespace

void forget_what_is_rolled_back(sqlite3* handle) {
  auto forget = [](void* connection) {
    sqlite3_file* log = nullptr;
    sqlite3_file_control(static_cast<sqlite3*>(connection), "main", SQLITE_FCNTL_JOURNAL_POINTER,
                         &log);
    if (log && log->pMethods == &wal_methods()) wal(log).gathered->clear();
  };
  sqlite3_rollback_hook(handle, forget, handle);
}

const char* wal_gathering_vfs() {
  static const bool registered = [] {
    auto* system = sqlite3_vfs_find(nullptr);
    if (!system || system->iVersion < 2) return false;
    static sqlite3_vfs made = made_of(*system);
    return sqlite3_vfs_register(&made, 0) == SQLITE_OK;
  }();
  if (!registered)
    throw base::Error(base::ErrorKind::Unavailable, "database_unavailable", {}, kName);
  return kName;
}

}  // namespace rapport::storage::sqlite
