#include "app/follower.h"

#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <utility>

#include "base/clock.h"
#include "base/log.h"
#include "records/history.h"

namespace rapport::app {

namespace {
constexpr auto kLookEvery = std::chrono::milliseconds(250);
constexpr std::string_view kShared = "shared";  // of a record, with people it was hidden from
constexpr int kNice = 5;  // of this thread alone: who saves and who reads goes before it
}

Follower::Follower(Company& company, std::vector<Task> tasks)
    : company_(company) {
  for (auto& task : tasks) entries_.push_back({std::move(task)});
  company_.database().read(
      [&](storage::Transaction& transaction) { seen_ = records::last_log_entry(transaction); });
  thread_ = std::thread([this] { run(); });
}

Follower::~Follower() {
  {
    std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  woken_.notify_all();
  thread_.join();
}

void Follower::wake() {
  {
    std::lock_guard lock(mutex_);
    if (pending_) return;
    pending_ = true;
  }
  woken_.notify_one();
}

// Whether the log has grown; people changed by another process are read again.
bool Follower::look_elsewhere() {
  bool grown = false, people = false;
  company_.database().read([&](storage::Transaction& transaction) {
    auto last = records::last_log_entry(transaction);
    grown = last != seen_;
    if (!grown) return;
    storage::Query query;
    query.table = &records::change_log_table();
    query.columns = {storage::Expression{0, "entity"}, storage::Expression{0, "kind"}};
    query.where = storage::compare("rid", storage::Test::Greater, seen_);
    query.order_is_optional = true;
    query.limit = 1000;
    std::size_t rows = 0;
    transaction.select(query, [&](const storage::Row& row) {
      auto entity = row.text(0);
      people = people || access::is_about_people(entity) || row.text(1) == kShared;
      return ++rows < query.limit && !people;
    });
    people = people || rows >= query.limit;
    seen_ = last;
  });
  if (look_at_model()) grown = true;
  if (people || company_.is_directory_due()) company_.reload_directory();
  return grown;
}

// Not after each commit of our own: models change seldom.
bool Follower::look_at_model() {
  auto now = base::system_clock().monotonic_us();
  if (now < model_due_us_) return false;
  model_due_us_ = now + std::chrono::microseconds(kLookEvery).count();
  return company_.customiser().follow();
}

std::chrono::microseconds Follower::until_due() const {
  std::chrono::microseconds wait = kLookEvery;
  auto now = base::system_clock().monotonic_us();
  for (const auto& entry : entries_)
    if (entry.is_wanted) wait = std::min(wait, std::chrono::microseconds(entry.due_us - now));
  return wait;
}

void Follower::work() {
  for (auto& entry : entries_) {
    auto every_us = std::chrono::microseconds(entry.task.every).count();
    auto began = base::system_clock().monotonic_us();
    if (every_us > 0 && began - entry.worked_us >= every_us) entry.is_wanted = true;
    if (!entry.is_wanted || entry.due_us > began) continue;
    entry.worked_us = began;
    entry.is_wanted = entry.task.work();
    if (!entry.is_wanted) entry.due_us = began + std::chrono::microseconds(entry.task.rest).count();
    const auto ended = base::system_clock().monotonic_us();
    entry.due_us = std::max(entry.due_us, ended + (ended - began) * entry.task.rests);
  }
}

void Follower::run() {
  setpriority(PRIO_PROCESS, static_cast<id_t>(gettid()), kNice);
  while (true) {
    bool woken;
    {
      std::unique_lock lock(mutex_);
      woken_.wait_for(lock, until_due(), [this] { return pending_ || stopping_; });
      if (stopping_) return;
      woken = std::exchange(pending_, false);
    }
    try {
      bool grown = look_elsewhere();
      for (auto& entry : entries_) entry.is_wanted = entry.is_wanted || woken || grown;
      work();
    } catch (const std::exception& error) {
      base::log(base::LogLevel::Error, "following the change log failed",
                {{"error", error.what()}});
      for (auto& entry : entries_) entry.is_wanted = false;
    }
  }
}

}  // namespace rapport::app
