#include "storage/sqlite/presence.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>

#include "storage/sqlite/connection.h"

namespace rapport::storage::sqlite {

namespace {

constexpr std::int64_t kCacheBytes = 1 << 20;
// Bytes of the file that locks stand for.
enum Place : off_t { kTurn = 0, kWork = 1 };

// Locks belong to the open file, not to the process: several companies may be in one.
class SqlitePresence final : public Presence {
 public:
  explicit SqlitePresence(const std::string& path) : path_(path) {
    const auto beside = path + "-lock";
    file_ = ::open(beside.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (file_ < 0) fail(beside);
  }
  ~SqlitePresence() override { ::close(file_); }

  std::set<std::string> tables() override {
    std::error_code error;
    if (std::filesystem::file_size(path_, error) == 0 || error) return {};
    Connection connection(path_, OpenMode::ReadOnly, kCacheBytes, true);
    std::set<std::string> names;
    auto cursor = connection.prepare(
        "SELECT name FROM sqlite_master WHERE type='table' AND name NOT LIKE 'sqlite_%'");
    while (cursor.step()) names.emplace(cursor.text(0));
    return names;
  }

  bool try_take_turn() override { return lock(kTurn, F_WRLCK); }
  void end_turn() override { lock(kTurn, F_UNLCK); }
  bool try_be_alone() override { return lock(kWork, F_WRLCK); }
  bool try_join() override { return lock(kWork, F_RDLCK); }
  bool stay() override { return true; }

 private:
  bool lock(Place place, short kind) {
    struct flock wanted {};
    wanted.l_type = kind;
    wanted.l_whence = SEEK_SET;
    wanted.l_start = place;
    wanted.l_len = 1;
    if (::fcntl(file_, F_OFD_SETLK, &wanted) == 0) return true;
    if (errno == EAGAIN || errno == EACCES) return false;
    fail(path_ + "-lock");
  }

  [[noreturn]] static void fail(const std::string& path) {
    throw base::Error(base::ErrorKind::Unavailable, "database_unavailable", {},
                      path + ": " + std::strerror(errno));
  }

  std::string path_;
  int file_;
};

}  // namespace

std::unique_ptr<Presence> open_presence(const std::string& path) {
  return std::make_unique<SqlitePresence>(path);
}

}  // namespace rapport::storage::sqlite
