// Sender: the threads that send deliveries when they are due: one that finds them, and as many as
// are needed, up to a bound, that wait for answers. A hook never has more than a few under way, and
// a failing one never more than one, so that a dead address holds up no other hook.
// Not here: what an answer means (outcome.h).
#pragma once
#include <atomic>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>
#include <unordered_map>

#include "outbound/client.h"
#include "webhooks/deliveries.h"
#include "webhooks/hooks.h"
#include "webhooks/news.h"

namespace rapport::webhooks {

struct SenderOptions {
  std::size_t threads = 16;
  std::size_t of_one_hook = 4;
  // More than an attempt can last: who finds it run out knows that the process died.
  std::int64_t lease_us = 30'000'000;
};

class Sender {
 public:
  Sender(storage::Database& database, ContextFactory context, const outbound::Client& client,
         base::Clock& clock, const SenderOptions& options = {});
  ~Sender();

  // Something may be due. Threads: safe; returns at once.
  void wake();
  // What is under way may still end for some seconds; then it is let go, and sent again by the next
  // process.
  void stop();

 private:
  struct Picked {
    std::vector<Due> due;
    std::vector<base::Id> off;  // hooks that are off, for which something waits
  };
  void find_loop();
  void take_due(base::Instant now);
  Picked pick(storage::Transaction& transaction, const records::Context& program,
              std::size_t room, bool looks_for_off);
  std::size_t room_of(const Hook& hook);
  void hand_out(std::vector<Attempt> attempts);
  std::int64_t until_next_us(base::Instant looked_at);
  void keep_tidy();

  void work_loop();
  void send(const Attempt& attempt);
  std::optional<outbound::Post> post_of(const Attempt& attempt);

  records::Context program() const;
  bool is_stopping();

  storage::Database& database_;
  ContextFactory context_;
  const outbound::Client& client_;
  base::Clock& clock_;
  SenderOptions options_;

  std::mutex mutex_;
  std::condition_variable woken_, handed_out_, ended_;
  std::uint64_t wakes_ = 0;
  bool stopping_ = false;
  std::atomic<bool> give_up_ = false;
  std::deque<Attempt> waiting_;
  std::unordered_map<base::Id, std::size_t> under_way_;  // of each hook, with those in waiting_
  std::size_t all_under_way_ = 0;

  // Of the finding thread alone.
  std::size_t turn_ = 0;
  std::int64_t look_for_off_us_ = 0, tidy_us_ = 0;

  std::thread finder_;
  std::vector<std::thread> workers_;  // grows in the finding thread, is joined after it
};

}  // namespace rapport::webhooks
