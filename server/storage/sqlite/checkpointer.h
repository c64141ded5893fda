// Checkpointer: brings what is committed from the log (WAL) into the database file, on a thread of
// its own, so that no writer waits for it.
#pragma once
#include <condition_variable>
#include <functional>
#include <mutex>
#include <string>
#include <thread>

#include "storage/sqlite/connection.h"

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

 private:
  static int note_frames(void* checkpointer, sqlite3*, const char*, int frames);
  void run();

  Connection& writer_;
  Connection connection_;
  std::function<void()> release_;
  int frames_ = 0;       // of the log, after the last commit
  int tried_at_ = 0;     // frames when the writer last brought the log in by itself
  std::mutex mutex_;
  std::condition_variable grown_;
  bool wanted_ = false, stopping_ = false;
  std::thread thread_;
};

}  // namespace rapport::storage::sqlite
