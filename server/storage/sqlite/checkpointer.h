// Checkpointer: brings what is committed from the log (WAL) into the database file, on a thread of
// its own, so that no writer waits for it.
#pragma once
#include <condition_variable>
#include <functional>
#include <mutex>
#include <string>
#include <thread>

#include "storage/sqlite/connection.h"
#include "storage/sqlite/page_log.h"

namespace rapport::storage::sqlite {

class Checkpointer {
 public:
  // Takes the place of SQLite's own checkpoints on the writer's connection.
  // `release` lets go of snapshots that nobody reads, which hold up the log; called often, on the
  // checkpointer's thread. Lifetime: the writer outlives it. Throws: Error{Unavailable}.
  Checkpointer(const std::string& path, Connection& writer, std::function<void()> release);
  ~Checkpointer();
  Checkpointer(const Checkpointer&) = delete;

  // To be called by the writer after each commit. Waits for the disk only when the log has grown
  // out of bounds.
  void note_commit();

  // From now on what is brought in is kept before, and each second (page_log.h); null ends that.
  // Threads: any.
  void keep_pages(std::unique_ptr<PageLog> pages);

 private:
  static int note_frames(void* checkpointer, sqlite3*, const char*, int frames);
  void run();
  void bring_in(sqlite3* handle);
  void look_after_pages();
  void empty_log();

  const std::string path_;
  Connection& writer_;
  Connection connection_;
  std::function<void()> release_;
  int frames_ = 0;       // of the log, after the last commit
  int tried_at_ = 0;     // frames when the writer last brought the log in by itself
  std::mutex mutex_;
  std::condition_variable grown_;
  bool wanted_ = false, stopping_ = false;
  std::mutex pages_mutex_;
  std::unique_ptr<PageLog> pages_;
  std::int64_t pages_due_us_ = 0;
  std::thread thread_;
};

}  // namespace rapport::storage::sqlite
