#include "backup/format/belt.h"

#include <utility>

namespace rapport::backup {

namespace {
constexpr std::size_t kMostBlocks = 8;
}

Belt::Belt(std::function<void(Belt&)> work)
    : work_(std::move(work)), thread_([this] { run(); }) {}

Belt::~Belt() {
  stop();
  if (thread_.joinable()) thread_.join();
}

void Belt::run() {
  try {
    work_(*this);
  } catch (const std::exception&) {
    failure_ = std::current_exception();
  }
  // Whichever side this was: nothing comes any more, and nothing is taken.
  std::lock_guard lock(mutex_);
  ended_ = true;
  if (failure_) stopped_ = true;
  changed_.notify_all();
}

void Belt::stop() {
  std::lock_guard lock(mutex_);
  ended_ = stopped_ = true;
  changed_.notify_all();
}

bool Belt::put(Block block) {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [this] { return stopped_ || blocks_.size() < kMostBlocks; });
  if (stopped_) return false;
  blocks_.push_back(std::move(block));
  changed_.notify_all();
  return true;
}

std::optional<Block> Belt::take() {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [this] { return stopped_ || ended_ || !blocks_.empty(); });
  if (stopped_ || blocks_.empty()) return std::nullopt;
  auto block = std::move(blocks_.front());
  blocks_.pop_front();
  changed_.notify_all();
  return block;
}

void Belt::end() {
  std::lock_guard lock(mutex_);
  ended_ = true;
  changed_.notify_all();
}

void Belt::join() {
  if (thread_.joinable()) thread_.join();
  if (failure_) std::rethrow_exception(std::exchange(failure_, nullptr));
}

}  // namespace rapport::backup
