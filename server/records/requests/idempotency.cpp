#include "records/requests/idempotency.h"

#include "access/secrets.h"
#include "base/error.h"
#include "base/limits.h"
#include "base/text.h"

namespace rapport::records {

using base::ErrorKind;
using schema::Cell;
using schema::ColumnType;
using storage::Expression;
using storage::Query;
using storage::Row;
using storage::Test;

const storage::Table& answers_table() {
  static const storage::Table table{"request_answers",
                                    {{"user_id", ColumnType::Bytes},
                                     {"request_key", ColumnType::Text},
                                     {"request", ColumnType::Text},
                                     {"status", ColumnType::Integer},
                                     {"body", ColumnType::Text},
                                     {"location", ColumnType::Text},
                                     {"version", ColumnType::Integer},
                                     {"at", ColumnType::Integer}},
                                    {"user_id", "request_key"},
                                    {{{"at"}, false, {}}},
                                    {}};
  return table;
}

namespace {

constexpr const char* kHeader = "Idempotency-Key";

void check_key(std::string_view key) {
  constexpr auto kMax = base::limits::kTextChars;
  if (!base::is_valid_utf8(key)) base::fail(ErrorKind::Malformed, "invalid_text", kHeader);
  if (key.size() > kMax)
    base::fail(ErrorKind::Malformed, "too_long", kHeader, {{"max", std::to_string(kMax)}});
}

}  // namespace

std::optional<StoredAnswer> find_answer(storage::Transaction& transaction, const Context& context,
                                        std::string_view key, std::string_view request) {
  check_key(key);
  Query query;
  query.table = &answers_table();
  for (const char* column : {"request", "status", "body", "location", "version"})
    query.columns.push_back(Expression{0, column});
  query.where = storage::all_of(
      {storage::compare("user_id", Test::Equal, context.actor->user),
       storage::compare("request_key", Test::Equal, Cell(std::string(key))),
       storage::compare("at", Test::Greater, context.now - kAnswersKeptUs)});
  query.order_is_optional = true;
  std::optional<StoredAnswer> found;
  std::string asked_before;
  transaction.select(query, [&](const Row& row) {
    asked_before = row.text(0);
    found = StoredAnswer{static_cast<int>(row.integer(1)), std::string(row.text(2)),
                         std::string(row.text(3)), row.integer(4)};
    return false;
  });
  if (found && asked_before != access::hash_of_secret(request))
    base::fail(ErrorKind::Invalid, "idempotency_reused", kHeader);
  return found;
}

void store_answer(storage::Transaction& transaction, const Context& context, std::string_view key,
                  std::string_view request, const StoredAnswer& answer) {
  check_key(key);
  storage::Delete old;
  old.table = &answers_table();
  old.where = storage::compare("at", Test::LessEqual, context.now - kAnswersKeptUs);
  transaction.remove(old);
  storage::Insert insert;
  insert.table = &answers_table();
  insert.values = {{"user_id", context.actor->user},
                   {"request_key", std::string(key)},
                   {"request", access::hash_of_secret(request)},
                   {"status", std::int64_t{answer.status}},
                   {"body", answer.body},
                   {"location", answer.location},
                   {"version", answer.version},
                   {"at", context.now}};
  transaction.insert(insert);
}

}  // namespace rapport::records
