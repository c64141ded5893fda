// Keeper of moments: the thread that makes what chains of changes begin with, keeps what people
// attach, and removes what nobody can go back to any more.
// Not here: the changes themselves (page_writer.h).
#pragma once
#include <condition_variable>
#include <thread>

#include "backup/make.h"
#include "backup/moments/page_writer.h"

namespace rapport::backup {

struct MomentsPlan {
  std::filesystem::path folder;
  Lock lock;
  std::int64_t keep_us = 0;  // how far one can go back
};

// Lifetime: within the database's. Threads: made, stopped and destroyed by one.
class MomentsKeeper {
 public:
  // `source`: database, files, key and version of the company; its files outlive this. Throws:
  // Error{Unavailable}: another process keeps the same; std::runtime_error: the folder cannot be
  // made.
  MomentsKeeper(storage::Database& database, Order source, MomentsPlan plan, base::Clock& clock,
                base::Random& random);
  ~MomentsKeeper();
  // What has changed is kept when it returns.
  void stop();
  // Threads: any. How old the last moment is that one could go back to now; infinity: to none.
  double behind_seconds() const;

 private:
  void run();
  void look();
  void make_base(const PageWriter::Current& current);
  bool is_long_enough() const;
  void keep_files(const std::function<bool()>& goes_on);
  bool goes_on();

  storage::Database& database_;
  const Order source_;
  const MomentsPlan plan_;
  base::Clock& clock_;
  base::Random& random_;
  std::shared_ptr<PageWriter> writer_;
  std::int64_t base_bytes_ = 0, base_made_us_ = 0;  // of the monotonic clock
  std::int64_t base_due_us_ = 0, files_due_us_ = 0;
  std::string tried_;     // the chain whose base was tried last
  std::string replaced_;  // the one that another was asked for after
  bool has_all_files_ = false;
  std::mutex mutex_;
  std::condition_variable stopped_;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace rapport::backup
