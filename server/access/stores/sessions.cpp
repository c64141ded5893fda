#include "access/stores/sessions.h"

#include <algorithm>

#include "access/secrets.h"
#include "access/stores/sign_in_log.h"
#include "access/sign_in_user.h"
#include "base/limits.h"
#include "base/log.h"
#include "base/text.h"

namespace rapport::access {

using base::Id;
using base::Instant;
using storage::ColumnType;
using storage::Condition;
using storage::Expression;
using storage::Query;
using storage::Row;
using storage::Test;
using storage::Transaction;

namespace {

constexpr std::size_t kAddressChars = 64;

Query select_sessions(Condition where) {
  Query query;
  query.table = &sessions_table();
  for (const char* column :
       {"id", "user_id", "created_at", "last_seen_at", "address", "agent", "confirmed_at"})
    query.columns.push_back(Expression{0, column});
  query.where = std::move(where);
  return query;
}

Session session_of(const Row& row) {
  return {row.id(0),
          row.id(1),
          row.integer(2),
          row.integer(3),
          std::string(row.text(4)),
          std::string(row.text(5)),
          row.is_null(6) ? row.integer(2) : row.integer(6)};
}

Condition of_user(const Id& user) { return storage::compare("user_id", Test::Equal, user); }

Condition expired(Instant now) {
  return storage::any_of(
      {storage::compare("last_seen_at", Test::LessEqual, now - kSessionIdleUs),
       storage::compare("created_at", Test::LessEqual, now - kSessionAbsoluteUs)});
}

void insert_session(Transaction& transaction, const Session& session, const std::string& hash) {
  storage::Insert insert;
  insert.table = &sessions_table();
  insert.values = {{"id", session.id},
                   {"token_hash", hash},
                   {"user_id", session.user},
                   {"created_at", session.created_at},
                   {"last_seen_at", session.last_seen_at},
                   {"address", session.address},
                   {"agent", session.agent},
                   {"confirmed_at", session.confirmed_at}};
  transaction.insert(insert);
}

// Of a person with more than kSessionsPerUser, those unused for longest.
void end_surplus(Transaction& transaction, const Id& user) {
  Query query = select_sessions(of_user(user));
  query.order = {{Expression{0, "last_seen_at"}, true}};
  query.limit = 1000;
  query.offset = kSessionsPerUser;
  std::vector<storage::Cell> surplus;
  transaction.select(query, [&](const Row& row) {
    surplus.emplace_back(row.id(0));
    return true;
  });
  if (!surplus.empty())
    transaction.remove({&sessions_table(), storage::in(Expression{0, "id"}, std::move(surplus))});
}

}  // namespace

Instant Session::expires_at() const {
  return std::min(last_seen_at + kSessionIdleUs, created_at + kSessionAbsoluteUs);
}

const storage::Table& sessions_table() {
  static const storage::Table table{
      "access_sessions",
      {{"id", ColumnType::Bytes},
       {"token_hash", ColumnType::Text},
       {"user_id", ColumnType::Bytes},
       {"created_at", ColumnType::Integer},
       {"last_seen_at", ColumnType::Integer},
       {"address", ColumnType::Text},
       {"agent", ColumnType::Text},
       {"confirmed_at", ColumnType::Integer}},
      {},
      {{{"token_hash"}, true, {}}, {{"id"}, true, {}}, {{"user_id"}, false, {}}},
      {}};
  return table;
}

void end_sessions(Transaction& transaction, const Id& user, const Id& keep) {
  Condition where = of_user(user);
  if (!keep.is_nil())
    where = storage::all_of({std::move(where), storage::compare("id", Test::NotEqual, keep)});
  transaction.remove({&sessions_table(), std::move(where)});
}

void remove_expired_sessions(Transaction& transaction, Instant now) {
  transaction.remove({&sessions_table(), expired(now)});
}

NewSession Sessions::create(const Id& user, std::string_view address, std::string_view agent) {
  const Instant now = clock_.now();
  NewSession made;
  made.token = new_token(random_);
  made.session = {base::new_id(now, random_), user, now, now, clean_agent(address, kAddressChars),
                  clean_agent(agent, base::limits::kTextChars), now};
  const std::string hash = hash_of_secret(made.token);
  database_.write([&](Transaction& transaction) {
    insert_session(transaction, made.session, hash);
    end_surplus(transaction, user);
  });
  return made;
}

std::optional<Session> Sessions::read(const std::string& hash) {
  Query query = select_sessions(storage::compare("token_hash", Test::Equal, hash));
  require_active_user(query, "user_id");
  query.order_is_optional = true;
  std::optional<Session> session;
  database_.read([&](Transaction& transaction) {
    transaction.select(query, [&](const Row& row) {
      session = session_of(row);
      return false;
    });
  });
  return session;
}

std::optional<Session> Sessions::find(std::string_view token) {
  if (!looks_like_token(token)) return std::nullopt;
  const std::string hash = hash_of_secret(token);
  const std::int64_t read_us = clock_.monotonic_us();
  auto [session, generation] = cache_.find(hash, read_us);
  if (!session) {
    session = read(hash);
    if (!session) return std::nullopt;
    cache_.put(hash, *session, read_us, generation);
  }
  const Instant now = clock_.now();
  if (now >= session->expires_at()) return std::nullopt;
  if (now - session->last_seen_at >= kSeenEveryUs) {
    session->last_seen_at = now;
    note_seen(hash, now);
  }
  return session;
}

std::optional<Session> Sessions::recall(std::string_view token) const {
  if (!looks_like_token(token)) return std::nullopt;
  auto session = cache_.find(hash_of_secret(token), clock_.monotonic_us()).value;
  const Instant now = clock_.now();
  bool usable = session && now < session->expires_at() &&
                now - session->last_seen_at < kSeenEveryUs;
  return usable ? session : std::nullopt;
}

void Sessions::note_seen(const std::string& hash, Instant now) {
  // First in memory: of many requests at once, one writes.
  cache_.change(hash, [&](Session& session) { session.last_seen_at = now; });
  storage::Update update;
  update.table = &sessions_table();
  update.values = {{"last_seen_at", now}};
  update.where = storage::all_of({storage::compare("token_hash", Test::Equal, hash),
                                  storage::compare("last_seen_at", Test::Less, now)});
  try {
    database_.write([&](Transaction& transaction) { transaction.update(update); });
  } catch (const base::Error& error) {
    // A reader is served even while nothing can be written.
    base::log(base::LogLevel::Warning, "the use of a session was not noted",
              {{"error", error.what()}});
  }
}

std::vector<Session> Sessions::list(const Id& user) {
  Query query = select_sessions(
      storage::all_of({of_user(user), storage::negate(expired(clock_.now()))}));
  query.order = {{Expression{0, "last_seen_at"}, true}};
  query.limit = kSessionsPerUser;
  std::vector<Session> sessions;
  database_.read([&](Transaction& transaction) {
    sessions.clear();
    transaction.select(query, [&](const Row& row) {
      sessions.push_back(session_of(row));
      return true;
    });
  });
  return sessions;
}

bool Sessions::end(const Id& user, const Id& session, const storage::Work& also) {
  bool ended = false;
  database_.write([&](Transaction& transaction) {
    ended = transaction.remove({&sessions_table(),
                                storage::all_of({storage::compare("id", Test::Equal, session),
                                                 of_user(user)})}) > 0;
    if (ended && also) also(transaction);
  });
  forget(user);
  return ended;
}

void Sessions::end_others(const Id& user, const Id& keep, const storage::Work& also) {
  database_.write([&](Transaction& transaction) {
    end_sessions(transaction, user, keep);
    if (also) also(transaction);
  });
  forget(user);
}

void Sessions::confirm(const Id& user, const Id& session, const storage::Work& also) {
  storage::Update update;
  update.table = &sessions_table();
  update.values = {{"confirmed_at", clock_.now()}};
  update.where =
      storage::all_of({storage::compare("id", Test::Equal, session), of_user(user)});
  database_.write([&](Transaction& transaction) {
    transaction.update(update);
    if (also) also(transaction);
  });
  forget(user);
}

void Sessions::forget(const Id& user) {
  cache_.drop_if([&](const Session& session) { return session.user == user; });
}

}  // namespace rapport::access
