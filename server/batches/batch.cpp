#include "batches/batch.h"

#include <algorithm>
#include <iterator>

#include "base/date.h"
#include "base/json.h"

namespace rapport::batches {

using schema::ColumnType;
using storage::Assignment;
using storage::Cell;
using storage::Expression;
using storage::Query;
using storage::Row;
using storage::Test;

namespace {

constexpr std::string_view kStates[] = {"waiting", "running", "done",  "cancelled",
                                        "failed",  "undoing", "undone"};

Cell state_cell(State state) { return std::string(name_of(state)); }

State state_named(std::string_view name) {
  auto it = std::find(std::begin(kStates), std::end(kStates), name);
  return it == std::end(kStates) ? State::Failed : static_cast<State>(it - std::begin(kStates));
}

std::vector<Assignment> changing_values(const Batch& batch) {
  return {{"state", state_cell(batch.state)},
          {"finished_at", batch.finished_at ? Cell(batch.finished_at) : Cell()},
          {"done", batch.done},
          {"total", batch.total},
          {"changed", batch.changed},
          {"unchanged", batch.unchanged},
          {"refused", batch.refused},
          {"put_back", batch.put_back},
          {"kept", batch.kept},
          {"error", batch.error}};
}

// In the order in which read_batch takes them.
constexpr const char* kColumns[] = {
    "id",   "created_by", "created_at", "finished_at", "entity",  "request",  "state",
    "cancel_requested",   "done",       "total",       "changed", "unchanged", "refused",
    "put_back",           "kept",       "error"};

Batch read_batch(const Row& row) {
  Batch batch;
  auto number = [&](int at) { return row.is_null(at) ? 0 : row.integer(at); };
  batch.id = row.id(0);
  batch.created_by = row.id(1);
  batch.created_at = number(2);
  batch.finished_at = number(3);
  batch.entity = row.text(4);
  batch.order = row.text(5);
  batch.state = state_named(row.text(6));
  batch.cancel_requested = number(7) != 0;
  int at = 8;
  for (auto* count : {&batch.done, &batch.total, &batch.changed, &batch.unchanged, &batch.refused,
                      &batch.put_back, &batch.kept})
    *count = number(at++);
  if (!row.is_null(at)) batch.error = row.text(at);
  return batch;
}

Query select_batches(storage::Condition where) {
  Query query;
  query.table = &batches_table();
  for (const char* column : kColumns) query.columns.push_back(Expression{0, column});
  query.where = std::move(where);
  return query;
}

std::int64_t change(storage::Transaction& transaction, storage::Condition where,
                    std::vector<Assignment> values) {
  storage::Update update;
  update.table = &batches_table();
  update.values = std::move(values);
  update.where = std::move(where);
  return transaction.update(update);
}

storage::Condition in_state(const base::Id& id, State state) {
  return storage::all_of({storage::compare("id", Test::Equal, id),
                          storage::compare("state", Test::Equal, state_cell(state))});
}

void write_time(base::JsonWriter& json, std::string_view name, base::Instant time) {
  json.key(name);
  if (time) json.value(base::format_instant(time));
  else json.null();
}

// {"fields":["owner"],"delete":false,"hand_over":{"from","to"}|null}: what it does, not to what.
void write_deed(const records::Context& context, base::JsonWriter& json,
                const std::string& order) {
  auto asked = base::parse_json(order);
  json.key("fields").begin_array();
  for (const char* part : {"change", "add", "remove"})
    if (const auto* fields = asked.as_object().if_contains(part))
      for (const auto& [name, value] : fields->as_object()) json.value(std::string_view(name));
  json.end_array();
  json.member("delete", asked.as_object().contains("delete")).key("hand_over");
  const auto* wish = asked.as_object().if_contains("hand_over");
  if (!wish) {
    json.null();
    return;
  }
  json.begin_object();
  for (const char* side : {"from", "to"}) {
    auto id = base::Id::parse(wish->at(side).as_string()).value_or(base::Id());
    json.key(side).begin_object().member("id", id).member("entity", "users");
    json.member("name", context.directory->person_name(id)).end_object();
  }
  json.end_object();
}

}  // namespace

std::string_view name_of(State state) { return kStates[static_cast<int>(state)]; }

bool is_moving(State state) {
  return state == State::Waiting || state == State::Running || state == State::Undoing;
}

const storage::Table& batches_table() {
  static const storage::Table table = [] {
    storage::Table made;
    made.name = "batches";
    made.columns = {{"id", ColumnType::Bytes},     {"created_by", ColumnType::Bytes},
                    {"entity", ColumnType::Text},  {"request", ColumnType::Text},
                    {"state", ColumnType::Text},   {"error", ColumnType::Text}};
    for (const char* name : {"created_at", "finished_at", "cancel_requested", "done", "total",
                             "changed", "unchanged", "refused", "put_back", "kept"})
      made.columns.push_back({name, ColumnType::Integer});
    made.indexes = {{{"id"}, true, {}}, {{"created_by", "created_at"}, false, {}}};
    return made;
  }();
  return table;
}

void insert_batch(storage::Transaction& transaction, const Batch& batch) {
  storage::Insert insert;
  insert.table = &batches_table();
  insert.values = changing_values(batch);
  for (auto& value : std::vector<Assignment>{{"id", batch.id},
                                             {"created_by", batch.created_by},
                                             {"created_at", batch.created_at},
                                             {"entity", batch.entity},
                                             {"request", batch.order},
                                             {"cancel_requested", std::int64_t{0}}})
    insert.values.push_back(std::move(value));
  transaction.insert(insert);
}

void update_batch(storage::Transaction& transaction, const Batch& batch) {
  change(transaction, storage::compare("id", Test::Equal, batch.id), changing_values(batch));
}

std::optional<Batch> find_batch(storage::Transaction& transaction, const base::Id& id) {
  auto query = select_batches(storage::compare("id", Test::Equal, id));
  query.order_is_optional = true;
  std::optional<Batch> found;
  transaction.select(query, [&](const Row& row) {
    found = read_batch(row);
    return false;
  });
  return found;
}

std::vector<Batch> list_batches(storage::Transaction& transaction, const base::Id& of,
                                std::size_t limit) {
  auto query = select_batches(storage::compare("created_by", Test::Equal, of));
  query.order = {{Expression{0, "created_at"}, true}};
  query.limit = limit;
  std::vector<Batch> batches;
  transaction.select(query, [&](const Row& row) {
    batches.push_back(read_batch(row));
    return true;
  });
  return batches;
}

void request_cancel(storage::Transaction& transaction, const base::Id& id) {
  change(transaction, in_state(id, State::Waiting), {{"state", state_cell(State::Cancelled)}});
  change(transaction, in_state(id, State::Running), {{"cancel_requested", std::int64_t{1}}});
}

void begin_undo(storage::Transaction& transaction, const base::Id& id) {
  auto batch = find_batch(transaction, id);
  if (!batch) base::fail(base::ErrorKind::NotFound, "not_found");
  if (is_moving(batch->state)) base::fail(base::ErrorKind::Invalid, "batch_running");
  if (batch->state == State::Undone) base::fail(base::ErrorKind::Invalid, "batch_undone");
  batch->state = State::Undoing;
  batch->done = batch->put_back = batch->kept = 0;
  batch->total = batch->changed;
  update_batch(transaction, *batch);
}

std::string batch_json(const records::Context& context, const Batch& batch) {
  std::string out;
  base::JsonWriter json(out);
  json.begin_object().member("id", batch.id).member("entity", batch.entity);
  json.member("state", name_of(batch.state));
  write_deed(context, json, batch.order);
  json.member("done", batch.done).member("total", batch.total);
  json.member("changed", batch.changed).member("unchanged", batch.unchanged);
  json.member("refused", batch.refused).member("put_back", batch.put_back);
  json.member("kept", batch.kept);
  write_time(json, "created_at", batch.created_at);
  write_time(json, "finished_at", batch.finished_at);
  json.key("error");
  if (batch.error.empty()) json.null();
  else json.value(context.model->strings->message(context.actor->language, batch.error, {}));
  json.end_object();
  return out;
}

}  // namespace rapport::batches
