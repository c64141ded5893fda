#include "access/stores/devices.h"

#include "access/secrets.h"

namespace rapport::access {

using base::Id;
using storage::ColumnType;
using storage::Test;
using storage::Transaction;

namespace {

storage::Condition is(const std::string& hash, const Id& user) {
  return storage::all_of({storage::compare("token_hash", Test::Equal, hash),
                          storage::compare("user_id", Test::Equal, user)});
}

}  // namespace

const storage::Table& devices_table() {
  static const storage::Table table{"access_devices",
                                    {{"token_hash", ColumnType::Text},
                                     {"user_id", ColumnType::Bytes},
                                     {"used_at", ColumnType::Integer}},
                                    {"token_hash", "user_id"},
                                    {{{"user_id"}, false, {}}},
                                    {}};
  return table;
}

void remove_old_devices(Transaction& transaction, base::Instant now) {
  transaction.remove({&devices_table(),
                      storage::compare("used_at", Test::Less, now - kDeviceForgottenUs)});
}

void forget_devices(Transaction& transaction, const Id& user) {
  transaction.remove({&devices_table(), storage::compare("user_id", Test::Equal, user)});
}

std::string Devices::find(const Id& user, std::string_view token) {
  const std::string hash = hash_of_secret(token);
  storage::Query query;
  query.table = &devices_table();
  query.columns = {storage::Expression{0, "used_at"}};
  query.where = is(hash, user);
  query.order_is_optional = true;
  bool known = false;
  database_.read([&](Transaction& transaction) {
    transaction.select(query, [&](const storage::Row&) { return !(known = true); });
  });
  return known ? hash : std::string();
}

// One browser may know several people: its token stays, and stands for each of them in a row.
std::string Devices::remember(const Id& user, std::string_view token) {
  const bool has_token = looks_like_token(token);
  std::string made = has_token ? std::string() : new_token(random_);
  storage::Insert insert;
  insert.table = &devices_table();
  insert.values = {{"token_hash", hash_of_secret(has_token ? token : made)},
                   {"user_id", user},
                   {"used_at", clock_.now()}};
  insert.replace_conflict = true;
  database_.write([&](Transaction& transaction) { transaction.insert(insert); });
  return made;
}

}  // namespace rapport::access
