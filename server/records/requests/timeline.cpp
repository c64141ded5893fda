#include "records/requests/timeline.h"

#include <algorithm>
#include <unordered_map>

#include "access/policy.h"
#include "base/date.h"
#include "base/json.h"
#include "base/text.h"
#include "records/history.h"
#include "records/lists/cursor.h"
#include "records/lists/projection.h"
#include "records/twins/merges.h"

namespace rapport::records {

using access::Action;
using base::ErrorKind;
using base::Id;
using schema::Cell;
using schema::EntityDef;
using schema::FieldDef;
using schema::Shape;
using storage::Condition;
using storage::Expression;
using storage::Query;
using storage::Row;
using storage::Test;

namespace {

struct ActivityKind {
  std::string_view kind, entity;
};
constexpr ActivityKind kActivities[] = {{"task", "tasks"},
                                        {"call", "calls"},
                                        {"meeting", "meetings"},
                                        {"note", "notes"},
                                        {"file", "files"}};
constexpr std::string_view kLogKinds[] = {"created",  "change", "stage",   "deleted",
                                          "restored", "merged", "unmerged"};
// Those that are stored by the same word.
constexpr std::string_view kPlainLogKinds[] = {"created", "deleted", "restored", "merged",
                                               "unmerged"};
constexpr std::string_view kConverted = "converted";

// What may tie an activity to a record. One that is tied twice comes once.
constexpr std::string_view kTies[] = {"related", "contact", "account"};

// The fields of an activity that its entry shows, those that it has.
constexpr std::string_view kMainFields[] = {
    "subject",  "name",       "body",        "status",    "outcome",    "direction",
    "priority", "phone",      "due_at",      "starts_at", "ends_at",    "completed_at",
    "place",    "duration_s", "description", "result",    "media_type", "size",
    "related",  "contact",    "account",     "owner",     "pinned",     "version"};

// The texts of an activity that the search within a timeline looks into.
constexpr std::string_view kTexts[] = {"subject", "name",   "body", "description",
                                       "result",  "place"};

// One entry, before its record is read.
struct Entry {
  std::int64_t at = 0, row_number = 0;
  std::string json;  // of the log: whole; of activities: empty until it is chosen
};

// A stream of entries, newest first, read a page at a time.
struct Source {
  std::string name;
  std::string_view kind;              // empty: the log
  const EntityDef* entity = nullptr;  // of an activity
  Id log_of;                          // of the log: this record, or one merged into it
  Query query;                        // row number, time, then what it likes
  bool first = false;                 // pinned: before everything else
  std::vector<Entry> entries;
  std::size_t next = 0;
  bool drained = false;
  std::optional<std::int64_t> last;  // row number of the last entry that was given out
};

class Timeline {
 public:
  Timeline(storage::Transaction& transaction, const Context& context, const EntityDef& entity,
           const Id& id, const TimelineRequest& request)
      : transaction_(transaction), context_(context), entity_(entity), id_(id), request_(request) {}

  std::string page();

 private:
  bool wants(std::string_view kind) const {
    return request_.kinds.empty() ||
           std::find(request_.kinds.begin(), request_.kinds.end(), kind) != request_.kinds.end();
  }
  // What the stored changes hold when the record moved to another column of its board.
  std::string mark_of_move() const { return "\"" + entity_.board + "\":["; }
  bool is_move(std::string_view changes) const {
    return !entity_.board.empty() && changes.find(mark_of_move()) != std::string_view::npos;
  }
  // What the texts of an activity must hold; nothing when no search is asked for.
  std::optional<Condition> holds_sought(const EntityDef& entity) const;
  bool mentions_sought(const std::string& json) const;
  void add_log();
  void add_activities(const ActivityKind& activity);
  void add_converted();
  void add_source(std::string name, std::string_view kind, const EntityDef& entity, Condition where,
                  std::string time = "created_at");
  std::string shape() const;
  void place_at(std::string_view cursor);
  Source* newest();
  void refill(Source& source);
  std::optional<std::string> log_entry(const Row& row, const Id& of) const;
  void read_records(Source& source, std::vector<Entry*> chosen);

  storage::Transaction& transaction_;
  const Context& context_;
  const EntityDef& entity_;
  const Id& id_;
  const TimelineRequest& request_;
  std::vector<Source> sources_;
};

void write_person(const Context& context, const Row& row, int column, base::JsonWriter& json) {
  if (row.is_null(column)) {
    json.null();
    return;
  }
  auto id = row.id(column);
  json.begin_object().member("id", id).member("entity", "users");
  json.member("name", context.directory->person_name(id)).end_object();
}

// ---- the search ----

std::optional<Condition> Timeline::holds_sought(const EntityDef& entity) const {
  if (request_.q.empty()) return std::nullopt;
  std::vector<Condition> any;
  for (auto name : kTexts) {
    const auto* field = entity.find(name);
    if (!field || access::field_access(*context_.actor, entity, *field) ==
                      access::FieldAccess::Hidden)
      continue;
    Expression text{0, field->name};
    text.transform = storage::Transform::Fold;
    any.push_back(storage::compare(std::move(text), Test::Contains, Cell(base::fold(request_.q))));
  }
  return storage::any_of(std::move(any));
}

// An entry of the log as the reader sees it: what he may not see is not found either.
bool Timeline::mentions_sought(const std::string& json) const {
  if (request_.q.empty()) return true;
  auto sought = base::fold(request_.q);
  auto parsed = base::parse_json(json);
  auto found = [&](const base::json::value& value) {
    return base::fold(base::json::serialize(value)).find(sought) != std::string::npos;
  };
  for (const auto& change : parsed.at("changes").as_array())
    if (found(change.at("old")) || found(change.at("new"))) return true;
  return false;
}

// ---- the sources ----

void Timeline::add_log() {
  bool moves = wants("stage"), changes = wants("change");
  std::vector<Cell> kinds;
  for (auto kind : kPlainLogKinds)
    if (wants(kind)) kinds.push_back(std::string(kind));
  Expression kind{0, "kind"};
  std::vector<Condition> any{storage::in(kind, kinds)};
  auto updated = storage::compare(kind, Test::Equal, Cell("updated"));
  auto is_move =
      storage::compare(Expression{0, "changes"}, Test::Contains, Cell(mark_of_move()));
  if (moves && changes)
    any.push_back(updated);
  else if (moves && !entity_.board.empty())
    any.push_back(storage::all_of({updated, is_move}));
  else if (changes && entity_.board.empty())
    any.push_back(updated);
  else if (changes)
    any.push_back(storage::all_of({updated, storage::negate(is_move)}));
  auto where = storage::any_of(std::move(any));
  if (where.kind == Condition::Kind::Never) return;
  auto merged = merged_from(transaction_, id_);
  merged.insert(merged.begin(), id_);
  for (const auto& id : merged) {
    Source source;
    source.name = id == id_ ? "log" : "log." + id.text();
    source.log_of = id;
    source.query.table = &change_log_table();
    for (const char* column : {"rid", "at", "actor", "kind", "version", "changes", "source"})
      source.query.columns.push_back(Expression{0, column});
    source.query.where = storage::all_of(
        {storage::compare("record", Test::Equal, id),
         storage::compare("entity", Test::Equal, Cell(entity_.name)), where});
    // That it was put into the bin is a part of the merge.
    if (id != id_)
      source.query.where.children.push_back(
          storage::negate(storage::compare(kind, Test::Equal, Cell("deleted"))));
    sources_.push_back(std::move(source));
  }
}

void Timeline::add_source(std::string name, std::string_view kind, const EntityDef& entity,
                          Condition where, std::string time) {
  Source source;
  source.name = std::move(name);
  source.kind = kind;
  source.entity = &entity;
  source.query.table = &context_.table(entity);
  source.query.columns = {Expression{0, "rid"}, Expression{0, std::move(time)}};
  source.query.where = storage::all_of({std::move(where), storage::is_null("deleted_at"),
                                        access::scope(*context_.actor, entity, Action::Read)});
  if (auto sought = holds_sought(entity)) source.query.where.children.push_back(std::move(*sought));
  sources_.push_back(std::move(source));
}

// The field leads to this record.
Condition leads_here(const FieldDef& field, const EntityDef& entity, const Id& id) {
  auto here = storage::compare(field.name, Test::Equal, id);
  if (!field.points_to_several()) return here;
  return storage::all_of(
      {std::move(here), storage::compare(field.name + "_entity", Test::Equal, Cell(entity.name))});
}

bool may_point(const FieldDef* field, const EntityDef& entity) {
  return field && field->shape() == Shape::Reference &&
         std::find(field->to.begin(), field->to.end(), entity.name) != field->to.end();
}

void Timeline::add_activities(const ActivityKind& activity) {
  const auto* entity = context_.model->schema->find(activity.entity);
  if (!entity || !wants(activity.kind)) return;
  if (access::level_of(*context_.actor, *entity, Action::Read) == access::Level::None) return;
  std::vector<Condition> elsewhere;  // not already found by an earlier field
  for (auto name : kTies) {
    const auto* field = entity->find(name);
    if (!may_point(field, entity_)) continue;
    auto parts = elsewhere;
    parts.insert(parts.begin(), leads_here(*field, entity_, id_));
    auto tied = storage::all_of(std::move(parts));
    elsewhere.push_back(storage::negate(leads_here(*field, entity_, id_)));
    std::string source = std::string(activity.kind) + "." + field->name;
    if (!entity->find("pinned")) {
      add_source(std::move(source), activity.kind, *entity, std::move(tied));
      continue;
    }
    auto pinned = storage::compare("pinned", Test::Equal, std::int64_t{1});
    add_source(source + ".pinned", activity.kind, *entity, storage::all_of({tied, pinned}));
    sources_.back().first = true;
    add_source(std::move(source), activity.kind, *entity,
               storage::all_of({std::move(tied), storage::negate(std::move(pinned))}));
  }
}

void Timeline::add_converted() {
  const auto* leads = context_.model->schema->find("leads");
  if (!leads || !wants(kConverted)) return;
  if (access::level_of(*context_.actor, *leads, Action::Read) == access::Level::None) return;
  bool timed = leads->find("converted_at") != nullptr;
  for (const auto& field : leads->fields)
    if (field.name.starts_with("converted_") && may_point(&field, entity_))
      add_source(field.name, kConverted, *leads, leads_here(field, entity_, id_),
                 timed ? "converted_at" : "changed_at");
}

// ---- where the page begins ----

std::string Timeline::shape() const {
  std::string shape = "timeline:" + entity_.name;
  for (const auto& source : sources_) shape += "," + source.name;
  return shape;
}

// A cursor keeps the place in each source, so that nothing is left out or told twice, whatever
// happens meanwhile.
void Timeline::place_at(std::string_view cursor) {
  auto cells = decode_cursor(shape(), sources_.size(), cursor);
  for (std::size_t i = 0; i < cells.size(); ++i)
    if (const auto* row_number = std::get_if<std::int64_t>(&cells[i]))
      sources_[i].last = *row_number;
}

// ---- merging ----

// An entry of the log as JSON; nothing when the actor may see none of the changed fields.
std::optional<std::string> Timeline::log_entry(const Row& row, const Id& of) const {
  std::string_view kind = row.text(3), stored = row.is_null(5) ? "{}" : row.text(5);
  bool updated = kind == "updated";
  if (updated) kind = is_move(stored) ? "stage" : "change";
  std::string out;
  base::JsonWriter json(out);
  json.begin_object().member("kind", kind).member("at", base::format_instant(row.integer(1)));
  json.key("actor");
  write_person(context_, row, 2, json);
  json.member("entity", entity_.name).member("id", of).member("version", row.integer(4));
  if (!row.is_null(6)) json.member("source", row.text(6));
  json.key("changes");
  auto visible = write_visible_changes(transaction_, context_, entity_, stored, json);
  json.end_object();
  if (updated && visible == 0) return std::nullopt;
  return out;
}

void Timeline::refill(Source& source) {
  source.entries.clear();
  source.next = 0;
  auto query = source.query;
  query.limit = request_.limit + 1;
  if (source.last) query.after = {*source.last};
  std::size_t rows = 0;
  auto last = source.last;
  transaction_.select(query, [&](const Row& row) {
    ++rows;
    last = row.integer(0);
    Entry entry{row.is_null(1) ? 0 : row.integer(1), *last, {}};
    if (!source.entity) {
      auto json = log_entry(row, source.log_of);
      if (!json || !mentions_sought(*json)) return true;
      entry.json = std::move(*json);
    }
    source.entries.push_back(std::move(entry));
    return true;
  });
  source.drained = rows < query.limit;
  if (source.entries.empty()) source.last = last;
}

// The source with the newest entry; null at the end of all.
Source* Timeline::newest() {
  Source* best = nullptr;
  for (auto& source : sources_) {
    while (source.next == source.entries.size() && !source.drained) refill(source);
    if (source.next == source.entries.size()) continue;
    bool newer = !best || (source.first == best->first &&
                           source.entries[source.next].at > best->entries[best->next].at);
    if (newer || (source.first && !best->first)) best = &source;
  }
  return best;
}

// ---- the records of the chosen entries ----

void Timeline::read_records(Source& source, std::vector<Entry*> chosen) {
  PathResolver paths(context_, *source.entity);
  std::vector<std::string> fields;
  for (auto name : kMainFields) {
    const auto* field = source.entity->find(name);
    if (field && access::field_access(*context_.actor, *source.entity, *field) !=
                     access::FieldAccess::Hidden)
      fields.emplace_back(name);
  }
  Projection projection(paths, fields);
  std::unordered_map<std::int64_t, Entry*> by_row;
  std::vector<Cell> row_numbers;
  for (auto* entry : chosen) {
    by_row[entry->row_number] = entry;
    row_numbers.push_back(entry->row_number);
  }
  Query query;
  query.table = source.query.table;
  query.columns = projection.columns();
  int extra = static_cast<int>(query.columns.size());
  for (const char* column : {"rid", "id", "created_by", "changed_by"})
    query.columns.push_back(Expression{0, column});
  query.joins = paths.joins();
  query.where = storage::in(Expression{0, "rid"}, std::move(row_numbers));
  query.order_is_optional = true;
  transaction_.select(query, [&](const Row& row) {
    auto& entry = *by_row.at(row.integer(extra));
    base::JsonWriter json(entry.json);
    json.begin_object().member("kind", source.kind);
    json.member("at", base::format_instant(entry.at)).key("actor");
    write_person(context_, row, extra + (source.kind == kConverted ? 3 : 2), json);
    json.member("entity", source.entity->name).member("id", row.id(extra + 1));
    if (source.first) json.member("pinned", true);
    std::string record;
    projection.write(transaction_, context_, row, record);
    json.key("record").raw(record).end_object();
    return true;
  });
}

std::string Timeline::page() {
  for (const auto& activity : kActivities) add_activities(activity);
  add_converted();
  add_log();
  if (!request_.cursor.empty()) place_at(request_.cursor);
  struct Chosen {
    Source* source;
    Entry entry;
  };
  std::vector<Chosen> chosen;
  Source* source = newest();
  for (; source && chosen.size() < request_.limit; source = newest()) {
    auto& entry = source->entries[source->next++];
    source->last = entry.row_number;
    chosen.push_back({source, std::move(entry)});
  }
  for (auto& each : sources_) {
    std::vector<Entry*> entries;
    for (auto& item : chosen)
      if (item.source == &each && each.entity) entries.push_back(&item.entry);
    if (!entries.empty()) read_records(each, std::move(entries));
  }
  std::string out = "{\"items\":[";
  for (std::size_t i = 0; i < chosen.size(); ++i) out += (i ? "," : "") + chosen[i].entry.json;
  out += "],\"next\":";
  if (!source) return out + "null}";
  std::vector<Cell> places;
  for (const auto& each : sources_) places.push_back(each.last ? Cell(*each.last) : Cell());
  base::append_json_string(out, encode_cursor(shape(), places));
  return out + "}";
}

void check_kinds(const TimelineRequest& request) {
  for (const auto& kind : request.kinds) {
    bool known =
        kind == kConverted ||
        std::find(std::begin(kLogKinds), std::end(kLogKinds), kind) != std::end(kLogKinds) ||
        std::any_of(std::begin(kActivities), std::end(kActivities),
                    [&](const auto& activity) { return activity.kind == kind; });
    if (!known) base::fail(ErrorKind::Malformed, "not_a_choice", "kinds", {{"value", kind}});
  }
}

}  // namespace

std::string timeline_page(storage::Transaction& transaction, const Context& context,
                          const EntityDef& entity, const Id& id, const TimelineRequest& request) {
  check_kinds(request);
  if (request.limit < 1 || request.limit > base::limits::kPageMax)
    base::fail(ErrorKind::Malformed, "out_of_range", "limit",
               {{"min", "1"}, {"max", std::to_string(base::limits::kPageMax)}});
  Query seen;
  seen.table = &context.table(entity);
  seen.where =
      storage::all_of({storage::compare("id", Test::Equal, id), storage::is_null("deleted_at"),
                       access::scope(*context.actor, entity, Action::Read)});
  if (transaction.count(seen, 1) == 0) base::fail(ErrorKind::NotFound, "not_found");
  return Timeline(transaction, context, entity, id, request).page();
}

}  // namespace rapport::records
