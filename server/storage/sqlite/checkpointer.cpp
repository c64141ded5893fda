#include "storage/sqlite/checkpointer.h"

#include <chrono>
#include <utility>

#include "base/clock.h"
#include "base/log.h"

namespace rapport::storage::sqlite {

namespace {

// Pages of 4 kB. Many commits change the same pages: the longer the log, the fewer are brought in.
constexpr int kFramesAtOnce = 16'000;
// While commits go on, the log never empties under a checkpoint of another connection; from here
// on the writer brings in the little that is left, and begins it anew.
constexpr int kFramesAtMost = 32'000;
// Where pages are kept (page_log.h) and other processes write.
constexpr std::uint32_t kFramesOfOthers = 64'000;
constexpr std::int64_t kCacheBytes = 1 << 20;
constexpr std::int64_t kKeepEveryUs = 1'000'000;
constexpr auto kReleaseEvery = std::chrono::milliseconds(100);

}  // namespace

Checkpointer::Checkpointer(const std::string& path, Connection& writer,
                           std::function<void()> release)
    : path_(path),
      writer_(writer),
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
  keep_pages(nullptr);
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
  std::unique_lock pages(pages_mutex_, std::try_to_lock);
  if (pages.owns_lock()) bring_in(writer_.handle());
}

void Checkpointer::keep_pages(std::unique_ptr<PageLog> pages) {
  std::lock_guard lock(pages_mutex_);
  if (pages_) pages_->keep({});
  pages_ = std::move(pages);
}

// With the lock of the pages. Another process that keeps them brings them in itself.
void Checkpointer::bring_in(sqlite3* handle) {
  auto checkpoint = [&] {
    int code = sqlite3_wal_checkpoint_v2(handle, nullptr, SQLITE_CHECKPOINT_PASSIVE, nullptr,
                                         nullptr);
    if (code != SQLITE_OK && code != SQLITE_BUSY && code != SQLITE_LOCKED)
      base::log(base::LogLevel::Error, "the log could not be brought into the database",
                {{"error", sqlite3_errmsg(handle)}});
  };
  if (pages_) pages_->keep(checkpoint);
  else if (!PageLog::is_kept_by_another(path_))
    checkpoint();
}

// With the lock of the pages.
void Checkpointer::look_after_pages() {
  const auto now = base::system_clock().monotonic_us();
  if (!pages_ || now < pages_due_us_) return;
  pages_due_us_ = now + kKeepEveryUs;
  pages_->keep({});
  if (pages_->frames() >= kFramesOfOthers) empty_log();
}

// Other processes leave it to this one to bring in what they write. While they write it never gets
// to the end of that; so they wait for a moment.
void Checkpointer::empty_log() {
  try {
    Connection pause(path_, OpenMode::ReadWrite, kCacheBytes, true);
    pause.run({"BEGIN IMMEDIATE", {}});
    bring_in(connection_.handle());
    pause.run({"ROLLBACK", {}});
  } catch (const base::Error& error) {
    base::log(base::LogLevel::Error, "the log could not be emptied", {{"error", error.detail}});
  }
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
    std::lock_guard lock(pages_mutex_);
    look_after_pages();
    if (wanted) bring_in(connection_.handle());
  }
}

}  // namespace rapport::storage::sqlite
