#include "storage/postgres/neighbours.h"

#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <utility>
#include <vector>

#include "base/log.h"

namespace rapport::storage::postgres {

namespace {

// One channel, so that one statement listens to it: "<node>" of a commit, "<node> <text>" told.
constexpr const char* kListen = "LISTEN rapport_commit";
constexpr std::string_view kNotify = "SELECT pg_notify('rapport_commit',";
constexpr int kAnewMs = 1'000;  // between attempts to connect, or to end a doubt

}  // namespace

std::string Neighbours::of_commit(const std::string& node) {
  return std::string(kNotify) + "'" + node + "')";
}

Neighbours::Neighbours(const SessionOptions& session, const std::string& node, Replicas& replicas)
    : node_(node),
      replicas_(replicas),
      session_(session),
      teller_(session),
      wake_(eventfd(0, EFD_CLOEXEC)) {
  if (wake_ < 0) base::fail(base::ErrorKind::Unavailable, "storage_failed");
  session_.execute(kListen);
  replicas_.follow_to(session_);
  thread_ = std::thread([this] { listen(); });
}

Neighbours::~Neighbours() {
  stopping_ = true;
  eventfd_write(wake_, 1);
  thread_.join();
  close(wake_);
}

void Neighbours::on_told(Hear hear) {
  std::lock_guard lock(hear_mutex_);
  hear_ = std::move(hear);
}

void Neighbours::tell(const std::string& text) {
  std::lock_guard lock(telling_);
  try {
    teller_.begin("BEGIN");
    teller_.run({std::string(kNotify) + "$1)", {node_ + " " + text}, {}});
    teller_.execute("COMMIT");
  } catch (const base::Error& error) {
    base::log(base::LogLevel::Warning, "the other nodes were not told", {{"error", error.detail}});
    if (!teller_.is_lost()) teller_.try_execute("ROLLBACK");
  }
}

void Neighbours::pass_on(std::string_view told) {
  std::lock_guard lock(hear_mutex_);
  if (hear_) hear_(told);
}

// Waits for news and passes them on: when the replicas are known to be behind them, so that who is
// called reads what he was called for.
Neighbours::Heard Neighbours::take_in(bool wait) {
  if (wait) {
    pollfd watched[] = {{PQsocket(session_.handle()), POLLIN, 0}, {wake_, POLLIN, 0}};
    poll(watched, 2, replicas_.any() ? kAnewMs : -1);
  }
  if (stopping_) return Heard::Nothing;
  if (!PQconsumeInput(session_.handle())) return Heard::Lost;
  bool is_commit = false;
  std::vector<std::string> told;
  while (auto* news = PQnotifies(session_.handle())) {
    const std::string_view extra = news->extra;
    const auto space = extra.find(' ');
    is_commit = is_commit || space == extra.npos;
    if (!extra.starts_with(node_))
      told.emplace_back(space == extra.npos ? std::string_view() : extra.substr(space + 1));
    PQfreemem(news);
  }
  if (is_commit) replicas_.doubt();
  // Not only after a commit: the session that asked then may have been lost.
  if (replicas_.is_in_doubt()) replicas_.follow_to(session_);
  for (const auto& text : told) pass_on(text);
  if (session_.is_lost()) return Heard::Lost;
  return is_commit || !told.empty() ? Heard::Something : Heard::Nothing;
}

// What was told while the session was lost is not known: so all is looked at.
void Neighbours::listen() {
  bool waits = true;
  while (!stopping_) {
    // Asking for the position may bring more news, of which the socket says nothing any more.
    const auto heard = take_in(waits);
    waits = heard == Heard::Nothing;
    if (heard != Heard::Lost) continue;
    try {
      replicas_.doubt();
      session_.begin(kListen);
      replicas_.follow_to(session_);
      pass_on({});
    } catch (const base::Error& error) {
      base::log(base::LogLevel::Warning, "the other nodes are not heard",
                {{"error", error.detail}});
      pollfd watched = {wake_, POLLIN, 0};
      poll(&watched, 1, kAnewMs);
    }
  }
}

}  // namespace rapport::storage::postgres
