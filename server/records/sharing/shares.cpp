#include "records/sharing/shares.h"

#include <algorithm>

#include "access/policy.h"
#include "base/date.h"
#include "records/history.h"
#include "records/notices/notices.h"
#include "records/rights.h"
#include "records/service.h"

namespace rapport::records {

using access::Action;
using base::ErrorKind;
using base::Id;
using schema::EntityDef;
using storage::Expression;
using storage::Query;
using storage::Row;
using storage::Test;

namespace {

// Nobody is given a whole company's worth of people one by one.
constexpr std::size_t kMostShares = 100;

bool may_share(storage::Transaction& transaction, const Context& context, const Record& record) {
  return record.entity().access == schema::AccessModel::Records &&
         may_give(transaction, context, record);
}

std::string_view name_of(const Context& context, const Id& whom) {
  auto person = context.directory->person_name(whom);
  return person.empty() ? context.directory->team_name(whom) : person;
}

std::string_view kind_of(const Context& context, const Id& whom) {
  return context.directory->person(whom) ? "users" : "teams";
}

void write_whom(const Context& context, const Id& whom, base::JsonWriter& json) {
  json.begin_object().member("id", whom).member("entity", kind_of(context, whom));
  json.member("name", name_of(context, whom)).end_object();
}

// {"shared":[null,{"id","entity","name","may_edit"}]}, or the other way round.
std::string log_json(const Context& context, const Id& whom, bool may_edit, bool is_given) {
  std::string out;
  base::JsonWriter json(out);
  json.begin_object().key("shared").begin_array();
  if (is_given) json.null();
  json.begin_object().member("id", whom).member("entity", kind_of(context, whom));
  json.member("name", name_of(context, whom)).member("may_edit", may_edit).end_object();
  if (!is_given) json.null();
  json.end_array().end_object();
  return out;
}

void log(storage::Transaction& transaction, const Context& context, const Record& record,
         std::string_view kind, const Id& whom, bool may_edit) {
  append_log(transaction, context,
             {kind, &record.entity(), record.id(), record.version(),
              log_json(context, whom, may_edit, kind == "shared")});
}

storage::Condition given(const Id& record, const Id& whom) {
  return storage::all_of({storage::compare("record", Test::Equal, record),
                          storage::compare("whom", Test::Equal, whom)});
}

// The first record of an entity that someone is given changes how he is asked for all of them.
bool is_first_for(storage::Transaction& transaction, const Id& whom, const EntityDef& entity) {
  Query query;
  query.table = &access::shares_table();
  query.where = storage::all_of({storage::compare("whom", Test::Equal, whom),
                                 storage::compare("entity", Test::Equal, entity.name)});
  query.order_is_optional = true;
  return transaction.count(query, 1) == 0;
}

void put(storage::Transaction& transaction, const EntityDef& entity, const Id& record,
         const Share& share) {
  storage::Insert insert;
  insert.table = &access::shares_table();
  insert.values = {{"record", record},
                   {"whom", share.whom},
                   {"entity", entity.name},
                   {"may_edit", std::int64_t{share.may_edit}},
                   {"by", share.by},
                   {"at", share.at}};
  insert.replace_conflict = true;
  transaction.insert(insert);
}

}  // namespace

std::vector<Share> shares_of(storage::Transaction& transaction, const Id& record) {
  Query query;
  query.table = &access::shares_table();
  for (const char* column : {"whom", "by", "may_edit", "at"})
    query.columns.push_back(Expression{0, column});
  query.where = storage::compare("record", Test::Equal, record);
  query.order_is_optional = true;
  std::vector<Share> shares;
  transaction.select(query, [&](const Row& row) {
    shares.push_back({row.id(0), row.is_null(1) ? Id() : row.id(1), row.integer(2) != 0,
                      row.integer(3)});
    return true;
  });
  std::sort(shares.begin(), shares.end(),
            [](const Share& a, const Share& b) { return a.at < b.at; });
  return shares;
}

std::string shares_json(storage::Transaction& transaction, const Context& context,
                        const EntityDef& entity, const Id& id) {
  auto record = RecordService(transaction, context).load(entity, id, Action::Read);
  std::string out;
  base::JsonWriter json(out);
  json.begin_object().key("items").begin_array();
  for (const auto& share : shares_of(transaction, id)) {
    if (name_of(context, share.whom).empty()) continue;
    json.begin_object().key("whom");
    write_whom(context, share.whom, json);
    json.member("may_edit", share.may_edit).key("by");
    if (share.by.is_nil()) json.null();
    else write_whom(context, share.by, json);
    json.member("at", base::format_instant(share.at)).end_object();
  }
  json.end_array().member("may_share", may_share(transaction, context, record)).end_object();
  return out;
}

void share(storage::Transaction& transaction, const Context& context, const EntityDef& entity,
           const Id& id, const Id& whom, bool may_edit) {
  auto record = RecordService(transaction, context).load(entity, id, Action::Update);
  if (!may_share(transaction, context, record)) base::fail(ErrorKind::Forbidden, "forbidden");
  const auto* person = context.directory->person(whom);
  if (person ? !person->active : context.directory->team_name(whom).empty())
    base::fail(ErrorKind::Invalid, "not_found_link", "whom", {{"id", whom.text()}});
  auto known = shares_of(transaction, id);
  auto same = std::find_if(known.begin(), known.end(),
                           [&](const Share& each) { return each.whom == whom; });
  if (same != known.end() && same->may_edit == may_edit) return;
  if (known.size() >= kMostShares)
    base::fail(ErrorKind::Invalid, "too_many_items", "whom",
               {{"max", std::to_string(kMostShares)}});
  bool is_first = is_first_for(transaction, whom, entity);
  put(transaction, entity, id, {whom, context.actor->user, may_edit, context.now});
  log(transaction, context, record, "shared", whom, may_edit);
  if (same == known.end()) tell_of_share(transaction, context, record, whom);
  if (auto* listener = context.model->listener; listener && is_first) {
    const auto& people = context.entity("users");
    transaction.on_commit([listener, &people] { listener->committed(people); });
  }
}

void unshare(storage::Transaction& transaction, const Context& context, const EntityDef& entity,
             const Id& id, const Id& whom) {
  auto record = RecordService(transaction, context).load(entity, id, Action::Read);
  if (whom != context.actor->user && !may_share(transaction, context, record))
    base::fail(ErrorKind::Forbidden, "forbidden");
  if (!context.actor->write_allowed) base::fail(ErrorKind::Forbidden, "forbidden");
  auto known = shares_of(transaction, id);
  auto share = std::find_if(known.begin(), known.end(),
                            [&](const Share& each) { return each.whom == whom; });
  if (share == known.end()) base::fail(ErrorKind::NotFound, "not_found");
  storage::Delete remove;
  remove.table = &access::shares_table();
  remove.where = given(id, whom);
  transaction.remove(remove);
  log(transaction, context, record, "unshared", whom, share->may_edit);
}

void join_shares(storage::Transaction& transaction, const EntityDef& entity, const Id& from,
                 const Id& to) {
  auto known = shares_of(transaction, to);
  for (const auto& share : shares_of(transaction, from)) {
    auto same = std::find_if(known.begin(), known.end(),
                             [&](const Share& each) { return each.whom == share.whom; });
    if (same != known.end() && same->may_edit >= share.may_edit) continue;
    put(transaction, entity, to, share);
  }
}

void forget_shares(storage::Transaction& transaction, const Id& record) {
  storage::Delete remove;
  remove.table = &access::shares_table();
  remove.where = storage::compare("record", Test::Equal, record);
  transaction.remove(remove);
}

}  // namespace rapport::records
