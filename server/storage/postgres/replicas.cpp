#include "storage/postgres/replicas.h"

#include <chrono>

#include "base/log.h"

namespace rapport::storage::postgres {

namespace {

constexpr auto kLookEvery = std::chrono::seconds(1);

std::uint64_t position_at(Connection& connection, const char* function) {
  return static_cast<std::uint64_t>(connection.integer(
      {"SELECT (" + std::string(function) + "-'0/0')::bigint", {}, {}}));
}

// Several threads ask at once, and the one that asked first may be answered last.
void raise_to(std::atomic<std::uint64_t>& value, std::uint64_t to) {
  auto before = value.load();
  while (before < to && !value.compare_exchange_weak(before, to)) {
  }
}

}  // namespace

Replicas::Replicas(const SessionOptions& session, const std::vector<std::string>& urls,
                   int sessions)
    : session_(session), sessions_(sessions) {
  for (const auto& url : urls) {
    all_.push_back(std::make_unique<Replica>());
    all_.back()->url = url;
  }
  if (!all_.empty()) thread_ = std::thread([this] { look_after(); });
}

Replicas::~Replicas() {
  {
    std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  stopped_.notify_all();
  if (thread_.joinable()) thread_.join();
}

// Connecting can take long: so nobody who reads does it.
void Replicas::look_after() {
  std::unique_lock lock(mutex_);
  while (!stopping_) {
    lock.unlock();
    for (const auto& replica : all_)
      if (!replica->is_up) fetch(*replica);
    lock.lock();
    stopped_.wait_for(lock, kLookEvery, [this] { return stopping_; });
  }
}

void Replicas::fetch(Replica& replica) {
  try {
    auto options = session_;
    options.url = replica.url;
    if (!replica.sessions)
      replica.sessions = std::make_unique<SessionPool>(options, sessions_, sessions_);
    replica.replayed = 0;
    const auto session = replica.sessions->borrow();
    replica.is_up = begin(replica, *session, 0);
    session->execute("COMMIT");
    base::log(base::LogLevel::Info, "a replica answers reads");
  } catch (const base::Error&) {
    // It is looked for again; those who need it have been told when it went.
  }
}

void Replicas::follow_to(Connection& primary) {
  if (all_.empty()) return;
  const auto doubted = doubted_.load();
  try {
    raise_to(position_, position_at(primary, "pg_current_wal_flush_lsn()"));
    raise_to(known_, doubted);
  } catch (const base::Error&) {
    doubt();
  }
}

// A transaction there that sees all up to the position. Its snapshot must not be older than the
// answer to how far the replica has got, so it is taken after it.
bool Replicas::begin(Replica& replica, Connection& connection, std::uint64_t position) {
  const auto session = connection.sessions();
  connection.begin(std::string(kBeginReading));
  if (connection.sessions() != session) replica.replayed = 0;  // one that crashed may be behind
  if (replica.replayed >= position) return true;
  replica.replayed = position_at(connection, "pg_last_wal_replay_lsn()");
  connection.begin("COMMIT;" + std::string(kBeginReading));
  return replica.replayed >= position;
}

bool Replicas::lend(const std::function<void(Connection&)>& use) {
  if (all_.empty() || is_in_doubt()) return false;
  const auto position = position_.load();
  auto& replica = *all_[next_.fetch_add(1) % all_.size()];
  if (!replica.is_up) return false;
  const auto session = replica.sessions->borrow();
  bool has_all = false;
  try {
    has_all = begin(replica, *session, position);
  } catch (const base::Error& error) {
    replica.is_up = false;
    base::log(base::LogLevel::Warning, "a replica is away", {{"error", error.detail}});
  }
  if (!has_all) {
    session->try_execute("ROLLBACK");
    return false;
  }
  try {
    use(*session);
    return true;
  } catch (const base::Error& error) {
    // It went away, or had to go on with what it follows.
    if (error.code != "database_unavailable" && error.code != "storage_failed") throw;
    if (session->has_given()) throw;
    if (session->is_lost()) replica.is_up = false;
    else session->try_execute("ROLLBACK");
    return false;
  }
}

}  // namespace rapport::storage::postgres
