#include "http/routes/audit/audit_pages.h"

#include <algorithm>

#include "access/policy.h"
#include "audit/audit_log.h"
#include "base/date.h"
#include "records/history.h"
#include "records/listing.h"
#include "records/lists/cursor.h"

namespace rapport::http {

using base::Id;
using storage::Condition;
using storage::Expression;
using storage::Row;
using storage::Test;
using storage::Transaction;

namespace {

constexpr std::string_view kChange = "change";
// Rows are looked through this many at a time, so that what is rare does not hold up others.
constexpr std::int64_t kWindow = 20'000;
constexpr int kWindows = 10;
// Clocks of several machines differ by less than this.
constexpr base::Instant kDisorderUs = 10 * 60'000'000ll;

struct Item {
  std::int64_t row = 0;
  base::Instant at = 0;
  std::string json;
};

bool is_administered(const schema::EntityDef& entity) {
  return entity.access == schema::AccessModel::Administration ||
         entity.access == schema::AccessModel::System || access::is_about_access(entity);
}

// Writes what both logs have.
class ItemWriter {
 public:
  ItemWriter(Transaction& transaction, const records::Context& context)
      : transaction_(transaction), context_(context) {}

  void actor(base::JsonWriter& json, const Row& row, int column) const {
    json.key("actor");
    if (row.is_null(column)) {
      json.null();
      return;
    }
    const auto id = row.id(column);
    json.begin_object().member("id", id);
    json.member("name", context_.directory->person_name(id)).end_object();
  }

  void record(base::JsonWriter& json, const Row& row, int entity_column, int column) const {
    std::string entity(row.is_null(entity_column) ? "" : row.text(entity_column));
    json.member("entity", entity).key("record");
    if (row.is_null(column)) {
      json.null();
      return;
    }
    const auto id = row.id(column);
    json.begin_object().member("id", id).member("entity", entity).key("name");
    const auto* known = context_.model->schema->find(entity);
    auto name = known ? records::visible_title(transaction_, context_, *known, id,
                                               records::InBin::Too)
                      : std::nullopt;
    if (name) json.value(*name);
    else json.null();
    json.end_object();
  }

  static void origin(base::JsonWriter& json, const Row& row, int address, int agent) {
    json.member("address", row.is_null(address) ? std::string_view() : row.text(address));
    json.member("agent", row.is_null(agent) ? std::string_view() : row.text(agent));
  }

  Transaction& transaction() const { return transaction_; }
  const records::Context& context() const { return context_; }

 private:
  Transaction& transaction_;
  const records::Context& context_;
};

// One of the two logs, read backwards.
class Log {
 public:
  Log(const storage::Table& table, std::vector<const char*> columns)
      : table_(table), columns_(std::move(columns)) {}
  virtual ~Log() = default;

  void add(Condition condition) { where_.push_back(std::move(condition)); }
  void close() { is_closed_ = true; }
  // What is looked for has an index of its own.
  void needs_no_windows() { is_indexed_ = true; }
  // Rows from `floor` on and before `before`.
  void between(std::int64_t floor, std::int64_t before) {
    floor_ = floor;
    before_ = before;
  }

  // Up to `limit` items, the last first.
  void read(const ItemWriter& writer, std::size_t limit) {
    if (is_closed_) return;
    for (int window = 0; window < kWindows && items.size() < limit && before_ > floor_; ++window) {
      const auto low = is_indexed_ ? floor_ : std::max(floor_, before_ - kWindow);
      read_rows(writer, low, limit);
      if (items.size() < limit) before_ = low;
    }
    is_closed_ = items.size() < limit && before_ <= floor_;
  }

  // All rows that there are were looked at.
  bool is_closed() const { return is_closed_; }
  // How far back it was looked, without finding any more.
  std::int64_t looked_to() const { return before_; }

  std::vector<Item> items;

 protected:
  virtual std::string json_of(const ItemWriter& writer, const Row& row) const = 0;

 private:
  void read_rows(const ItemWriter& writer, std::int64_t low, std::size_t limit) {
    storage::Query query;
    query.table = &table_;
    query.columns = {Expression{0, "rid"}, Expression{0, "at"}};
    for (const auto* column : columns_) query.columns.push_back(Expression{0, column});
    auto where = where_;
    where.push_back(storage::compare("rid", Test::Less, before_));
    where.push_back(storage::compare("rid", Test::GreaterEqual, low));
    query.where = storage::all_of(std::move(where));
    query.order = {{Expression{0, "rid"}, true}};
    query.limit = limit - items.size();
    writer.transaction().select(query, [&](const Row& row) {
      items.push_back({row.integer(0), row.integer(1), json_of(writer, row)});
      return true;
    });
  }

  const storage::Table& table_;
  std::vector<const char*> columns_;
  std::vector<Condition> where_;
  std::int64_t floor_ = 0, before_ = 0;
  bool is_closed_ = false, is_indexed_ = false;
};

class Acts final : public Log {
 public:
  Acts()
      : Log(audit::audit_log_table(), {"kind", "act", "actor", "entity", "record", "count",
                                       "details", "address", "agent"}) {}

 private:
  std::string json_of(const ItemWriter& writer, const Row& row) const override {
    std::string out;
    base::JsonWriter json(out);
    json.begin_object().member("id", "a" + std::to_string(row.integer(0)));
    json.member("at", base::format_instant(row.integer(1)));
    json.member("kind", row.text(2)).member("act", row.text(3));
    writer.actor(json, row, 4);
    writer.record(json, row, 5, 6);
    json.member("count", row.integer(7)).key("details");
    json.raw(row.is_null(8) ? "{}" : row.text(8));
    json.key("changes").begin_array().end_array();
    ItemWriter::origin(json, row, 9, 10);
    json.end_object();
    return out;
  }
};

class Changes final : public Log {
 public:
  Changes()
      : Log(records::change_log_table(), {"kind", "actor", "entity", "record", "changes", "source",
                                          "version"}) {}

 private:
  std::string json_of(const ItemWriter& writer, const Row& row) const override {
    const auto* entity = writer.context().model->schema->find(std::string(row.text(4)));
    std::string out;
    base::JsonWriter json(out);
    json.begin_object().member("id", "c" + std::to_string(row.integer(0)));
    json.member("at", base::format_instant(row.integer(1)));
    json.member("kind", entity && is_administered(*entity) ? audit::kAdministration : kChange);
    json.member("act", row.text(2));
    writer.actor(json, row, 3);
    writer.record(json, row, 4, 5);
    json.member("count", 1).key("details").begin_object();
    json.member("version", row.integer(8));
    if (!row.is_null(7)) json.member("source", row.text(7));
    json.end_object().key("changes");
    if (entity && !row.is_null(6))
      records::write_visible_changes(writer.transaction(), writer.context(), *entity, row.text(6),
                                     json);
    else json.begin_array().end_array();
    const auto origin = row.is_null(3) ? audit::Origin()
                                       : audit::origin_of_call(writer.transaction(), row.id(3),
                                                               row.integer(1));
    json.member("address", origin.address).member("agent", origin.agent).end_object();
    return out;
  }
};

// A day of the period is found by halving, for rows come nearly in the order of time.
void bound(Transaction& transaction, Log& log, const storage::Table& table,
           const AuditRequest& request, std::int64_t before) {
  std::int64_t floor = 0;
  if (request.from) {
    floor = audit::first_row_since(transaction, table, *request.from - kDisorderUs);
    log.add(storage::compare("at", Test::GreaterEqual, *request.from));
  }
  if (request.to) {
    auto end = audit::first_row_since(transaction, table, *request.to + kDisorderUs);
    if (end > 0) before = std::min(before, end);
    log.add(storage::compare("at", Test::Less, *request.to));
  }
  log.between(floor, before);
}

std::int64_t end_of(Transaction& transaction, const storage::Table& table) {
  storage::Query query;
  query.table = &table;
  query.columns = {Expression{0, "rid"}};
  query.order = {{Expression{0, "rid"}, true}};
  query.limit = 1;
  std::int64_t last = 0;
  transaction.select(query, [&](const Row& row) {
    last = row.integer(0);
    return false;
  });
  return last + 1;
}

Condition is(const char* column, const std::string& text) {
  return storage::compare(column, Test::Equal, text);
}

void narrow_acts(Log& log, const AuditRequest& request) {
  if (request.kind == kChange) log.close();
  else if (!request.kind.empty()) log.add(is("kind", request.kind));
  else log.add(storage::negate(is("kind", std::string(audit::kCall))));
  if (request.person) log.add(storage::compare("actor", Test::Equal, *request.person));
  if (request.record) {
    // Of many opened at once the ids stand in the details.
    storage::Expression details{0, "details"};
    log.add(storage::any_of({storage::compare("record", Test::Equal, *request.record),
                             storage::compare(details, Test::Contains, request.record->text())}));
  }
  if (!request.entity.empty()) log.add(is("entity", request.entity));
  const bool has_index = request.person || !request.kind.empty();
  if (has_index && !request.record && request.entity.empty()) log.needs_no_windows();
}

void narrow_changes(Log& log, const AuditRequest& request, const schema::Schema& schema) {
  if (request.kind == audit::kAdministration) {
    std::vector<storage::Cell> names;
    for (const auto& entity : schema.entities())
      if (is_administered(entity)) names.emplace_back(entity.name);
    log.add(storage::in(Expression{0, "entity"}, std::move(names)));
  } else if (!request.kind.empty() && request.kind != kChange) {
    log.close();
  }
  if (request.person) log.add(storage::compare("actor", Test::Equal, *request.person));
  if (request.record) {
    log.add(storage::compare("record", Test::Equal, *request.record));
    log.needs_no_windows();
  }
  if (!request.entity.empty()) log.add(is("entity", request.entity));
}

}  // namespace

std::string audit_page(Transaction& transaction, const records::Context& context,
                       const AuditRequest& request) {
  Acts acts;
  Changes changes;
  narrow_acts(acts, request);
  narrow_changes(changes, request, *context.model->schema);
  auto before_act = end_of(transaction, audit::audit_log_table());
  auto before_change = end_of(transaction, records::change_log_table());
  if (!request.cursor.empty()) {
    auto cells = records::decode_cursor("audit", 2, request.cursor);
    before_act = std::get<std::int64_t>(cells[0]);
    before_change = std::get<std::int64_t>(cells[1]);
  }
  bound(transaction, acts, audit::audit_log_table(), request, before_act);
  bound(transaction, changes, records::change_log_table(), request, before_change);
  ItemWriter writer(transaction, context);
  acts.read(writer, request.limit + 1);
  changes.read(writer, request.limit + 1);

  // Merged by time. Where one log was not looked through to its end, nothing of the other that may
  // be older than what was not looked at is told yet.
  std::string out = "{\"items\":[";
  std::size_t told = 0, act = 0, change = 0;
  while (told < request.limit) {
    const bool has_act = act < acts.items.size(), has_change = change < changes.items.size();
    if (!has_act && !has_change) break;
    if ((!has_act && !acts.is_closed()) || (!has_change && !changes.is_closed())) break;
    const bool is_act =
        has_act && (!has_change || acts.items[act].at >= changes.items[change].at);
    if (told++) out += ',';
    const auto& item = is_act ? acts.items[act++] : changes.items[change++];
    out += item.json;
    (is_act ? before_act : before_change) = item.row;
  }
  if (act == acts.items.size()) before_act = std::min(before_act, acts.looked_to());
  if (change == changes.items.size()) before_change = std::min(before_change, changes.looked_to());
  const bool is_all = act == acts.items.size() && acts.is_closed() &&
                      change == changes.items.size() && changes.is_closed();
  out += "],\"next\":";
  if (is_all) out += "null";
  else base::append_json_string(out, records::encode_cursor("audit", {before_act, before_change}));
  return out + "}";
}

}  // namespace rapport::http
