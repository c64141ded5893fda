#include "access/api_keys.h"

#include "access/secrets.h"
#include "access/sign_in_user.h"
#include "base/limits.h"
#include "base/log.h"
#include "base/text.h"

namespace rapport::access {

using base::Id;
using base::Instant;
using storage::Cell;
using storage::ColumnType;
using storage::Condition;
using storage::Expression;
using storage::Query;
using storage::Row;
using storage::Test;
using storage::Transaction;

namespace {

constexpr std::size_t kHintChars = kApiKeyPrefix.size() + 4;

Query select_keys(Condition where) {
  Query query;
  query.table = &api_keys_table();
  for (const char* column : {"id", "user_id", "name", "hint", "scope", "created_at", "expires_at",
                             "last_used_at", "per_minute"})
    query.columns.push_back(Expression{0, column});
  query.where = std::move(where);
  return query;
}

std::optional<Instant> instant_or_none(const Row& row, int column) {
  if (row.is_null(column)) return std::nullopt;
  return row.integer(column);
}

Cell cell_of(std::optional<Instant> instant) { return instant ? Cell(*instant) : Cell(); }

ApiKey key_of(const Row& row) {
  ApiKey key;
  key.id = row.id(0);
  key.user = row.id(1);
  key.name = row.text(2);
  key.hint = row.text(3);
  key.scope = row.text(4) == scope_words(KeyScope::ReadWrite) ? KeyScope::ReadWrite
                                                              : KeyScope::Read;
  key.created_at = row.integer(5);
  key.expires_at = instant_or_none(row, 6);
  key.last_used_at = instant_or_none(row, 7);
  key.requests_per_minute = row.is_null(8) ? 0 : row.integer(8);
  return key;
}

void insert_key(Transaction& transaction, const ApiKey& key, const std::string& hash) {
  storage::Insert insert;
  insert.table = &api_keys_table();
  insert.values = {{"id", key.id},
                   {"key_hash", hash},
                   {"user_id", key.user},
                   {"name", key.name},
                   {"hint", key.hint},
                   {"scope", std::string(scope_words(key.scope))},
                   {"created_at", key.created_at},
                   {"expires_at", cell_of(key.expires_at)}};
  if (key.requests_per_minute)
    insert.values.push_back({"per_minute", key.requests_per_minute});
  transaction.insert(insert);
}

void check_name(std::string_view name) {
  using base::limits::kTextChars;
  if (!base::is_valid_utf8(name)) base::fail(base::ErrorKind::Invalid, "invalid_value", "name");
  if (base::length_of(name) > kTextChars)
    base::fail(base::ErrorKind::Invalid, "too_long", "name",
               {{"max", std::to_string(kTextChars)}});
}

}  // namespace

KeyScope parse_scope(std::string_view words) {
  std::optional<KeyScope> scope;
  for (const auto& part : base::split(words, ',')) {
    auto word = base::trim(part);
    if (word.empty()) continue;
    if (word == "write") scope = KeyScope::ReadWrite;
    else if (word == "read") scope = scope.value_or(KeyScope::Read);
    else base::fail(base::ErrorKind::Invalid, "not_a_choice", "scopes",
                    {{"value", std::string(word)}});
  }
  if (!scope) base::fail(base::ErrorKind::Invalid, "required", "scopes");
  return *scope;
}

std::string_view scope_words(KeyScope scope) {
  return scope == KeyScope::ReadWrite ? "read,write" : "read";
}

const storage::Table& api_keys_table() {
  static const storage::Table table{
      "access_api_keys",
      {{"id", ColumnType::Bytes},
       {"key_hash", ColumnType::Text},
       {"user_id", ColumnType::Bytes},
       {"name", ColumnType::Text},
       {"hint", ColumnType::Text},
       {"scope", ColumnType::Text},
       {"created_at", ColumnType::Integer},
       {"expires_at", ColumnType::Integer},
       {"last_used_at", ColumnType::Integer},
       {"per_minute", ColumnType::Integer}},
      {},
      {{{"key_hash"}, true, {}}, {{"id"}, true, {}}, {{"user_id"}, false, {}}},
      {}};
  return table;
}

NewApiKey ApiKeys::create(const ApiKeyWish& wish) {
  check_name(wish.name);
  if (wish.requests_per_minute < 0 || wish.requests_per_minute > kMostRequestsPerMinute)
    base::fail(base::ErrorKind::Invalid, "out_of_range", "requests_per_minute",
               {{"min", "0"}, {"max", std::to_string(kMostRequestsPerMinute)}});
  const Instant now = clock_.now();
  NewApiKey made;
  made.secret = new_api_key(random_);
  made.key.id = base::new_id(now, random_);
  made.key.user = wish.user;
  made.key.name = wish.name;
  made.key.hint = made.secret.substr(0, kHintChars);
  made.key.scope = wish.scope;
  made.key.created_at = now;
  made.key.expires_at = wish.expires_at;
  made.key.requests_per_minute = wish.requests_per_minute;
  const std::string hash = hash_of_secret(made.secret);
  database_.write(
      [&](Transaction& transaction) { insert_key(transaction, made.key, hash); });
  return made;
}

std::optional<ApiKey> ApiKeys::read(const std::string& hash) {
  Query query = select_keys(storage::compare("key_hash", Test::Equal, hash));
  require_active_user(query, "user_id");
  query.order_is_optional = true;
  std::optional<ApiKey> key;
  database_.read([&](Transaction& transaction) {
    transaction.select(query, [&](const Row& row) {
      key = key_of(row);
      return false;
    });
  });
  return key;
}

std::optional<ApiKey> ApiKeys::find(std::string_view secret) {
  if (!looks_like_api_key(secret)) return std::nullopt;
  const std::string hash = hash_of_secret(secret);
  const std::int64_t read_us = clock_.monotonic_us();
  auto [key, generation] = cache_.find(hash, read_us);
  if (!key) {
    key = read(hash);
    if (!key) return std::nullopt;
    cache_.put(hash, *key, read_us, generation);
  }
  const Instant now = clock_.now();
  if (key->expires_at && now >= *key->expires_at) return std::nullopt;
  if (!key->last_used_at || now - *key->last_used_at >= kUsedEveryUs) {
    key->last_used_at = now;
    note_used(hash, now);
  }
  return key;
}

std::optional<ApiKey> ApiKeys::recall(std::string_view secret) const {
  if (!looks_like_api_key(secret)) return std::nullopt;
  auto key = cache_.find(hash_of_secret(secret), clock_.monotonic_us()).value;
  if (!key || !key->last_used_at) return std::nullopt;
  const Instant now = clock_.now();
  bool usable = !(key->expires_at && now >= *key->expires_at) &&
                now - *key->last_used_at < kUsedEveryUs;
  return usable ? key : std::nullopt;
}

void ApiKeys::note_used(const std::string& hash, Instant now) {
  // First in memory: of many requests at once, one writes.
  cache_.change(hash, [&](ApiKey& key) { key.last_used_at = now; });
  storage::Update update;
  update.table = &api_keys_table();
  update.values = {{"last_used_at", now}};
  update.where = storage::compare("key_hash", Test::Equal, hash);
  try {
    database_.write([&](Transaction& transaction) { transaction.update(update); });
  } catch (const base::Error& error) {
    // A reader is served even while nothing can be written.
    base::log(base::LogLevel::Warning, "the use of an API key was not noted",
              {{"error", error.what()}});
  }
}

std::vector<ApiKey> ApiKeys::list(const Id& user) {
  Query query = select_keys(storage::compare("user_id", Test::Equal, user));
  query.order = {{Expression{0, "created_at"}, true}};
  std::vector<ApiKey> keys;
  database_.read([&](Transaction& transaction) {
    keys.clear();
    transaction.select(query, [&](const Row& row) {
      keys.push_back(key_of(row));
      return true;
    });
  });
  return keys;
}

bool ApiKeys::revoke(const Id& user, const Id& key) {
  bool revoked = false;
  database_.write([&](Transaction& transaction) {
    revoked = transaction.remove(
                  {&api_keys_table(),
                   storage::all_of({storage::compare("id", Test::Equal, key),
                                    storage::compare("user_id", Test::Equal, user)})}) > 0;
  });
  cache_.drop_if([&](const ApiKey& cached) { return cached.id == key; });
  return revoked;
}

}  // namespace rapport::access
