#include "base/text.h"
#include "records/lists/cursor.h"
#include "webhooks/deliveries.h"

namespace rapport::webhooks {

using base::Id;
using storage::Expression;
using storage::Query;
using storage::Row;
using storage::Test;

namespace {

constexpr const char* kShape = "webhook_deliveries";
constexpr const char* kColumns[] = {"rid",          "id",           "event",  "entity",
                                    "record",       "state",        "due_at", "attempts",
                                    "attempted_at", "status",       "error",  "error_detail",
                                    "answer",       "duration_ms",  "created_at"};
enum Column {
  kNumber, kId, kEvent, kEntityName, kRecord, kState, kDue, kAttempts,
  kAttempted, kStatus, kError, kDetail, kAnswer, kDuration, kCreated
};

void write_instant(base::JsonWriter& json, const char* name, const Row& row, int column) {
  json.key(name);
  if (row.is_null(column)) json.null();
  else json.value(base::format_instant(row.integer(column)));
}

void write_number(base::JsonWriter& json, const char* name, const Row& row, int column) {
  json.key(name);
  if (row.is_null(column)) json.null();
  else json.value(row.integer(column));
}

void write_error(base::JsonWriter& json, const records::Context& context, const Row& row) {
  json.key("error");
  if (row.is_null(kError)) {
    json.null();
    return;
  }
  base::MessageArguments holes;
  if (!row.is_null(kDetail)) holes.push_back({"detail", std::string(row.text(kDetail))});
  json.begin_object().member("code", row.text(kError));
  json.member("message", context.model->strings->message(context.actor->language,
                                                         row.text(kError), holes));
  json.end_object();
}

// The next attempt of one that is under way is not known yet.
void write_delivery(base::JsonWriter& json, const records::Context& context, const Row& row) {
  json.begin_object().member("id", row.id(kId)).member("event", row.text(kEvent)).key("record");
  if (row.is_null(kRecord) || row.is_null(kEntityName)) json.null();
  else
    json.begin_object()
        .member("id", row.id(kRecord))
        .member("entity", row.text(kEntityName))
        .end_object();
  json.member("state", row.text(kState)).member("attempts", row.integer(kAttempts));
  write_instant(json, "created_at", row, kCreated);
  write_instant(json, "attempted_at", row, kAttempted);
  json.key("next_attempt_at");
  if (row.text(kState) != "waiting" || row.is_null(kDue)) json.null();
  else json.value(base::format_instant(row.integer(kDue)));
  write_number(json, "status", row, kStatus);
  write_error(json, context, row);
  json.key("answer");
  if (row.is_null(kAnswer)) json.null();
  else json.value(row.text(kAnswer));
  write_number(json, "duration_ms", row, kDuration);
  json.end_object();
}

Query select_deliveries(storage::Condition where) {
  Query query;
  query.table = &deliveries_table();
  for (const char* column : kColumns) query.columns.push_back(Expression{0, column});
  query.where = std::move(where);
  return query;
}

}  // namespace

std::string deliveries_page(storage::Transaction& transaction, const records::Context& context,
                            const Id& hook, std::size_t limit, const std::string& cursor) {
  auto query = select_deliveries(storage::compare("hook", Test::Equal, hook));
  query.order = {{Expression{0, "rid"}, true}};
  if (!cursor.empty()) {
    auto last = std::get<std::int64_t>(records::decode_cursor(kShape, 1, cursor)[0]);
    query.where = storage::all_of(
        {std::move(query.where), storage::compare("rid", Test::Less, last)});
  }
  query.limit = limit + 1;
  std::string out, next;
  base::JsonWriter json(out);
  json.begin_object().key("items").begin_array();
  std::size_t rows = 0;
  std::int64_t last = 0;
  transaction.select(query, [&](const Row& row) {
    if (rows++ == limit) {
      next = records::encode_cursor(kShape, {last});
      return false;
    }
    last = row.integer(kNumber);
    write_delivery(json, context, row);
    return true;
  });
  json.end_array().key("next");
  if (next.empty()) json.null();
  else json.value(next);
  json.end_object();
  return out;
}

std::string delivery_json(storage::Transaction& transaction, const records::Context& context,
                          const Id& hook, const Id& delivery) {
  auto query =
      select_deliveries(storage::all_of({storage::compare("id", Test::Equal, delivery),
                                         storage::compare("hook", Test::Equal, hook)}));
  query.order_is_optional = true;
  std::string out;
  base::JsonWriter json(out);
  transaction.select(query, [&](const Row& row) {
    write_delivery(json, context, row);
    return false;
  });
  if (out.empty()) base::fail(base::ErrorKind::NotFound, "not_found");
  return out;
}

}  // namespace rapport::webhooks
