// Belt: blocks that one thread makes and another takes, a few ahead, so that reading, packing and
// writing go on at the same time with flat memory. The thread of backups lives here.
#pragma once
#include <condition_variable>
#include <deque>
#include <exception>
#include <functional>
#include <mutex>
#include <optional>
#include <thread>

#include "backup/format/block.h"

namespace rapport::backup {

class Belt {
 public:
  // `work` puts or takes on a thread of its own; what else it uses outlives the belt.
  explicit Belt(std::function<void(Belt&)> work);
  ~Belt();
  Belt(const Belt&) = delete;

  // Waits while the belt is full. False: nobody takes any more.
  bool put(Block block);
  // Nothing when there will be no more.
  std::optional<Block> take();
  // No more will be put.
  void end();
  // Returns when the work has. Throws: what it threw.
  void join();

 private:
  void run();
  void stop();

  std::function<void(Belt&)> work_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<Block> blocks_;
  bool ended_ = false, stopped_ = false;
  std::exception_ptr failure_;
  std::thread thread_;
};

}  // namespace rapport::backup
