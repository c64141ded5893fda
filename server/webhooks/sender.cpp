#include "webhooks/sender.h"

#include <algorithm>
#include <chrono>

#include "base/log.h"
#include "webhooks/outcome.h"
#include "webhooks/secrets.h"

namespace rapport::webhooks {

using storage::Transaction;

namespace {

constexpr std::int64_t kSecondUs = 1'000'000;
constexpr std::int64_t kLookEveryUs = 5 * kSecondUs;
constexpr std::int64_t kLookForOffUs = 60 * kSecondUs;
constexpr std::int64_t kTidyEveryUs = 3'600 * kSecondUs;
constexpr std::int64_t kLeastWaitUs = 10'000;
constexpr auto kGrace = std::chrono::seconds(5);

}  // namespace

Sender::Sender(storage::Database& database, ContextFactory context,
               const outbound::Client& client, base::Clock& clock, const SenderOptions& options)
    : database_(database),
      context_(std::move(context)),
      client_(client),
      clock_(clock),
      options_(options) {
  finder_ = std::thread([this] { find_loop(); });
}

Sender::~Sender() { stop(); }

void Sender::wake() {
  {
    std::lock_guard lock(mutex_);
    ++wakes_;
  }
  woken_.notify_one();
}

bool Sender::is_stopping() {
  std::lock_guard lock(mutex_);
  return stopping_;
}

void Sender::stop() {
  if (!finder_.joinable()) return;
  std::deque<Attempt> not_begun;
  {
    std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  woken_.notify_all();
  finder_.join();  // after it nothing is handed out
  {
    std::unique_lock lock(mutex_);
    not_begun.swap(waiting_);
    all_under_way_ -= not_begun.size();
    handed_out_.notify_all();
    ended_.wait_for(lock, kGrace, [this] { return all_under_way_ == 0; });
  }
  give_up_ = true;
  for (auto& worker : workers_) worker.join();
  workers_.clear();
  if (not_begun.empty()) return;
  try {
    database_.write([&](Transaction& transaction) {
      for (const auto& attempt : not_begun) let_go(transaction, attempt, clock_.now());
    });
  } catch (const std::exception& error) {
    // Their leases will end.
    base::log(base::LogLevel::Error, "deliveries were not let go", {{"error", error.what()}});
  }
}

records::Context Sender::program() const {
  return context_(std::make_shared<const access::Actor>(access::system_actor()), "webhook");
}

void Sender::find_loop() {
  while (true) {
    std::uint64_t seen = 0;
    {
      std::lock_guard lock(mutex_);
      if (stopping_) return;
      seen = wakes_;
    }
    std::int64_t wait_us = kLookEveryUs;
    try {
      auto now = clock_.now();
      take_due(now);
      keep_tidy();
      wait_us = until_next_us(now);
    } catch (const std::exception& error) {
      base::log(base::LogLevel::Error, "webhooks cannot be sent", {{"error", error.what()}});
    }
    std::unique_lock lock(mutex_);
    woken_.wait_for(lock, std::chrono::microseconds(wait_us),
                    [&] { return stopping_ || wakes_ != seen; });
  }
}

void Sender::take_due(base::Instant now) {
  std::size_t room = 0;
  {
    std::lock_guard lock(mutex_);
    room = options_.threads - std::min(options_.threads, all_under_way_);
  }
  if (room == 0) return;  // whoever ends wakes this thread
  auto context = program();
  context.now = now;
  bool looks_for_off = clock_.monotonic_us() >= look_for_off_us_;
  if (looks_for_off) look_for_off_us_ = clock_.monotonic_us() + kLookForOffUs;
  Picked picked;
  database_.read([&](Transaction& transaction) {
    picked = pick(transaction, context, room, looks_for_off);
  });
  if (picked.due.empty() && picked.off.empty()) return;
  std::vector<Attempt> attempts;
  database_.write([&](Transaction& transaction) {
    attempts.clear();
    for (const auto& hook : picked.off) cancel_waiting(transaction, hook, context.now);
    for (const auto& due : picked.due)
      if (auto attempt = claim(transaction, context, due, options_.lease_us))
        attempts.push_back(std::move(*attempt));
  });
  hand_out(std::move(attempts));
}

// A few of each hook, beginning each time with another one.
Sender::Picked Sender::pick(Transaction& transaction, const records::Context& program,
                            std::size_t room, bool looks_for_off) {
  Picked picked;
  auto hooks = active_hooks(transaction, *program.model);
  if (looks_for_off)
    for (const auto& id : hooks_with_due(transaction, program.now))
      if (!active_hook(transaction, *program.model, id)) picked.off.push_back(id);
  if (hooks.empty()) return picked;
  auto first = static_cast<std::ptrdiff_t>(turn_++ % hooks.size());
  std::rotate(hooks.begin(), hooks.begin() + first, hooks.end());
  for (const auto& hook : hooks) {
    auto most = std::min(room - picked.due.size(), room_of(hook));
    if (most == 0) continue;
    auto due = due_deliveries(transaction, hook.id, program.now, most);
    picked.due.insert(picked.due.end(), due.begin(), due.end());
    if (picked.due.size() == room) break;
  }
  return picked;
}

std::size_t Sender::room_of(const Hook& hook) {
  auto most = hook.failing_since ? std::size_t{1} : options_.of_one_hook;
  std::lock_guard lock(mutex_);
  auto it = under_way_.find(hook.id);
  return it == under_way_.end() ? most : most - std::min(most, it->second);
}

void Sender::hand_out(std::vector<Attempt> attempts) {
  if (attempts.empty()) return;
  std::size_t wanted = 0;
  {
    std::lock_guard lock(mutex_);
    for (auto& attempt : attempts) {
      ++under_way_[attempt.hook];
      ++all_under_way_;
      waiting_.push_back(std::move(attempt));
    }
    wanted = std::min(options_.threads, all_under_way_);
  }
  while (workers_.size() < wanted) workers_.emplace_back([this] { work_loop(); });
  handed_out_.notify_all();
}

// What was due when it was looked at waits for room, and is looked for when an attempt ends.
std::int64_t Sender::until_next_us(base::Instant looked_at) {
  std::optional<base::Instant> next;
  database_.read([&](Transaction& transaction) { next = next_due(transaction, looked_at); });
  if (!next) return kLookEveryUs;
  return std::clamp(*next - clock_.now(), kLeastWaitUs, kLookEveryUs);
}

void Sender::keep_tidy() {
  auto now_us = clock_.monotonic_us();
  if (now_us < tidy_us_) return;
  tidy_us_ = now_us + kTidyEveryUs;
  auto model = program().model;
  database_.write([&](Transaction& transaction) {
    forget_deliveries(transaction, clock_.now() - kDeliveriesKeptUs);
    forget_states(transaction, *model);
  });
}

void Sender::work_loop() {
  while (true) {
    Attempt attempt;
    {
      std::unique_lock lock(mutex_);
      handed_out_.wait(lock, [this] { return stopping_ || !waiting_.empty(); });
      if (stopping_) return;
      attempt = std::move(waiting_.front());
      waiting_.pop_front();
    }
    try {
      send(attempt);
    } catch (const std::exception& error) {
      // Its lease will end, and it will be taken up again.
      base::log(base::LogLevel::Error, "the end of a delivery was not written down",
                {{"delivery", attempt.id.text()}, {"error", error.what()}});
    }
    {
      std::lock_guard lock(mutex_);
      if (--under_way_[attempt.hook] == 0) under_way_.erase(attempt.hook);
      --all_under_way_;
      ++wakes_;
    }
    ended_.notify_all();
    woken_.notify_one();
  }
}

// Nothing when the hook has been switched off since.
std::optional<outbound::Post> Sender::post_of(const Attempt& attempt) {
  std::optional<Hook> hook;
  std::optional<HookState> state;
  auto model = program().model;
  database_.read([&](Transaction& transaction) {
    hook = active_hook(transaction, *model, attempt.hook);
    state = find_state(transaction, attempt.hook);
  });
  if (!hook || !state) return std::nullopt;
  auto now = clock_.now();
  auto id = attempt.id.text();
  return outbound::Post{hook->url,
                        {{"Content-Type", "application/json"},
                         {"User-Agent", "Rapport-Webhooks/1"},
                         {"webhook-id", id},
                         {"webhook-timestamp", std::to_string(now / kSecondUs)},
                         {"webhook-signature", signatures(*state, id, now, attempt.body)}},
                        attempt.body};
}

void Sender::send(const Attempt& attempt) {
  auto post = post_of(attempt);
  if (!post) {
    Outcome off;
    off.state = Outcome::State::Failed;
    off.attempted_at = clock_.now();
    off.error = "webhook_off";
    database_.write([&](Transaction& transaction) { settle(transaction, attempt, off); });
    return;
  }
  Exchange exchange;
  exchange.began_at = clock_.now();
  auto began_us = clock_.monotonic_us();
  exchange.answer = client_.post(*post, give_up_);
  exchange.duration_ms = (clock_.monotonic_us() - began_us) / 1'000;
  auto context = program();
  bool was_cut_off = give_up_ && exchange.answer.status == 0;
  database_.write([&](Transaction& transaction) {
    if (was_cut_off) let_go(transaction, attempt, context.now);
    else conclude(transaction, context, attempt, exchange);
  });
}

}  // namespace rapport::webhooks
