#include "access/stores/api_keys.h"

#include <algorithm>

#include "access/secrets.h"
#include "access/sign_in_user.h"
#include "base/limits.h"
#include "base/log.h"
#include "base/text.h"
#include "outbound/addresses.h"

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
                             "last_used_at", "per_minute", "entities", "networks"})
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
  key.scope = parse_scope(row.text(4));
  key.created_at = row.integer(5);
  key.expires_at = instant_or_none(row, 6);
  key.last_used_at = instant_or_none(row, 7);
  key.requests_per_minute = row.is_null(8) ? 0 : row.integer(8);
  if (!row.is_null(9))
    for (const auto& entity : base::split(row.text(9), ',')) key.entities.emplace_back(entity);
  if (!row.is_null(10)) key.networks = row.text(10);
  return key;
}

std::string joined(const std::vector<std::string>& words) {
  std::string out;
  for (const auto& word : words) out += (out.empty() ? "" : ",") + word;
  return out;
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
  if (!key.entities.empty()) insert.values.push_back({"entities", joined(key.entities)});
  if (!key.networks.empty()) insert.values.push_back({"networks", key.networks});
  transaction.insert(insert);
}

void check_name(std::string_view name) {
  using base::limits::kTextChars;
  if (!base::is_valid_utf8(name)) base::fail(base::ErrorKind::Invalid, "invalid_value", "name");
  if (base::length_of(name) > kTextChars)
    base::fail(base::ErrorKind::Invalid, "too_long", "name",
               {{"max", std::to_string(kTextChars)}});
}

void check_bounds(const ApiKeyWish& wish, Instant now) {
  auto reject = [](const char* code, const char* field, base::MessageArguments arguments = {}) {
    base::fail(base::ErrorKind::Invalid, code, field, std::move(arguments));
  };
  if (wish.expires_at && *wish.expires_at <= now) reject("in_the_past", "expires_at");
  if (wish.requests_per_minute < 0 || wish.requests_per_minute > kMostRequestsPerMinute)
    reject("out_of_range", "requests_per_minute",
           {{"min", "0"}, {"max", std::to_string(kMostRequestsPerMinute)}});
  if (wish.entities.size() > kKeyEntities)
    reject("too_many_values", "entities", {{"max", std::to_string(kKeyEntities)}});
  auto ranges = outbound::parse_ranges(wish.networks);
  if (!ranges) reject("not_a_network", "networks");
  if (ranges->size() > kKeyNetworks)
    reject("too_many_values", "networks", {{"max", std::to_string(kKeyNetworks)}});
}

}  // namespace

KeyScope parse_scope(std::string_view words) {
  std::optional<KeyScope> scope;
  for (const auto& part : base::split(words, ',')) {
    auto word = base::trim(part);
    if (word.empty()) continue;
    auto least = [&](KeyScope named) { return scope ? std::max(*scope, named) : named; };
    if (word == "admin") scope = KeyScope::Administer;
    else if (word == "write") scope = least(KeyScope::ReadWrite);
    else if (word == "read") scope = least(KeyScope::Read);
    else base::fail(base::ErrorKind::Invalid, "not_a_choice", "scopes",
                    {{"value", std::string(word)}});
  }
  if (!scope) base::fail(base::ErrorKind::Invalid, "required", "scopes");
  return *scope;
}

std::string_view scope_words(KeyScope scope) {
  switch (scope) {
    case KeyScope::Read: return "read";
    case KeyScope::ReadWrite: return "read,write";
    case KeyScope::Administer: return "read,write,admin";
  }
  return {};
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
       {"per_minute", ColumnType::Integer},
       {"entities", ColumnType::Text},
       {"networks", ColumnType::Text}},
      {},
      {{{"key_hash"}, true, {}}, {{"id"}, true, {}}, {{"user_id"}, false, {}}},
      {}};
  return table;
}

NewApiKey ApiKeys::create(const ApiKeyWish& wish, const storage::Work& also) {
  const Instant now = clock_.now();
  check_name(wish.name);
  check_bounds(wish, now);
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
  made.key.entities = wish.entities;
  made.key.networks = wish.networks;
  const std::string hash = hash_of_secret(made.secret);
  database_.write([&](Transaction& transaction) {
    insert_key(transaction, made.key, hash);
    if (also) also(transaction);
  });
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

bool ApiKey::is_permitted_from(std::string_view address) const {
  if (networks.empty()) return true;
  auto ranges = outbound::parse_ranges(networks);
  auto from = outbound::parse_host(address.substr(0, address.find('%')));
  if (!ranges || !from) return false;
  return std::any_of(ranges->begin(), ranges->end(),
                     [&](const auto& range) { return range.contains(*from); });
}

std::optional<ApiKey> ApiKeys::find(std::string_view secret, std::string_view address) {
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
  if (!key->is_permitted_from(address)) return std::nullopt;
  if (!key->last_used_at || now - *key->last_used_at >= kUsedEveryUs) {
    key->last_used_at = now;
    note_used(hash, now);
  }
  return key;
}

std::optional<ApiKey> ApiKeys::recall(std::string_view secret, std::string_view address) const {
  if (!looks_like_api_key(secret)) return std::nullopt;
  auto key = cache_.find(hash_of_secret(secret), clock_.monotonic_us()).value;
  if (!key || !key->last_used_at) return std::nullopt;
  const Instant now = clock_.now();
  bool usable = !(key->expires_at && now >= *key->expires_at) &&
                now - *key->last_used_at < kUsedEveryUs && key->is_permitted_from(address);
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

bool ApiKeys::revoke(const Id& user, const Id& key, const storage::Work& also) {
  bool revoked = false;
  database_.write([&](Transaction& transaction) {
    revoked = transaction.remove(
                  {&api_keys_table(),
                   storage::all_of({storage::compare("id", Test::Equal, key),
                                    storage::compare("user_id", Test::Equal, user)})}) > 0;
    if (revoked && also) also(transaction);
  });
  cache_.drop_if([&](const ApiKey& cached) { return cached.id == key; });
  return revoked;
}

}  // namespace rapport::access
