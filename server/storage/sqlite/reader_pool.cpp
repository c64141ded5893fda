#include "storage/sqlite/reader_pool.h"

#include "base/clock.h"

namespace rapport::storage::sqlite {

namespace {

constexpr std::int64_t kReadDeadlineMs = 20'000;
// Other processes commit too, and nobody tells us: what they wrote is seen this much later at most.
constexpr std::int64_t kSnapshotUs = 2'000;

}  // namespace

ReaderPool::ReaderPool(const std::string& path, const OpenOptions& options) {
  for (int i = 0; i < options.readers; ++i)
    idle_.push_back(std::unique_ptr<Reader>(new Reader{
        {path, OpenMode::ReadOnly, options.reader_cache_bytes / options.readers, true}}));
}

ReaderPool::ReaderPtr ReaderPool::take_idle() {
  auto reader = std::move(idle_.back());
  idle_.pop_back();
  return reader;
}

ReaderPool::ReaderPtr ReaderPool::borrow_if_idle() {
  std::lock_guard lock(mutex_);
  return idle_.empty() ? nullptr : take_idle();
}

ReaderPool::ReaderPtr ReaderPool::borrow() {
  std::unique_lock lock(mutex_);
  if (!idle_.empty()) return take_idle();
  Waiter self;
  waiting_.push_back(&self);
  self.served.wait(lock, [&] { return self.reader != nullptr; });
  return std::move(self.reader);
}

void ReaderPool::give_back(ReaderPtr reader, bool keep_snapshot) {
  if (!keep_snapshot) end_snapshot(*reader);
  std::lock_guard lock(mutex_);
  if (waiting_.empty()) {
    // A commit that came meanwhile has not met it among the idle ones.
    if (reader->commits != commits_) end_snapshot(*reader);
    idle_.push_back(std::move(reader));
    return;
  }
  auto* next = waiting_.front();
  waiting_.pop_front();
  next->reader = std::move(reader);
  next->served.notify_one();
}

// The count is read first: a snapshot may hold more than was counted, never less.
void ReaderPool::renew_snapshot(Reader& reader) {
  auto now = base::system_clock().monotonic_us();
  auto commits = commits_.load();
  bool fresh = reader.commits == commits && now - reader.taken_at_us < kSnapshotUs;
  if (!fresh) {
    end_snapshot(reader);
    reader.connection.run({"BEGIN", {}});
    reader.commits = commits;
    reader.taken_at_us = now;
  }
  reader.connection.set_deadline_ms(kReadDeadlineMs);
}

void ReaderPool::end_snapshot(Reader& reader) noexcept {
  if (reader.commits < 0) return;
  reader.commits = -1;
  reader.connection.end_read();
}

void ReaderPool::note_commit() {
  ++commits_;
  release_snapshots();
}

void ReaderPool::release_snapshots() {
  std::lock_guard lock(mutex_);
  for (auto& reader : idle_) end_snapshot(*reader);
}

}  // namespace rapport::storage::sqlite
