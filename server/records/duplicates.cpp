#include "records/duplicates.h"

#include <algorithm>

#include "access/policy.h"
#include "base/json.h"
#include "base/text.h"
#include "records/twins/duplicate_groups.h"
#include "records/match_keys.h"
#include "records/read_plans.h"

namespace rapport::records {

using schema::Cell;
using schema::ColumnType;
using schema::EntityDef;
using storage::Expression;
using storage::Query;
using storage::Row;
using storage::Test;

const storage::Table& match_keys_table() {
  static const storage::Table table{
      "match_keys",
      {{"key", ColumnType::Text}, {"entity", ColumnType::Text}, {"record", ColumnType::Bytes}},
      {"key", "entity", "record"},
      {},
      {}};
  return table;
}

namespace {

constexpr std::size_t kCandidates = 10;
constexpr double kSimilarNames = 0.9;

bool is_person(const EntityDef& entity) {
  return entity.find("last_name") != nullptr;
}

void add_points(const Context& context, const Record& record, const std::string& field,
                MatchKeys& keys) {
  auto points = record.text(field);
  if (!points) return;
  bool phones = record.entity().field(field).type->name() == "phones";
  auto list = base::parse_json(*points);
  for (const auto& point : list.as_array()) {
    std::string_view value(point.at("value").as_string());
    auto text =
        phones ? base::phone_digits(value, context.settings->calling_code) : base::fold(value);
    if (!text.empty()) keys.push_back({field, (phones ? "p:" : "e:") + text});
  }
}

// Names that share a key must also look alike; two people of different companies are two people.
bool names_agree(const Record& record, std::string_view title, const schema::Cell& account) {
  bool person = is_person(record.entity());
  if (person && record.entity().find("account")) {
    const auto& own = record.cell("account");
    if (!schema::is_null(own) && !schema::is_null(account) && own != account) return false;
  }
  auto skeleton = person ? person_skeleton : company_skeleton;
  return similarity(skeleton(base::fold(record.title())), skeleton(base::fold(title))) >=
         kSimilarNames;
}

struct Found {
  std::string title;
  schema::Cell account;
};

std::optional<Found> look_at(storage::Transaction& transaction, const Context& context,
                             const EntityDef& entity, const base::Id& id) {
  Query query;
  query.table = &context.table(entity);
  query.columns = {Expression{0, entity.title}};
  if (entity.find("account")) query.columns.push_back(Expression{0, "account"});
  query.where =
      storage::all_of({storage::compare("id", Test::Equal, id), storage::is_null("deleted_at"),
                       access::scope(*context.actor, entity, access::Action::Read)});
  query.order_is_optional = true;
  std::optional<Found> found;
  transaction.select(query, [&](const Row& row) {
    found.emplace();
    if (!row.is_null(0)) found->title = row.text(0);
    if (query.columns.size() > 1) found->account = row.cell(1, ColumnType::Bytes);
    return false;
  });
  return found;
}

}  // namespace

std::vector<base::Id> records_with(storage::Transaction& transaction, const Context& context,
                                   const EntityDef& entity, const MatchKey& key) {
  std::vector<base::Id> found;
  auto query = context.model->read_plans->with_match_key(transaction);
  transaction.select(*query, {Cell(key.text), Cell(entity.name)}, [&](const Row& row) {
    found.push_back(row.id(0));
    return true;
  });
  return found;
}

bool names_agree(const Record& record, const Record& other) {
  bool has_account = other.entity().find("account") != nullptr;
  return names_agree(record, other.title(), has_account ? other.cell("account") : Cell());
}

std::string key_prefix(const EntityDef& entity, std::string_view rule) {
  bool fuzzy = rule.ends_with("~");
  std::string field(fuzzy ? rule.substr(0, rule.size() - 1) : rule);
  auto type = entity.field(field).type->name();
  if (type == "emails") return "e:";
  if (type == "phones") return "p:";
  return fuzzy ? "n:" : "f:" + field + ":";
}

MatchKeys match_keys_of(const Context& context, const Record& record) {
  MatchKeys keys;
  const auto& entity = record.entity();
  for (const auto& rule : entity.duplicates) {
    bool fuzzy = rule.ends_with("~");
    std::string field = fuzzy ? rule.substr(0, rule.size() - 1) : rule;
    auto type = entity.field(field).type->name();
    if (type == "emails" || type == "phones") {
      add_points(context, record, field, keys);
      continue;
    }
    auto text = record.text(field);
    if (!text) continue;
    auto folded = base::fold(*text);
    auto key = !fuzzy ? folded : is_person(entity) ? person_key(folded) : company_key(folded);
    if (!key.empty()) keys.push_back({field, key_prefix(entity, rule) + key});
  }
  return keys;
}

std::vector<Candidate> find_duplicates(storage::Transaction& transaction, const Context& context,
                                       const Record& record, const MatchKeys& keys,
                                       LikeNames names) {
  const auto& entity = record.entity();
  std::vector<Candidate> candidates;
  std::optional<std::vector<base::Id>> different;  // asked for once there is a candidate
  for (const auto& key : keys) {
    if (names == LikeNames::PassOver && key.text.starts_with("n:")) continue;
    for (const auto& id : records_with(transaction, context, entity, key)) {
      if (id == record.id()) continue;
      auto known = std::find_if(candidates.begin(), candidates.end(),
                                [&](const auto& c) { return c.id == id; });
      bool by_name = key.text.starts_with("n:");
      if (known != candidates.end()) {
        if (std::find(known->fields.begin(), known->fields.end(), key.field) == known->fields.end())
          known->fields.push_back(key.field);
        continue;
      }
      if (candidates.size() >= kCandidates) break;
      if (!different) different = different_from(transaction, record.id());
      if (std::find(different->begin(), different->end(), id) != different->end()) continue;
      auto found = look_at(transaction, context, entity, id);
      if (!found || (by_name && !names_agree(record, found->title, found->account))) continue;
      candidates.push_back({id, found->title, {key.field}});
    }
  }
  std::stable_sort(candidates.begin(), candidates.end(),
                   [](const auto& a, const auto& b) { return a.fields.size() > b.fields.size(); });
  return candidates;
}

std::vector<Candidate> find_duplicates(storage::Transaction& transaction, const Context& context,
                                       const Record& record, LikeNames names) {
  return find_duplicates(transaction, context, record, match_keys_of(context, record), names);
}

void store_match_keys(storage::Transaction& transaction, const Record& record,
                      const MatchKeys& before, const MatchKeys& after) {
  auto has = [](const MatchKeys& keys, const MatchKey& key) {
    return std::any_of(keys.begin(), keys.end(),
                       [&](const MatchKey& other) { return other.text == key.text; });
  };
  for (const auto& key : before) {
    if (has(after, key)) continue;
    storage::Delete remove;
    remove.table = &match_keys_table();
    remove.where = storage::all_of({storage::compare("key", Test::Equal, key.text),
                                    storage::compare("entity", Test::Equal, record.entity().name),
                                    storage::compare("record", Test::Equal, record.id())});
    transaction.remove(remove);
  }
  for (const auto& key : after) {
    if (has(before, key)) continue;
    storage::Insert insert;
    insert.table = &match_keys_table();
    insert.values = {{"key", key.text}, {"entity", record.entity().name}, {"record", record.id()}};
    insert.ignore_conflict = true;
    transaction.insert(insert);
  }
}

std::string candidates_json(const EntityDef& entity, const std::vector<Candidate>& candidates) {
  std::string out = "\"candidates\":";
  base::JsonWriter json(out);
  json.begin_array();
  for (const auto& candidate : candidates) {
    json.begin_object()
        .member("id", candidate.id)
        .member("entity", entity.name)
        .member("name", candidate.title);
    json.key("fields").begin_array();
    for (const auto& field : candidate.fields) json.value(field);
    json.end_array().end_object();
  }
  json.end_array();
  return out;
}

}  // namespace rapport::records
