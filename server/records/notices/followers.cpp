#include "records/notices/followers.h"

#include <algorithm>

#include "access/policy.h"
#include "records/listing.h"
#include "records/read_plans.h"

namespace rapport::records {

using base::ErrorKind;
using base::Id;
using schema::ColumnType;
using schema::EntityDef;
using storage::Query;
using storage::Row;
using storage::Test;

const storage::Table& followers_table() {
  static const storage::Table table{"followers",
                                    {{"record", ColumnType::Bytes},
                                     {"user", ColumnType::Bytes},
                                     {"entity", ColumnType::Text},
                                     {"at", ColumnType::Integer}},
                                    {"record", "user"},
                                    {{{"user"}, false, {}}},
                                    {}};
  return table;
}

const storage::Table& stars_table() {
  static const storage::Table table{"stars",
                                    {{"user", ColumnType::Bytes},
                                     {"record", ColumnType::Bytes},
                                     {"entity", ColumnType::Text},
                                     {"at", ColumnType::Integer}},
                                    {"user", "record"},
                                    {{{"record"}, false, {}}},
                                    {}};
  return table;
}

namespace {

constexpr std::size_t kFollowersShown = 100;
constexpr std::size_t kStarsMost = 200;

const storage::Table& table_of(PersonMark mark) {
  return mark == PersonMark::Follow ? followers_table() : stars_table();
}

storage::Condition marked(const Id& user, const Id& record) {
  return storage::all_of({storage::compare("user", Test::Equal, user),
                          storage::compare("record", Test::Equal, record)});
}

bool has_mark(storage::Transaction& transaction, PersonMark mark, const Id& user,
              const Id& record) {
  Query query;
  query.table = &table_of(mark);
  query.columns = {{0, "record"}};
  query.where = marked(user, record);
  query.order_is_optional = true;
  return transaction.count(query, 1) > 0;
}

void put_mark(storage::Transaction& transaction, PersonMark mark, const EntityDef& entity,
              const Id& user, const Id& record, base::Instant now) {
  storage::Insert insert;
  insert.table = &table_of(mark);
  insert.values = {{"record", record}, {"user", user}, {"entity", entity.name}, {"at", now}};
  insert.ignore_conflict = true;
  transaction.insert(insert);
}

}  // namespace

void set_mark(storage::Transaction& transaction, const Context& context, const EntityDef& entity,
              const Id& id, PersonMark mark, bool on) {
  record_json(transaction, context, entity, id, {"version"});  // who may not see it has no mark
  const auto& user = context.actor->user;
  if (on) return put_mark(transaction, mark, entity, user, id, context.now);
  storage::Delete remove;
  remove.table = &table_of(mark);
  remove.where = marked(user, id);
  transaction.remove(remove);
}

std::vector<Id> followers_of(storage::Transaction& transaction, const Context& context,
                             const Id& record) {
  std::vector<Id> users;
  auto query = context.model->read_plans->followers(transaction);
  transaction.select(*query, {record}, [&](const Row& row) {
    users.push_back(row.id(0));
    return true;
  });
  return users;
}

std::string people_json(storage::Transaction& transaction, const Context& context,
                        const EntityDef& entity, const Id& id) {
  record_json(transaction, context, entity, id, {"version"});
  const auto& me = context.actor->user;
  auto followers = followers_of(transaction, context, id);
  std::string out;
  base::JsonWriter json(out);
  json.begin_object()
      .member("following", has_mark(transaction, PersonMark::Follow, me, id))
      .member("starred", has_mark(transaction, PersonMark::Star, me, id))
      .key("followers")
      .begin_array();
  std::size_t shown = 0;
  for (const auto& user : followers) {
    const auto* person = context.directory->person(user);
    if (!person || !person->active || shown++ >= kFollowersShown) continue;
    json.begin_object().member("id", user).member("entity", "users");
    json.member("name", person->name).end_object();
  }
  json.end_array().end_object();
  return out;
}

std::string stars_json(storage::Transaction& transaction, const Context& context) {
  struct Star {
    Id record;
    std::string entity;
    base::Instant at;
  };
  std::vector<Star> stars;
  Query query;
  query.table = &stars_table();
  query.columns = {{0, "record"}, {0, "entity"}, {0, "at"}};
  query.where = storage::compare("user", Test::Equal, context.actor->user);
  query.order_is_optional = true;
  transaction.select(query, [&](const Row& row) {
    stars.push_back({row.id(0), std::string(row.text(1)), row.integer(2)});
    return true;
  });
  std::sort(stars.begin(), stars.end(), [](const auto& a, const auto& b) { return a.at > b.at; });
  if (stars.size() > kStarsMost) stars.resize(kStarsMost);
  std::string out;
  base::JsonWriter json(out);
  json.begin_object().key("items").begin_array();
  for (const auto& star : stars) {
    const auto* entity = context.model->schema->find(star.entity);
    if (!entity) continue;
    auto name = visible_title(transaction, context, *entity, star.record);
    if (!name) continue;
    json.begin_object().member("id", star.record).member("entity", star.entity);
    json.member("name", *name).end_object();
  }
  json.end_array().end_object();
  return out;
}

void join_followers(storage::Transaction& transaction, const Context& context,
                    const EntityDef& entity, const Id& from, const Id& to) {
  for (const auto& user : followers_of(transaction, context, from))
    put_mark(transaction, PersonMark::Follow, entity, user, to, context.now);
}

}  // namespace rapport::records
