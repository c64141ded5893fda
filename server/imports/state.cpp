#include "imports/state.h"

#include <algorithm>
#include <iterator>

#include "base/date.h"
#include "base/log.h"
#include "imports/faults.h"
#include "imports/columns/remarks.h"

namespace rapport::imports {

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
constexpr std::string_view kDuplicates[] = {"automatic", "skip", "update", "create"};
constexpr std::int64_t kAbandonedAfterUs = 30'000'000;

Cell state_cell(State state) {
  return std::string(name_of(state));
}
Cell time_cell(base::Instant time) {
  return time ? Cell(time) : Cell();
}
Cell id_cell(const base::Id& id) {
  return id.is_nil() ? Cell() : Cell(id);
}

std::vector<Assignment> changing_values(const Import& i) {
  return {{"state", state_cell(i.state)},
          {"rows", i.progress.rows},
          {"total", i.progress.total},
          {"bytes", i.progress.bytes},
          {"total_bytes", i.progress.total_bytes},
          {"created", i.tally.created},
          {"updated", i.tally.updated},
          {"unchanged", i.tally.unchanged},
          {"skipped", i.tally.skipped},
          {"failed", i.tally.failed},
          {"started_at", time_cell(i.started_at)},
          {"beat_at", time_cell(i.beat_at)},
          {"finished_at", time_cell(i.finished_at)},
          {"error", i.error},
          {"error_arguments", i.error_arguments},
          {"first_faults", i.first_faults},
          {"warnings", i.warnings},
          {"removed", i.removed},
          {"put_back", i.put_back},
          {"kept", i.kept},
          {"kept_records", i.kept_records}};
}

// Columns in the order in which read_import takes them.
constexpr const char* kColumns[] = {"id",           "created_by",     "created_at",
                                    "started_at",   "finished_at",    "beat_at",
                                    "entity",       "file_name",      "path",
                                    "request",      "dry_run",        "cancel_requested",
                                    "state",        "worker",         "rows",
                                    "total",        "bytes",          "total_bytes",
                                    "created",      "updated",        "unchanged",
                                    "skipped",      "failed",         "error",
                                    "first_faults", "warnings",       "kept",
                                    "kept_records", "error_arguments", "removed",
                                    "put_back"};

class RowReader {
 public:
  explicit RowReader(const Row& row) : row_(row) {}
  base::Id id() { return row_.is_null(++at_) ? base::Id() : row_.id(at_); }
  std::int64_t number() { return row_.is_null(++at_) ? 0 : row_.integer(at_); }
  std::string text() { return row_.is_null(++at_) ? std::string() : std::string(row_.text(at_)); }

 private:
  const Row& row_;
  int at_ = -1;
};

State state_named(const std::string& name) {
  auto it = std::find(std::begin(kStates), std::end(kStates), name);
  return it == std::end(kStates) ? State::Failed : static_cast<State>(it - std::begin(kStates));
}

Import read_import(const Row& row) {
  RowReader read(row);
  Import i;
  i.id = read.id();
  i.created_by = read.id();
  for (auto* time : {&i.created_at, &i.started_at, &i.finished_at, &i.beat_at})
    *time = read.number();
  for (auto* text : {&i.entity, &i.file_name, &i.path, &i.request}) *text = read.text();
  i.is_dry_run = read.number() != 0;
  i.cancel_requested = read.number() != 0;
  i.state = state_named(read.text());
  i.worker = read.text() == "command" ? Worker::Command : Worker::Server;
  auto& p = i.progress;
  for (auto* count : {&p.rows, &p.total, &p.bytes, &p.total_bytes}) *count = read.number();
  auto& t = i.tally;
  for (auto* count : {&t.created, &t.updated, &t.unchanged, &t.skipped, &t.failed})
    *count = read.number();
  for (auto* text : {&i.error, &i.first_faults, &i.warnings}) *text = read.text();
  i.kept = read.number();
  i.kept_records = read.text();
  i.error_arguments = read.text();
  i.removed = read.number();
  i.put_back = read.number();
  return i;
}

Query select_imports(storage::Condition where) {
  Query query;
  query.table = &imports_table();
  for (const char* column : kColumns) query.columns.push_back(Expression{0, column});
  query.where = std::move(where);
  return query;
}

storage::Update update_where(storage::Condition where, std::vector<Assignment> values) {
  storage::Update update;
  update.table = &imports_table();
  update.values = std::move(values);
  update.where = std::move(where);
  return update;
}

storage::Condition in_states(const base::Id& id, std::initializer_list<State> states) {
  std::vector<Cell> names;
  for (auto state : states) names.push_back(state_cell(state));
  return storage::all_of({storage::compare("id", Test::Equal, id),
                          storage::in(Expression{0, "state"}, std::move(names))});
}

}  // namespace

std::string_view name_of(State state) {
  return kStates[static_cast<int>(state)];
}
bool is_moving(State state) {
  return state == State::Waiting || state == State::Running || state == State::Undoing;
}

std::string_view name_of(Duplicates duplicates) {
  return kDuplicates[static_cast<int>(duplicates)];
}

std::optional<Duplicates> duplicates_named(std::string_view name) {
  auto it = std::find(std::begin(kDuplicates), std::end(kDuplicates), name);
  if (it == std::end(kDuplicates)) return std::nullopt;
  return static_cast<Duplicates>(it - std::begin(kDuplicates));
}

Tally& Tally::operator+=(const Tally& other) {
  created += other.created;
  updated += other.updated;
  unchanged += other.unchanged;
  skipped += other.skipped;
  failed += other.failed;
  return *this;
}

const storage::Table& imports_table() {
  static const storage::Table table = [] {
    storage::Table made;
    made.name = "imports";
    made.columns = {{"id", ColumnType::Bytes},          {"created_by", ColumnType::Bytes},
                    {"entity", ColumnType::Text},       {"file_name", ColumnType::Text},
                    {"path", ColumnType::Text},         {"request", ColumnType::Text},
                    {"state", ColumnType::Text},        {"worker", ColumnType::Text},
                    {"error", ColumnType::Text},        {"error_arguments", ColumnType::Text},
                    {"first_faults", ColumnType::Text}, {"warnings", ColumnType::Text},
                    {"kept_records", ColumnType::Text}};
    for (const char* name : {"created_at", "started_at", "finished_at", "beat_at", "dry_run",
                             "cancel_requested", "rows", "total", "bytes", "total_bytes", "created",
                             "updated", "unchanged", "skipped", "failed", "kept", "removed",
                             "put_back"})
      made.columns.push_back({name, ColumnType::Integer});
    made.indexes = {{{"id"}, true, {}}};
    return made;
  }();
  return table;
}

void insert_import(storage::Transaction& transaction, const Import& import) {
  storage::Insert insert;
  insert.table = &imports_table();
  insert.values = changing_values(import);
  std::string worker = import.worker == Worker::Command ? "command" : "server";
  for (auto& value : std::vector<Assignment>{{"id", import.id},
                                             {"created_by", id_cell(import.created_by)},
                                             {"created_at", import.created_at},
                                             {"entity", import.entity},
                                             {"file_name", import.file_name},
                                             {"path", import.path},
                                             {"request", import.request},
                                             {"dry_run", std::int64_t{import.is_dry_run}},
                                             {"cancel_requested", std::int64_t{0}},
                                             {"worker", worker}})
    insert.values.push_back(std::move(value));
  transaction.insert(insert);
}

void update_import(storage::Transaction& transaction, const Import& import) {
  transaction.update(
      update_where(storage::compare("id", Test::Equal, import.id), changing_values(import)));
}

std::optional<Import> find_import(storage::Transaction& transaction, const base::Id& id) {
  auto query = select_imports(storage::compare("id", Test::Equal, id));
  query.order_is_optional = true;
  std::optional<Import> found;
  transaction.select(query, [&](const Row& row) {
    found = read_import(row);
    return false;
  });
  return found;
}

std::vector<Import> list_imports(storage::Transaction& transaction,
                                 const std::optional<base::Id>& of, std::size_t limit) {
  auto query =
      select_imports(of ? storage::compare("created_by", Test::Equal, *of) : storage::always());
  query.limit = limit;
  std::vector<Import> imports;
  transaction.select(query, [&](const Row& row) {
    imports.push_back(read_import(row));
    return true;
  });
  return imports;
}

bool request_cancel(storage::Transaction& transaction, const base::Id& id) {
  auto waiting = transaction.update(
      update_where(in_states(id, {State::Waiting}), {{"state", state_cell(State::Cancelled)}}));
  auto running = transaction.update(
      update_where(in_states(id, {State::Running}), {{"cancel_requested", std::int64_t{1}}}));
  return waiting + running > 0;
}

bool is_cancel_requested(storage::Transaction& transaction, const base::Id& id) {
  Query query;
  query.table = &imports_table();
  query.columns = {Expression{0, "cancel_requested"}};
  query.where = storage::compare("id", Test::Equal, id);
  query.order_is_optional = true;
  bool requested = false;
  transaction.select(query, [&](const Row& row) {
    requested = !row.is_null(0) && row.integer(0) != 0;
    return false;
  });
  return requested;
}

void begin_undo(storage::Transaction& transaction, const base::Id& id) {
  auto import = find_import(transaction, id);
  auto refuse = [](const char* code) { base::fail(base::ErrorKind::Invalid, code); };
  if (!import) base::fail(base::ErrorKind::NotFound, "not_found");
  if (is_moving(import->state)) refuse("import_running");
  if (import->state == State::Undone) refuse("import_undone");
  if (import->is_dry_run) refuse("import_dry_run");
  import->state = State::Undoing;
  import->progress = {};
  import->removed = import->put_back = import->kept = 0;
  import->kept_records = "[]";
  update_import(transaction, *import);
}

void note_failure(Import& import, const std::exception& error) {
  import.state = State::Failed;
  import.error = "internal";
  if (const auto* known = dynamic_cast<const base::Error*>(&error)) {
    base::json::object arguments;
    const auto& place = known->fields.empty() ? base::FieldError() : known->fields.front();
    import.error = known->fields.empty() ? known->code : place.code;
    for (const auto& [name, value] : known->fields.empty() ? known->arguments : place.arguments)
      arguments[name] = value;
    import.error_arguments = base::json::serialize(arguments);
  }
  base::log(base::LogLevel::Warning, "an import failed",
            {{"import", import.id.text()}, {"error", error.what()}});
}

void fail_abandoned(storage::Transaction& transaction, base::Instant now) {
  std::vector<Cell> moving{state_cell(State::Running), state_cell(State::Undoing)};
  auto where = storage::all_of({storage::in(Expression{0, "state"}, std::move(moving)),
                                storage::compare("worker", Test::Equal, std::string("command")),
                                storage::compare("beat_at", Test::Less, now - kAbandonedAfterUs)});
  transaction.update(
      update_where(std::move(where), {{"state", state_cell(State::Failed)},
                                      {"finished_at", now},
                                      {"error", std::string("import_interrupted")}}));
}

namespace {

void write_time(base::JsonWriter& json, std::string_view name, base::Instant time) {
  json.key(name);
  if (time)
    json.value(base::format_instant(time));
  else
    json.null();
}

base::MessageArguments arguments_of(const std::string& text) {
  base::MessageArguments arguments;
  if (text.empty()) return arguments;
  auto document = base::parse_json(text);
  for (const auto& [name, value] : document.as_object())
    arguments.emplace_back(name, value.as_string());
  return arguments;
}

}  // namespace

namespace {

std::string order_of(const Import& import) {
  base::json::object order;
  auto request = base::parse_json(import.request);
  for (const char* name : {"map", "options", "duplicates"})
    if (const auto* value = request.as_object().if_contains(name)) order[name] = *value;
  return base::json::serialize(order);
}

}  // namespace

std::string import_json(const records::Context& context, const Import& import,
                        WithOrder with_order) {
  const auto& strings = *context.model->strings;
  auto language = context.actor->language;
  std::string out;
  base::JsonWriter json(out);
  json.begin_object().member("id", import.id).member("entity", import.entity);
  json.member("file_name", import.file_name).member("state", name_of(import.state));
  json.member("dry_run", import.is_dry_run);
  json.key("progress").begin_object();
  json.member("rows", import.progress.rows).member("total", import.progress.total);
  json.member("bytes", import.progress.bytes);
  json.member("total_bytes", import.progress.total_bytes).end_object();
  json.member("created", import.tally.created).member("updated", import.tally.updated);
  json.member("unchanged", import.tally.unchanged).member("skipped", import.tally.skipped);
  json.member("failed", import.tally.failed).member("removed", import.removed);
  json.member("put_back", import.put_back).member("kept", import.kept);
  write_time(json, "created_at", import.created_at);
  write_time(json, "started_at", import.started_at);
  write_time(json, "finished_at", import.finished_at);
  json.key("created_by");
  if (import.created_by.is_nil())
    json.null();
  else
    json.begin_object()
        .member("id", import.created_by)
        .member("entity", "users")
        .member("name", context.directory->person_name(import.created_by))
        .end_object();
  json.key("error");
  if (import.error.empty())
    json.null();
  else
    json.value(strings.message(language, import.error, arguments_of(import.error_arguments)));
  json.key("first_failures").raw(faults_in_words(strings, language, import.first_faults));
  json.key("warnings").raw(remarks_in_words(strings, language, import.warnings));
  json.key("kept_records").raw(import.kept_records);
  if (with_order == WithOrder::Yes) json.key("order").raw(order_of(import));
  json.end_object();
  return out;
}

}  // namespace rapport::imports
