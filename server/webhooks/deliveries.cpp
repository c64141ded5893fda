#include "webhooks/deliveries.h"

#include "base/error.h"

namespace rapport::webhooks {

using base::Id;
using base::Instant;
using schema::Cell;
using schema::ColumnType;
using storage::Condition;
using storage::Expression;
using storage::Query;
using storage::Row;
using storage::Test;
using storage::Transaction;

namespace {

constexpr std::size_t kHooksLooked = 1'000;
const Cell kSending = std::string("sending");

std::string state_word(Outcome::State state) {
  switch (state) {
    case Outcome::State::Delivered: return "delivered";
    case Outcome::State::Waiting: return "waiting";
    case Outcome::State::Failed: return "failed";
  }
  return {};
}

Cell text_cell(const std::string& text) { return text.empty() ? Cell() : Cell(text); }

bool update(Transaction& transaction, Condition where, std::vector<storage::Assignment> values) {
  storage::Update update;
  update.table = &deliveries_table();
  update.values = std::move(values);
  update.where = std::move(where);
  return transaction.update(update) > 0;
}

// Only while it is sent by who thinks he sends it.
Condition held(const Attempt& attempt) {
  return storage::all_of({storage::compare("rid", Test::Equal, attempt.row_number),
                          storage::compare("lease", Test::Equal, attempt.lease)});
}

Condition has_due() { return storage::negate(storage::is_null("due_at")); }

}  // namespace

const storage::Table& deliveries_table() {
  static const storage::Table table{
      "webhook_deliveries",
      {{"id", ColumnType::Bytes},           {"hook", ColumnType::Bytes},
       {"log_entry", ColumnType::Integer},  {"event", ColumnType::Text},
       {"entity", ColumnType::Text},        {"record", ColumnType::Bytes},
       {"body", ColumnType::Text},          {"state", ColumnType::Text},
       {"due_at", ColumnType::Integer},     {"attempts", ColumnType::Integer},
       {"lease", ColumnType::Bytes},        {"attempted_at", ColumnType::Integer},
       {"status", ColumnType::Integer},     {"error", ColumnType::Text},
       {"error_detail", ColumnType::Text},  {"answer", ColumnType::Text},
       {"duration_ms", ColumnType::Integer}, {"created_at", ColumnType::Integer}},
      {},
      {{{"id"}, true, {}},
       {{"hook", "log_entry"}, true, "log_entry IS NOT NULL"},
       {{"hook", "rid"}, false, {}},
       {{"due_at"}, false, "due_at IS NOT NULL"},
       {{"hook", "due_at"}, false, "due_at IS NOT NULL"},
       {{"created_at"}, false, {}}},
      {}};
  return table;
}

Id add_delivery(Transaction& transaction, const records::Context& context,
                const NewDelivery& delivery) {
  auto id = context.new_id();
  storage::Insert insert;
  insert.table = &deliveries_table();
  insert.values = {{"id", id},
                   {"hook", delivery.hook},
                   {"event", delivery.event},
                   {"body", delivery.body},
                   {"state", std::string("waiting")},
                   {"due_at", context.now},
                   {"attempts", std::int64_t{0}},
                   {"created_at", context.now}};
  if (delivery.log_entry) insert.values.push_back({"log_entry", delivery.log_entry});
  if (!delivery.entity.empty()) insert.values.push_back({"entity", delivery.entity});
  if (!delivery.record.is_nil()) insert.values.push_back({"record", delivery.record});
  insert.ignore_conflict = true;
  transaction.insert(insert);
  return id;
}

std::vector<Due> due_deliveries(Transaction& transaction, const Id& hook, Instant now,
                                std::size_t most) {
  Query query;
  query.table = &deliveries_table();
  query.columns = {Expression{0, "rid"}, Expression{0, "due_at"}};
  query.where = storage::all_of({storage::compare("hook", Test::Equal, hook), has_due(),
                                 storage::compare("due_at", Test::LessEqual, now)});
  query.order = {{Expression{0, "due_at"}, false}};
  query.limit = most;
  std::vector<Due> due;
  transaction.select(query, [&](const Row& row) {
    due.push_back({row.integer(0), row.integer(1)});
    return true;
  });
  return due;
}

std::vector<Id> hooks_with_due(Transaction& transaction, Instant now) {
  Query query;
  query.table = &deliveries_table();
  query.columns = {Expression{0, "hook"}};
  query.measures = {{storage::Measure::Count, {}}};
  query.where =
      storage::all_of({has_due(), storage::compare("due_at", Test::LessEqual, now)});
  query.limit = kHooksLooked;
  std::vector<Id> hooks;
  transaction.select(query, [&](const Row& row) {
    hooks.push_back(row.id(0));
    return true;
  });
  return hooks;
}

std::optional<Instant> next_due(Transaction& transaction, Instant now) {
  Query query;
  query.table = &deliveries_table();
  query.columns = {Expression{0, "due_at"}};
  query.where = storage::all_of({has_due(), storage::compare("due_at", Test::Greater, now)});
  query.order = {{Expression{0, "due_at"}, false}};
  query.limit = 1;
  std::optional<Instant> due;
  transaction.select(query, [&](const Row& row) {
    due = row.integer(0);
    return false;
  });
  return due;
}

std::optional<Attempt> claim(Transaction& transaction, const records::Context& context,
                             const Due& due, std::int64_t lease_us) {
  Attempt attempt;
  attempt.row_number = due.row_number;
  attempt.lease = context.new_id();
  Query query;
  query.table = &deliveries_table();
  for (const char* column : {"id", "hook", "body", "attempts"})
    query.columns.push_back(Expression{0, column});
  auto unchanged = storage::all_of({storage::compare("rid", Test::Equal, due.row_number),
                                    storage::compare("due_at", Test::Equal, due.due_at)});
  query.where = unchanged;
  query.order_is_optional = true;
  bool found = false;
  transaction.select(query, [&](const Row& row) {
    attempt.id = row.id(0);
    attempt.hook = row.id(1);
    attempt.body = row.text(2);
    attempt.number = row.integer(3) + 1;
    found = true;
    return false;
  });
  bool is_mine = found && update(transaction, unchanged,
                                 {{"state", kSending},
                                  {"due_at", context.now + lease_us},
                                  {"lease", attempt.lease},
                                  {"attempts", attempt.number}});
  return is_mine ? std::optional(std::move(attempt)) : std::nullopt;
}

bool settle(Transaction& transaction, const Attempt& attempt, const Outcome& outcome) {
  bool waits = outcome.state == Outcome::State::Waiting;
  return update(transaction, held(attempt),
                {{"state", state_word(outcome.state)},
                 {"due_at", waits ? Cell(outcome.due_at) : Cell()},
                 {"lease", Cell()},
                 {"attempted_at", outcome.attempted_at},
                 {"status", outcome.status ? Cell(std::int64_t{outcome.status}) : Cell()},
                 {"error", text_cell(outcome.error)},
                 {"error_detail", text_cell(outcome.error_detail)},
                 {"answer", text_cell(outcome.answer)},
                 {"duration_ms", outcome.duration_ms}});
}

void let_go(Transaction& transaction, const Attempt& attempt, Instant now) {
  update(transaction, held(attempt),
         {{"state", std::string("waiting")},
          {"due_at", now},
          {"lease", Cell()},
          {"attempts", attempt.number - 1}});
}

void cancel_waiting(Transaction& transaction, const Id& hook, Instant now) {
  auto is_idle = storage::any_of({storage::compare("state", Test::NotEqual, kSending),
                                  storage::compare("due_at", Test::LessEqual, now)});
  update(transaction,
         storage::all_of(
             {storage::compare("hook", Test::Equal, hook), has_due(), std::move(is_idle)}),
         {{"state", std::string("cancelled")},
          {"due_at", Cell()},
          {"lease", Cell()},
          {"error", std::string("webhook_off")}});
}

void send_again(Transaction& transaction, const Id& hook, const Id& delivery, Instant now) {
  auto this_one = storage::all_of({storage::compare("id", Test::Equal, delivery),
                                   storage::compare("hook", Test::Equal, hook)});
  auto idle = storage::compare("state", Test::NotEqual, kSending);
  if (update(transaction, storage::all_of({this_one, idle}),
             {{"state", std::string("waiting")}, {"due_at", now}, {"attempts", std::int64_t{0}}}))
    return;
  Query query;
  query.table = &deliveries_table();
  query.where = this_one;
  query.order_is_optional = true;
  if (transaction.count(query, 1) == 0) base::fail(base::ErrorKind::NotFound, "not_found");
}

void forget_deliveries(Transaction& transaction, Instant before) {
  storage::Delete old;
  old.table = &deliveries_table();
  old.where = storage::all_of(
      {storage::compare("created_at", Test::Less, before), storage::is_null("due_at")});
  transaction.remove(old);
}

}  // namespace rapport::webhooks
