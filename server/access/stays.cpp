#include "access/stays.h"

#include <algorithm>

#include "base/error.h"
#include "base/log.h"
#include "base/text.h"

namespace rapport::access {

using base::Id;
using base::Instant;
using storage::Cell;
using storage::Expression;
using storage::Query;
using storage::Row;
using storage::Transaction;

namespace {

constexpr std::size_t kInOneQuery = 500;

// What is looked up again, in the order of the columns: when it was last used, and when it began
// (of a session) or ends (of a key).
Query select_stays(bool are_keys, std::vector<Cell> ids, bool is_first) {
  Query query;
  query.table = are_keys ? &api_keys_table() : &sessions_table();
  query.columns = {Expression{0, "id"}, Expression{0, "user_id"},
                   Expression{0, are_keys ? "last_used_at" : "last_seen_at"},
                   Expression{0, are_keys ? "expires_at" : "created_at"}};
  if (is_first && are_keys) {
    query.columns.push_back(Expression{0, "scope"});
    query.columns.push_back(Expression{0, "entities"});
  }
  query.where = storage::in(Expression{0, "id"}, std::move(ids));
  query.order_is_optional = true;
  return query;
}

Instant instant_or_zero(const Row& row, int column) {
  return row.is_null(column) ? 0 : row.integer(column);
}

StayPtr stay_of(const Row& row, bool is_by_key) {
  auto stay = std::make_shared<Stay>();
  stay->is_by_key = is_by_key;
  if (!is_by_key) {
    stay->session.id = row.id(0);
    stay->session.user = row.id(1);
    return stay;
  }
  stay->key.id = row.id(0);
  stay->key.user = row.id(1);
  stay->key.scope = parse_scope(row.text(4));
  if (!row.is_null(5))
    for (const auto& entity : base::split(row.text(5), ','))
      stay->key.entities.emplace_back(entity);
  return stay;
}

// When it was used last and when it ends; nothing of one that is not there.
struct Times {
  bool is_there = false;
  Instant used_at = 0, ends_at = 0;
};

Times times_of(const Row& row, bool is_key) {
  const auto used = instant_or_zero(row, 2), other = instant_or_zero(row, 3);
  if (is_key) return {true, used, other};
  return {true, used, std::min(used + kSessionIdleUs, other + kSessionAbsoluteUs)};
}

}  // namespace

StayPtr Stays::enter(const Id& session, const Id& key) {
  const bool is_by_key = session.is_nil();
  const auto& id = is_by_key ? key : session;
  {
    std::lock_guard lock(mutex_);
    auto known = stays_.find(id);
    if (known != stays_.end() && !known->second->is_over) return known->second;
  }
  StayPtr stay;
  auto query = select_stays(is_by_key, {Cell(id)}, true);
  database_.read([&](Transaction& transaction) {
    transaction.select(query, [&](const Row& row) {
      stay = stay_of(row, is_by_key);
      return false;
    });
  });
  if (!stay) return nullptr;
  std::lock_guard lock(mutex_);
  auto& kept = stays_[id];
  if (!kept || kept->is_over) kept = std::move(stay);
  return kept;
}

std::shared_ptr<const Actor> Stays::actor_of(const Stay& stay, const DirectorySnapshot& people) {
  if (stay.is_over) return nullptr;
  return stay.is_by_key ? actor_of_key(stay.key, people, limited_roles_)
                        : people.actor(stay.session.user);
}

void Stays::look(const std::vector<StayPtr>& stays, std::int64_t since_us) {
  std::vector<StayPtr> sessions, keys;
  for (const auto& stay : stays)
    if (!stay->is_over && stay->looked_us < since_us)
      (stay->is_by_key ? keys : sessions).push_back(stay);
  look_up(sessions, false);
  look_up(keys, true);
}

void Stays::look_up(const std::vector<StayPtr>& stays, bool are_keys) {
  std::vector<StayPtr> used;
  for (std::size_t begin = 0; begin < stays.size(); begin += kInOneQuery) {
    const auto end = std::min(begin + kInOneQuery, stays.size());
    const auto looked_us = clock_.monotonic_us();
    const auto now = clock_.now();
    std::unordered_map<Id, Times> found;
    std::vector<Cell> ids;
    for (auto i = begin; i < end; ++i) ids.emplace_back(stays[i]->id());
    auto query = select_stays(are_keys, std::move(ids), false);
    database_.read([&](Transaction& transaction) {
      found.clear();
      transaction.select(query, [&](const Row& row) {
        found[row.id(0)] = times_of(row, are_keys);
        return true;
      });
    });
    for (auto i = begin; i < end; ++i) {
      const auto times = found[stays[i]->id()];
      const bool has_ended = times.ends_at != 0 && now >= times.ends_at;
      if (!times.is_there || has_ended) stays[i]->is_over = true;
      else if (now - times.used_at >= kSeenEveryUs) used.push_back(stays[i]);
      stays[i]->looked_us = looked_us;
    }
  }
  if (!used.empty()) note_used(used, are_keys);
}

// All in one write.
void Stays::note_used(const std::vector<StayPtr>& stays, bool are_keys) {
  storage::Update update;
  update.table = are_keys ? &api_keys_table() : &sessions_table();
  update.values = {{are_keys ? "last_used_at" : "last_seen_at", clock_.now()}};
  try {
    database_.write([&](Transaction& transaction) {
      for (std::size_t begin = 0; begin < stays.size(); begin += kInOneQuery) {
        const auto end = std::min(begin + kInOneQuery, stays.size());
        std::vector<Cell> ids;
        for (auto i = begin; i < end; ++i) ids.emplace_back(stays[i]->id());
        update.where = storage::in(Expression{0, "id"}, std::move(ids));
        transaction.update(update);
      }
    });
  } catch (const base::Error& error) {
    // They hear even while nothing can be written.
    base::log(base::LogLevel::Warning, "the use of sessions was not noted",
              {{"error", error.what()}});
  }
}

void Stays::look_round() {
  if (waiting_.empty()) {
    std::lock_guard lock(mutex_);
    // Those by whom nobody stays any more are forgotten.
    std::erase_if(stays_, [](const auto& entry) { return entry.second.use_count() == 1; });
    for (const auto& [id, stay] : stays_) waiting_.push_back(stay);
  }
  std::size_t all = 0;
  {
    std::lock_guard lock(mutex_);
    all = stays_.size();
  }
  const auto count = std::min(waiting_.size(), std::max(kAtOnce, (all + 1) / 2));
  std::vector<StayPtr> turn(waiting_.end() - static_cast<std::ptrdiff_t>(count), waiting_.end());
  waiting_.resize(waiting_.size() - count);
  look(turn, clock_.monotonic_us());
}

}  // namespace rapport::access
