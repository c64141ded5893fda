#include "storage/sqlite/checkpointer.h"

#include <chrono>
#include <utility>

#include "base/log.h"

namespace rapport::storage::sqlite {

namespace {

// Pages of 4 kB. Many commits change the same pages: the longer the log, the fewer are brought in.
constexpr int kFramesAtOnce = 16'000;
// While commits go on, the log never empties under a checkpoint of another connection; from here
// on the writer brings in the little that is left, and begins it anew.
constexpr int kFramesAtMost = 32'000;
constexpr std::int64_t kCacheBytes = 1 << 20;
constexpr auto kReleaseEvery = std::chrono::milliseconds(100);

}  // namespace

Checkpointer::Checkpointer(const std::string& path, Connection& writer,
                           std::function<void()> release)
    : writer_(writer),
      connection_(path, OpenMode::ReadWrite, kCacheBytes, true),
      release_(std::move(release)) {
  sqlite3_wal_hook(writer.handle(), note_frames, this);
  thread_ = std::thread([this] { run(); });
}

Checkpointer::~Checkpointer() {
  {
    std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  grown_.notify_one();
  thread_.join();
}

int Checkpointer::note_frames(void* checkpointer, sqlite3*, const char*, int frames) {
  static_cast<Checkpointer*>(checkpointer)->frames_ = frames;
  return SQLITE_OK;
}

void Checkpointer::note_commit() {
  if (frames_ < kFramesAtOnce) {
    tried_at_ = 0;
    return;
  }
  {
    std::lock_guard lock(mutex_);
    wanted_ = true;
  }
  grown_.notify_one();
  if (frames_ < kFramesAtMost || frames_ - tried_at_ < kFramesAtOnce) return;
  tried_at_ = frames_;
  // Busy means that the thread is at it: the next time then.
  sqlite3_wal_checkpoint_v2(writer_.handle(), nullptr, SQLITE_CHECKPOINT_PASSIVE, nullptr, nullptr);
}

void Checkpointer::run() {
  while (true) {
    bool wanted;
    {
      std::unique_lock lock(mutex_);
      grown_.wait_for(lock, kReleaseEvery, [this] { return wanted_ || stopping_; });
      if (stopping_) return;
      wanted = std::exchange(wanted_, false);
    }
    release_();
    if (!wanted) continue;
    int code = sqlite3_wal_checkpoint_v2(connection_.handle(), nullptr, SQLITE_CHECKPOINT_PASSIVE,
                                         nullptr, nullptr);
    if (code != SQLITE_OK && code != SQLITE_BUSY && code != SQLITE_LOCKED)
      base::log(base::LogLevel::Error, "the log could not be brought into the database",
                {{"error", sqlite3_errmsg(connection_.handle())}});
  }
}

}  // namespace rapport::storage::sqlite
