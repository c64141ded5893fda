#include "storage/sqlite/page_log.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <vector>

#include "base/log.h"

namespace rapport::storage::sqlite {

namespace {

constexpr std::int64_t kCacheBytes = 256 << 10;
constexpr off_t kKeeper = 2;  // the byte of DATABASE-lock; others: presence.cpp
constexpr std::size_t kHeaderBytes = 48;
constexpr std::int64_t kLogHeadBytes = 32;
constexpr std::size_t kFrameHeadBytes = 24;
constexpr std::uint32_t kPageBytes = 4096;
constexpr std::size_t kFrameBytes = kFrameHeadBytes + kPageBytes;
constexpr std::uint32_t kFramesAtOnce = 256;
constexpr int kTries = 100;

struct Broken : std::runtime_error {
  using std::runtime_error::runtime_error;
};

std::uint32_t big_endian(const unsigned char* bytes) {
  return std::uint32_t{bytes[0]} << 24 | std::uint32_t{bytes[1]} << 16 |
         std::uint32_t{bytes[2]} << 8 | bytes[3];
}

std::uint32_t native(const unsigned char* bytes) {
  std::uint32_t number;
  std::memcpy(&number, bytes, sizeof number);
  return number;
}

struct flock keeper_lock() {
  struct flock wanted {};
  wanted.l_type = F_WRLCK;
  wanted.l_whence = SEEK_SET;
  wanted.l_start = kKeeper;
  wanted.l_len = 1;
  return wanted;
}

std::int64_t place_of(std::uint32_t frame) {
  return kLogHeadBytes + std::int64_t{frame - 1} * static_cast<std::int64_t>(kFrameBytes);
}

}  // namespace

PageLog::PageLog(const std::string& path, std::shared_ptr<PageSink> sink)
    : log_path_(path + "-wal"),
      sink_(std::move(sink)),
      connection_(path, OpenMode::ReadOnly, kCacheBytes, true) {
  lock_ = ::open((path + "-lock").c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  auto wanted = keeper_lock();
  if (lock_ >= 0 && ::fcntl(lock_, F_OFD_SETLK, &wanted) == 0) return;
  if (lock_ >= 0) ::close(lock_);
  throw base::Error(base::ErrorKind::Unavailable, "storage_failed", {},
                    path + " is kept by another process");
}

PageLog::~PageLog() {
  if (log_ >= 0) ::close(log_);
  ::close(lock_);
}

bool PageLog::is_kept_by_another(const std::string& path) {
  int file = ::open((path + "-lock").c_str(), O_RDWR | O_CLOEXEC);
  if (file < 0) return false;
  auto wanted = keeper_lock();
  const bool is_kept = ::fcntl(file, F_OFD_GETLK, &wanted) == 0 && wanted.l_type != F_UNLCK;
  ::close(file);
  return is_kept;
}

void PageLog::keep(const std::function<void()>& checkpoint) {
  struct End {
    Connection& connection;
    ~End() { connection.end_read(); }
  } end{connection_};
  try {
    connection_.run({"BEGIN", {}});
    connection_.integer({"SELECT count(*) FROM sqlite_master", {}});  // the snapshot is of now
    catch_up();
    is_failing_ = false;
  } catch (const std::exception& error) {
    const auto* known = dynamic_cast<const base::Error*>(&error);
    has_begun_ = false;
    if (!std::exchange(is_failing_, true))
      base::log(base::LogLevel::Error, "what changes in the database cannot be kept",
                {{"error", known ? known->detail : error.what()}});
  }
  if (checkpoint) checkpoint();
}

// There are two copies of it, and who changes them writes one after the other.
PageLog::Header PageLog::read_header() {
  sqlite3_file* file = nullptr;
  sqlite3_file_control(connection_.handle(), "main", SQLITE_FCNTL_FILE_POINTER, &file);
  void volatile* memory = nullptr;
  if (!file || !file->pMethods || !file->pMethods->xShmMap ||
      file->pMethods->xShmMap(file, 0, 32 << 10, 0, &memory) != SQLITE_OK || !memory)
    throw Broken("the index of the log cannot be read");
  std::array<unsigned char, kHeaderBytes> first, second;
  for (int tries = 0; tries < kTries; ++tries) {
    auto* bytes = static_cast<unsigned char*>(const_cast<void*>(memory));
    std::memcpy(first.data(), bytes, kHeaderBytes);
    file->pMethods->xShmBarrier(file);
    std::memcpy(second.data(), bytes + kHeaderBytes, kHeaderBytes);
    if (first != second) {
      usleep(100);
      continue;
    }
    Header header;
    std::uint16_t size;
    std::memcpy(&size, first.data() + 14, sizeof size);
    header.page_bytes = size;
    header.commits = native(first.data() + 8);
    header.frames = native(first.data() + 16);
    header.pages = native(first.data() + 20);
    std::memcpy(header.salts.data(), first.data() + 32, header.salts.size());
    return header;
  }
  throw Broken("the index of the log does not come to rest");
}

// The log begins anew only when all of it has been brought in, and nobody brings in what has not
// been kept here. Should somebody do it all the same, the index tells: it counts the commits.
void PageLog::catch_up() {
  const auto seen = base::system_clock().now();
  const auto header = read_header();
  const auto now = base::system_clock().now();
  if (header.frames > 0 && header.page_bytes != kPageBytes) throw Broken("pages of another size");
  if (has_begun_) {
    const auto from = header.salts == salts_ ? kept_ : 0;
    if (header.frames < from) throw Broken("the log has become shorter");
    const auto found = scan(from, header);
    if (found.commits != header.commits - commits_) {
      base::log(base::LogLevel::Warning,
                "changes of the database have gone by unseen: the chain of them begins anew");
      has_begun_ = false;
    } else if (found.commits > 0) {
      send(found, header);
      sink_->commit(seen, now, header.pages);
    }
  }
  salts_ = header.salts;
  kept_ = header.frames;
  commits_ = header.commits;
  if (!has_begun_ || sink_->wants_new_beginning()) sink_->begin(now);
  has_begun_ = true;
  sink_->rest(now);
}

void PageLog::read(void* bytes, std::size_t size, std::int64_t offset) {
  if (log_ < 0) log_ = ::open(log_path_.c_str(), O_RDONLY | O_CLOEXEC);
  auto* at = static_cast<char*>(bytes);
  while (size > 0) {
    const auto got = ::pread(log_, at, size, offset);
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) throw Broken("the log cannot be read");
    at += got;
    offset += got;
    size -= static_cast<std::size_t>(got);
  }
}

PageLog::Scan PageLog::scan(std::uint32_t from, const Header& header) {
  Scan found;
  std::vector<unsigned char> frames;
  for (auto frame = from + 1; frame <= header.frames;) {
    const auto count = std::min(kFramesAtOnce, header.frames - frame + 1);
    frames.resize(count * kFrameBytes);
    read(frames.data(), frames.size(), place_of(frame));
    for (std::uint32_t i = 0; i < count; ++i, ++frame) {
      const auto* head = frames.data() + i * kFrameBytes;
      if (std::memcmp(head + 8, header.salts.data(), header.salts.size()) != 0)
        throw Broken("the log is not as its index says");
      found.last[big_endian(head)] = frame;
      const bool is_commit = big_endian(head + 4) != 0;
      found.commits += is_commit ? 1 : 0;
    }
  }
  return found;
}

// In the order of the file, so that what stands together there is packed together.
void PageLog::send(const Scan& found, const Header& header) {
  std::array<char, kPageBytes> page;
  for (const auto& [number, frame] : found.last) {
    if (number > header.pages) continue;  // cut off meanwhile
    read(page.data(), page.size(), place_of(frame) + kFrameHeadBytes);
    sink_->page(number, {page.data(), page.size()});
  }
}

}  // namespace rapport::storage::sqlite
