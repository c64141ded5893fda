// One I/O thread: its event loop and its connections, and the sweep that ends those whose time
// is up. What is shared by all loops is `Shared`.
#pragma once
#include <atomic>
#include <boost/asio/steady_timer.hpp>
#include <cstdint>
#include <deque>
#include <memory>
#include <mutex>
#include <thread>
#include <unordered_set>

#include "http/server.h"
#include "http/transport/byte_stream.h"
#include "http/transport/fiber.h"
#include "http/transport/worker_pool.h"

namespace rapport::http::transport {

using Timer = asio::basic_waitable_timer<std::chrono::steady_clock,
                                         asio::wait_traits<std::chrono::steady_clock>, Executor>;

struct Shared {
  ServerOptions options;
  Responder& responder;
  base::Clock& clock;
  WorkerPool workers;
  std::unique_ptr<asio::ssl::context> tls;
  std::atomic<std::size_t> connections{0};
  std::atomic<std::uint64_t> spool_number{0};
};

class Session;

// One that lives on a loop's thread, for whom another thread has something.
class Sleeper {
 public:
  virtual ~Sleeper() = default;
  virtual void woken() = 0;
};

class Loop {
 public:
  explicit Loop(Shared& shared) : shared(shared), context(1), timer_(context) {}

  void start();
  // Threads: any. From then on each answer is the last one of its connection.
  void begin_farewell();
  void begin_stop();
  void cut();
  bool is_finished() const { return finished_; }
  void join();
  void open(Socket socket, std::string remote_address);
  // Wakes one on the loop's thread, soon. Of many a few at a time, so that requests that come
  // meanwhile are not behind all of them. Threads: any.
  void wake(std::shared_ptr<Sleeper> sleeper);

  std::int64_t now_us() const { return shared.clock.monotonic_us(); }
  // The Date field of answers, renewed each second.
  std::string_view date();
  bool is_stopping() const { return stopping_; }
  bool keeps_connections() const { return !farewell_ && !stopping_; }
  // Until what the fiber waits for has come.
  Task<void> until(Awaited awaited, Fiber& fiber);
  void enter(Session& session) { sessions_.insert(&session); }
  void leave(Session& session) { sessions_.erase(&session); }

  Shared& shared;
  asio::io_context context;
  Fibers fibers;

 private:
  void arm();
  void sweep();
  void wake_some();
  Task<void> until_readable(int descriptor);
  Task<void> until_word(Fiber& fiber);

  Timer timer_;
  std::unordered_set<Session*> sessions_;
  std::string date_;
  std::int64_t date_second_ = 0;
  bool farewell_ = false;
  bool stopping_ = false;
  bool cutting_ = false;
  std::atomic<bool> finished_{false};
  std::mutex sleepers_mutex_;
  std::deque<std::shared_ptr<Sleeper>> sleepers_;  // to be woken
  bool is_waking_ = false;
  std::thread thread_;
};

}  // namespace rapport::http::transport
