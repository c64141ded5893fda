#include "storage/sqlite/reader_pool.h"

#include <algorithm>
#include <thread>
#include <utility>

#include "base/clock.h"

namespace rapport::storage::sqlite {

namespace {

constexpr std::int64_t kReadDeadlineMs = 20'000;
// Other processes commit too, and nobody tells us: what they wrote is seen this much later at most.
constexpr std::int64_t kSnapshotUs = 2'000;
constexpr std::int64_t kShortWorkUs = 10'000;
// Nearly all works are short ones, on as many connections as there are processors: these have so
// many times the memory of the others.
constexpr std::int64_t kBusyShare = 4;

}  // namespace

ReaderPool::ReaderPool(const std::string& path, const OpenOptions& options)
    : most_short_works_(
          std::clamp(static_cast<int>(std::thread::hardware_concurrency()), 2, options.readers)) {
  const auto unit = options.reader_cache_bytes /
                    (kBusyShare * most_short_works_ + options.readers - most_short_works_);
  for (int rank = options.readers; rank-- > 0;) {
    auto cache = rank < most_short_works_ ? kBusyShare * unit : unit;
    idle_.push_back(
        std::unique_ptr<Reader>(new Reader{{path, OpenMode::ReadOnly, cache, true}, rank}));
    auto& reader = *idle_.back();
    reader.connection.set_on_long([this, &reader] { stand_aside(reader); });
  }
}

void ReaderPool::keep_idle(ReaderPtr reader) {
  auto place = std::find_if(idle_.begin(), idle_.end(),
                            [&](const auto& other) { return other->rank < reader->rank; });
  idle_.insert(place, std::move(reader));
}

ReaderPool::ReaderPtr ReaderPool::take_idle() {
  auto reader = std::move(idle_.back());
  idle_.pop_back();
  ++short_works_;
  return reader;
}

ReaderPool::ReaderPtr ReaderPool::borrow_if_idle() {
  // What cannot wait is shorter than all others: it need not stand in their line.
  std::lock_guard lock(mutex_);
  return idle_.empty() ? nullptr : take_idle();
}

void ReaderPool::serve_waiting() {
  while (!waiting_.empty() && may_lend()) {
    auto* next = waiting_.front();
    waiting_.pop_front();
    next->reader = take_idle();
    next->served.notify_one();
  }
}

void ReaderPool::stand_aside(Reader& reader) {
  if (base::system_clock().monotonic_us() - reader.lent_at_us < kShortWorkUs) return;
  std::lock_guard lock(mutex_);
  if (std::exchange(reader.is_long, true)) return;
  --short_works_;
  serve_waiting();
}

ReaderPool::ReaderPtr ReaderPool::borrow() {
  std::unique_lock lock(mutex_);
  if (may_lend()) return take_idle();
  Waiter self;
  waiting_.push_back(&self);
  self.served.wait(lock, [&] { return self.reader != nullptr; });
  return std::move(self.reader);
}

void ReaderPool::give_back(ReaderPtr reader, bool keep_snapshot) {
  if (!keep_snapshot) end_snapshot(*reader);
  std::lock_guard lock(mutex_);
  if (!std::exchange(reader->is_long, false)) --short_works_;
  // A commit that came meanwhile has not met it among the idle ones.
  if (waiting_.empty() && reader->commits != commits_) end_snapshot(*reader);
  keep_idle(std::move(reader));
  serve_waiting();
}

// The count is read first: a snapshot may hold more than was counted, never less.
void ReaderPool::renew_snapshot(Reader& reader) {
  auto now = reader.lent_at_us = base::system_clock().monotonic_us();
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
