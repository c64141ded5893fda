#include "records/idempotency.h"

#include <sodium.h>

#include "base/error.h"

namespace rapport::records {

using storage::ColumnType;
using storage::Expression;
using storage::Test;

const storage::Table& answers_table() {
  static const storage::Table table{"stored_answers",
                                    {{"user", ColumnType::Bytes},
                                     {"key", ColumnType::Text},
                                     {"request", ColumnType::Text},
                                     {"status", ColumnType::Integer},
                                     {"body", ColumnType::Text},
                                     {"location", ColumnType::Text},
                                     {"version", ColumnType::Integer},
                                     {"at", ColumnType::Integer}},
                                    {"user", "key"},
                                    {{{"at"}, false, {}}},
                                    {}};
  return table;
}

namespace {

constexpr std::size_t kKeyChars = 200;

std::string hash_of(const std::string& request) {
  unsigned char hash[crypto_generichash_BYTES];
  crypto_generichash(hash, sizeof hash, reinterpret_cast<const unsigned char*>(request.data()), request.size(),
                     nullptr, 0);
  char text[crypto_generichash_BYTES * 2 + 1];
  return sodium_bin2hex(text, sizeof text, hash, sizeof hash);
}

storage::Condition is_key(const Context& context, const std::string& key) {
  return storage::all_of({storage::compare("user", Test::Equal, context.actor->user),
                          storage::compare("key", Test::Equal, key)});
}

}  // namespace

std::optional<StoredAnswer> find_answer(storage::Transaction& transaction, const Context& context,
                                        const std::string& key, const std::string& request) {
  if (key.size() > kKeyChars)
    base::fail(base::ErrorKind::Malformed, "too_long", "Idempotency-Key", {{"max", std::to_string(kKeyChars)}});
  storage::Query query;
  query.table = &answers_table();
  for (auto column : {"request", "status", "body", "location", "version", "at"})
    query.columns.push_back(Expression{0, column});
  query.where = is_key(context, key);
  query.order_is_optional = true;
  std::optional<StoredAnswer> found;
  std::string hash;
  transaction.select(query, [&](const storage::Row& row) {
    if (row.integer(5) < context.now - kAnswersKeptUs) return false;
    hash = row.text(0);
    found = StoredAnswer{static_cast<int>(row.integer(1)), std::string(row.text(2)), std::string(row.text(3)),
                         row.integer(4)};
    return false;
  });
  if (found && hash != hash_of(request))
    base::fail(base::ErrorKind::Invalid, "idempotency_mismatch", "Idempotency-Key");
  return found;
}

void store_answer(storage::Transaction& transaction, const Context& context, const std::string& key,
                  const std::string& request, const StoredAnswer& answer) {
  storage::Insert insert;
  insert.table = &answers_table();
  insert.values = {{"user", context.actor->user}, {"key", key},
                   {"request", hash_of(request)}, {"status", std::int64_t{answer.status}},
                   {"body", answer.body},         {"location", answer.location},
                   {"version", answer.version},   {"at", context.now}};
  insert.replace_conflict = true;
  transaction.insert(insert);
}

void remove_old_answers(storage::Transaction& transaction, base::Instant now) {
  storage::Delete remove;
  remove.table = &answers_table();
  remove.where = storage::compare("at", Test::Less, now - kAnswersKeptUs);
  transaction.remove(remove);
}

}  // namespace rapport::records
