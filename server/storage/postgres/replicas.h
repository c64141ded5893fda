// Replicas: servers that follow the one that writes, and answer reads for it as long as they are up
// to all that this node knows of. So whoever wrote reads what he wrote (docs/decisions/0037).
// Not here: how nodes hear of one another's commits (neighbours.h).
#pragma once
#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "storage/postgres/session_pool.h"

namespace rapport::storage::postgres {

constexpr std::string_view kBeginReading = "BEGIN ISOLATION LEVEL REPEATABLE READ";

// Threads: safe. Lifetime: has a thread of its own, that looks after those that are away.
class Replicas {
 public:
  // `session`: as for reading, but for its address. None of them has to be there.
  Replicas(const SessionOptions& session, const std::vector<std::string>& urls, int sessions);
  ~Replicas();
  Replicas(const Replicas&) = delete;

  bool any() const { return !all_.empty(); }

  // Runs it within a transaction at a replica that is up to date. False when there is none, or when
  // it went away before it gave anything. Throws: what `use` throws.
  bool lend(const std::function<void(Connection&)>& use);

  // Reads have to see what the server that writes has got by now, which is asked over `primary`.
  void follow_to(Connection& primary);
  // Until that has been asked no replica is good enough.
  void doubt() { doubted_.fetch_add(1); }
  bool is_in_doubt() const { return known_ != doubted_; }

 private:
  struct Replica {
    std::string url;
    std::unique_ptr<SessionPool> sessions;  // made before it is up for the first time
    std::atomic<bool> is_up = false;
    std::atomic<std::uint64_t> replayed = 0;
  };
  void look_after();
  void fetch(Replica& replica);
  bool begin(Replica& replica, Connection& connection, std::uint64_t position);

  SessionOptions session_;
  int sessions_;
  std::vector<std::unique_ptr<Replica>> all_;
  std::atomic<std::uint64_t> next_ = 0;
  std::atomic<std::uint64_t> position_ = 0;  // of the log
  std::atomic<std::uint64_t> doubted_ = 0, known_ = 0;
  std::mutex mutex_;
  std::condition_variable stopped_;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace rapport::storage::postgres
