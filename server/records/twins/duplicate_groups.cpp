#include "records/twins/duplicate_groups.h"

#include <algorithm>
#include <set>

#include "access/policy.h"
#include "base/clock.h"
#include "base/limits.h"
#include "records/listing.h"
#include "records/lists/cursor.h"
#include "records/read_plans.h"
#include "records/rights.h"
#include "records/service.h"

namespace rapport::records {

using base::ErrorKind;
using base::Id;
using schema::Cell;
using schema::ColumnType;
using schema::EntityDef;
using storage::Expression;
using storage::Query;
using storage::Row;
using storage::Test;

const storage::Table& different_records_table() {
  static const storage::Table table{"different_records",
                                    {{"a", ColumnType::Bytes},
                                     {"b", ColumnType::Bytes},
                                     {"at", ColumnType::Integer},
                                     {"actor", ColumnType::Bytes}},
                                    {"a", "b"},
                                    {{{"b"}, false, {}}},
                                    {}};
  return table;
}

namespace {

constexpr std::int64_t kTimeUs = 150'000;
constexpr std::size_t kIdsMax = 50;

// A rule of the entity and the beginning of its keys.
struct KeyRule {
  std::string field, prefix;
  bool is_fuzzy = false;
};

// The surest first: likeness of names comes last.
std::vector<KeyRule> rules_of(const EntityDef& entity) {
  std::vector<KeyRule> rules;
  for (const auto& rule : entity.duplicates) {
    bool fuzzy = rule.ends_with("~");
    std::string field = fuzzy ? rule.substr(0, rule.size() - 1) : rule;
    rules.push_back({field, key_prefix(entity, rule), fuzzy});
  }
  std::stable_sort(rules.begin(), rules.end(),
                   [](const auto& a, const auto& b) { return a.is_fuzzy < b.is_fuzzy; });
  return rules;
}

class Groups {
 public:
  Groups(storage::Transaction& transaction, const Context& context, const EntityDef& entity,
         const GroupsRequest& request)
      : transaction_(transaction), context_(context), entity_(entity), request_(request) {}

  std::string page();

 private:
  void choose_rules();
  void begin();
  bool is_over() const {
    return found_ >= request_.limit || base::system_clock().monotonic_us() > until_us_;
  }
  // Walks the keys of the rule; false when the page is full before their end.
  bool walk(std::size_t rule);
  void look_at(std::size_t rule, const std::string& key);
  std::vector<Record> visible(const std::vector<Id>& ids);
  // Splits by likeness of the names that only share a key.
  std::vector<std::vector<Record>> alike(std::vector<Record> records) const;
  void tell(std::size_t rule, const std::string& key, std::vector<Record> records, bool more);
  void leave_out_different(std::vector<Record>& records);

  storage::Transaction& transaction_;
  const Context& context_;
  const EntityDef& entity_;
  const GroupsRequest& request_;
  std::vector<KeyRule> rules_;
  std::size_t found_ = 0, first_rule_ = 0;
  std::string after_;  // the last key that was looked at
  std::int64_t until_us_ = 0;
  std::string out_;
};

void Groups::choose_rules() {
  rules_ = rules_of(entity_);
  if (request_.by.empty()) return;
  std::erase_if(rules_, [&](const auto& rule) { return rule.field != request_.by; });
  if (rules_.empty())
    base::fail(ErrorKind::Malformed, "not_a_choice", "by", {{"value", request_.by}});
}

void Groups::begin() {
  if (request_.cursor.empty()) return;
  auto cells = decode_cursor("duplicates:" + entity_.name + ":" + request_.by, 2, request_.cursor);
  const auto* rule = std::get_if<std::int64_t>(&cells[0]);
  const auto* key = std::get_if<std::string>(&cells[1]);
  if (!rule || !key || *rule < 0 || static_cast<std::size_t>(*rule) >= rules_.size())
    base::fail(ErrorKind::Malformed, "bad_cursor", "cursor");
  first_rule_ = static_cast<std::size_t>(*rule);
  after_ = *key;
}

// Keys come in their order, each with how many records have it; those of one alone are passed over.
bool Groups::walk(std::size_t rule) {
  const auto& prefix = rules_[rule].prefix;
  Query query;
  query.table = &match_keys_table();
  query.columns = {Expression{0, "key"}};
  query.measures = {{storage::Measure::Count, {}}};
  query.where = storage::all_of(
      {storage::compare("key", Test::Greater, after_.empty() ? prefix : after_),
       storage::compare("entity", Test::Equal, entity_.name)});
  std::vector<std::string> shared;
  bool ended = true;
  std::string last;
  // Looking at records while the walk goes on would keep two statements open over one snapshot.
  constexpr std::size_t kAtOnce = 64;
  transaction_.select(query, [&](const Row& row) {
    auto key = row.text(0);
    if (!key.starts_with(prefix)) return false;
    last = key;
    if (row.integer(1) > 1) shared.emplace_back(key);
    bool full = shared.size() >= kAtOnce || is_over();
    ended = !full;
    return !full;
  });
  for (const auto& key : shared) {
    after_ = key;
    look_at(rule, key);
    if (is_over()) return false;
  }
  if (!last.empty()) after_ = last;
  return ended;
}

std::vector<Record> Groups::visible(const std::vector<Id>& ids) {
  Query query;
  query.table = &context_.table(entity_);
  query.columns = record_columns(entity_);
  query.where =
      storage::all_of({storage::in(Expression{0, "id"}, {ids.begin(), ids.end()}),
                       storage::is_null("deleted_at"),
                       access::scope(*context_.actor, entity_, access::Action::Read)});
  query.order_is_optional = true;
  std::vector<Record> records;
  transaction_.select(query, [&](const Row& row) {
    records.push_back(read_record(entity_, row));
    return true;
  });
  // The oldest first: it is what the others repeat.
  std::sort(records.begin(), records.end(),
            [](const auto& a, const auto& b) { return a.rid < b.rid; });
  return records;
}

std::vector<std::vector<Record>> Groups::alike(std::vector<Record> records) const {
  std::vector<std::vector<Record>> groups;
  for (auto& record : records) {
    auto fits = std::find_if(groups.begin(), groups.end(), [&](const auto& group) {
      return std::all_of(group.begin(), group.end(),
                         [&](const auto& other) { return names_agree(record, other); });
    });
    if (fits == groups.end()) groups.emplace_back().push_back(std::move(record));
    else fits->push_back(std::move(record));
  }
  return groups;
}

void Groups::leave_out_different(std::vector<Record>& records) {
  // One that is different from all the others has no place among them.
  std::vector<std::set<Id>> different;
  for (const auto& record : records) {
    auto ids = different_from(transaction_, record.id());
    different.emplace_back(ids.begin(), ids.end());
  }
  std::vector<Record> rest;
  for (std::size_t i = 0; i < records.size(); ++i) {
    bool alone = std::all_of(records.begin(), records.end(), [&](const auto& other) {
      return other.id() == records[i].id() || different[i].contains(other.id());
    });
    if (!alone) rest.push_back(records[i]);
  }
  records = std::move(rest);
}

void Groups::look_at(std::size_t rule, const std::string& key) {
  auto ids = records_with(transaction_, context_, entity_, {rules_[rule].field, key});
  bool more = ids.size() >= kRecordsOfKey;
  auto records = visible(ids);
  if (records.size() < 2) return;
  if (!rules_[rule].is_fuzzy) return tell(rule, key, std::move(records), more);
  for (auto& group : alike(std::move(records))) tell(rule, key, std::move(group), more);
}

void Groups::tell(std::size_t rule, const std::string& key, std::vector<Record> records,
                  bool more) {
  if (records.size() > 1) leave_out_different(records);
  if (records.size() < 2) return;
  auto common = match_keys_of(context_, records.front());
  for (const auto& record : records) {
    auto keys = match_keys_of(context_, record);
    std::erase_if(common, [&](const auto& mine) {
      return std::none_of(keys.begin(), keys.end(),
                          [&](const auto& other) { return other.text == mine.text; });
    });
  }
  std::vector<std::string> fields;
  for (const auto& mine : common) {
    auto of = std::find_if(rules_.begin(), rules_.end(),
                           [&](const auto& each) { return each.field == mine.field; });
    auto order = static_cast<std::size_t>(of - rules_.begin());
    // The group was told of already by a surer rule, or by an earlier key of this one.
    if (order < rule || (order == rule && mine.text < key)) return;
    if (std::find(fields.begin(), fields.end(), mine.field) == fields.end())
      fields.push_back(mine.field);
  }
  if (found_++) out_ += ',';
  base::JsonWriter writer(out_);
  writer.begin_object().member("by", rules_[rule].field).key("fields").begin_array();
  for (const auto& field : fields) writer.value(field);
  writer.end_array().key("records").begin_array();
  for (const auto& record : records)
    writer.raw(record_json(transaction_, context_, entity_, record.id()));
  writer.end_array().member("more", more).end_object();
}

std::string Groups::page() {
  choose_rules();
  begin();
  until_us_ = base::system_clock().monotonic_us() + kTimeUs;
  out_ = "{\"groups\":[";
  std::size_t rule = first_rule_;
  while (rule < rules_.size()) {
    bool ended = walk(rule);
    if (ended) {
      ++rule;
      after_.clear();
    }
    if (is_over()) break;
  }
  out_ += "],\"next\":";
  if (rule >= rules_.size()) return out_ + "null}";
  base::append_json_string(
      out_, encode_cursor("duplicates:" + entity_.name + ":" + request_.by,
                          {static_cast<std::int64_t>(rule), after_}));
  return out_ + "}";
}

std::vector<Id> read_ids(const base::json::value& body) {
  const auto* list = body.is_object() ? body.get_object().if_contains("ids") : nullptr;
  if (!list || !list->is_array())
    base::fail(ErrorKind::Malformed, "wrong_type", "ids", {{"expected", "array"}});
  std::vector<Id> ids;
  for (const auto& item : list->get_array()) {
    auto id = item.is_string() ? Id::parse(item.get_string()) : std::nullopt;
    if (!id) base::fail(ErrorKind::Malformed, "not_an_id", "ids");
    if (std::find(ids.begin(), ids.end(), *id) == ids.end()) ids.push_back(*id);
  }
  if (ids.size() < 2) base::fail(ErrorKind::Malformed, "merge_same", "ids");
  if (ids.size() > kIdsMax)
    base::fail(ErrorKind::Malformed, "too_many_items", "ids", {{"max", std::to_string(kIdsMax)}});
  return ids;
}

void store_pair(storage::Transaction& transaction, const Context& context, const Id& a,
                const Id& b, bool different) {
  if (different) {
    storage::Insert insert;
    insert.table = &different_records_table();
    insert.values = {{"a", a}, {"b", b}, {"at", context.now}};
    if (!context.actor->user.is_nil()) insert.values.push_back({"actor", context.actor->user});
    insert.ignore_conflict = true;
    transaction.insert(insert);
    return;
  }
  storage::Delete remove;
  remove.table = &different_records_table();
  remove.where = storage::all_of(
      {storage::compare("a", Test::Equal, a), storage::compare("b", Test::Equal, b)});
  transaction.remove(remove);
}

}  // namespace

std::string duplicate_groups_page(storage::Transaction& transaction, const Context& context,
                                  const EntityDef& entity, const GroupsRequest& request) {
  if (access::level_of(*context.actor, entity, access::Action::Read) == access::Level::None)
    base::fail(ErrorKind::Forbidden, "forbidden");
  return Groups(transaction, context, entity, request).page();
}

void mark_different(storage::Transaction& transaction, const Context& context,
                    const EntityDef& entity, const base::json::value& body) {
  auto ids = read_ids(body);
  bool different = true;
  if (const auto* flag = body.get_object().if_contains("different"); flag && !flag->is_null()) {
    if (!flag->is_bool())
      base::fail(ErrorKind::Malformed, "wrong_type", "different", {{"expected", "boolean"}});
    different = flag->get_bool();
  }
  RecordService service(transaction, context);
  bool may_change = false;
  for (const auto& id : ids) {
    auto record = service.load(entity, id, access::Action::Read);
    may_change = may_change ||
                 may(transaction, context, *context.actor, record, access::Action::Update);
  }
  if (!may_change) base::fail(ErrorKind::Forbidden, "forbidden");
  // Both ways, so that one look by `a` finds all of a record.
  for (const auto& a : ids)
    for (const auto& b : ids)
      if (a != b) store_pair(transaction, context, a, b, different);
}

std::vector<Id> different_from(storage::Transaction& transaction, const Id& record) {
  Query query;
  query.table = &different_records_table();
  query.columns = {Expression{0, "b"}};
  query.where = storage::compare("a", Test::Equal, record);
  query.order_is_optional = true;
  std::vector<Id> ids;
  transaction.select(query, [&](const Row& row) {
    ids.push_back(row.id(0));
    return true;
  });
  return ids;
}

}  // namespace rapport::records
