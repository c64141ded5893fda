#include "records/requests/feed.h"

#include <map>
#include <set>
#include <unordered_map>

#include "access/policy.h"
#include "base/date.h"
#include "base/json.h"
#include "records/history.h"
#include "records/lists/cursor.h"

namespace rapport::records {

using schema::Cell;
using schema::EntityDef;
using storage::Expression;
using storage::Query;
using storage::Row;
using storage::Test;

namespace {

using Places = std::vector<std::size_t>;

// Where in the news each entity is.
std::map<std::string_view, Places> by_entity(const std::vector<Change>& changes) {
  std::map<std::string_view, Places> places;
  for (std::size_t i = 0; i < changes.size(); ++i) places[changes[i].entity].push_back(i);
  return places;
}

std::vector<Cell> records_at(const std::vector<Change>& changes, const Places& places) {
  std::set<base::Id> ids;
  for (auto place : places) ids.insert(changes[place].record);
  return {ids.begin(), ids.end()};
}

Cell id_or_nothing(const Row& row, int column) {
  return row.is_null(column) ? Cell() : Cell(row.id(column));
}

void read_whose(storage::Transaction& transaction, const storage::Table& table,
                std::vector<Change>& changes, const Places& places) {
  struct Whose {
    Cell owner, team;
  };
  Query query;
  query.table = &table;
  for (const char* column : {"id", "owner", "team"})
    query.columns.push_back(Expression{0, column});
  query.where = storage::in(Expression{0, "id"}, records_at(changes, places));
  query.order_is_optional = true;
  std::unordered_map<base::Id, Whose> found;
  transaction.select(query, [&](const Row& row) {
    found[row.id(0)] = {id_or_nothing(row, 1), id_or_nothing(row, 2)};
    return true;
  });
  for (auto place : places) {
    auto& change = changes[place];
    const auto whose = found.find(change.record);
    if (whose == found.end()) continue;
    change.is_there = true;
    change.owner = whose->second.owner;
    change.team = whose->second.team;
  }
}

}  // namespace

News news_after(storage::Transaction& transaction, const Model& model, std::int64_t number,
                std::size_t limit) {
  News news;
  Query query;
  query.table = &change_log_table();
  for (const char* column : {"rid", "at", "version", "entity", "kind", "record"})
    query.columns.push_back(Expression{0, column});
  query.where = storage::compare("rid", Test::Greater, number);
  query.order = {{Expression{0, "rid"}, false}};
  query.limit = limit;
  transaction.select(query, [&](const Row& row) {
    news.changes.push_back({row.integer(0), row.integer(1), row.integer(2),
                            std::string(row.text(3)), std::string(row.text(4)), row.id(5)});
    return true;
  });
  news.last = news.changes.empty() ? number : news.changes.back().number;
  news.has_more = news.changes.size() == limit;
  for (const auto& [name, places] : by_entity(news.changes))
    if (const auto* entity = model.schema->find(name))
      read_whose(transaction, model.tables.of(*entity), news.changes, places);
  return news;
}

namespace {

// What owner and team leave open is asked of the database.
void ask(const Context& context, const EntityDef& entity, const News& news, const Places& open,
         const Reading& read, std::string& heard) {
  Query query;
  query.table = &context.table(entity);
  query.columns = {Expression{0, "id"}};
  query.where = storage::all_of(
      {storage::in(Expression{0, "id"}, records_at(news.changes, open)),
       access::scope(*context.actor, entity, access::Action::Read)});
  query.order_is_optional = true;
  std::set<base::Id> seen;
  read([&](storage::Transaction& transaction) {
    seen.clear();
    transaction.select(query, [&](const Row& row) {
      seen.insert(row.id(0));
      return true;
    });
  });
  for (auto place : open)
    if (seen.contains(news.changes[place].record)) heard[place] = '1';
}

void hear_of(const Context& context, const EntityDef& entity, const News& news,
             const Places& places, const Reading& read, std::string& heard) {
  const auto& actor = *context.actor;
  const auto level = access::level_of(actor, entity, access::Action::Read);
  if (level == access::Level::None) return;
  // Of what is published each record says itself who sees it.
  const bool says_itself =
      entity.access == schema::AccessModel::Published && !actor.is_administrator();
  const bool is_all = level == access::Level::All && !says_itself;
  const bool is_further =
      says_itself || access::is_shared_further(actor, entity, access::Action::Read);
  Places open;
  for (auto place : places) {
    const auto& change = news.changes[place];
    const bool is_covered = !says_itself && change.is_there &&
                            access::covers(actor, level, change.owner, change.team);
    if (is_all || is_covered) heard[place] = '1';
    else if (is_further && change.is_there) open.push_back(place);
  }
  if (!open.empty()) ask(context, entity, news, open, read, heard);
}

}  // namespace

std::string heard_by(const Context& context, const News& news, const Reading& read) {
  std::string heard(news.changes.size(), '0');
  for (const auto& [name, places] : by_entity(news.changes))
    if (const auto* entity = context.model->schema->find(name))
      hear_of(context, *entity, news, places, read, heard);
  return heard;
}

std::string news_text(const News& news, std::string_view heard, std::int64_t after,
                      std::string_view metadata) {
  std::string out = "{\"items\":[";
  bool is_first = true;
  for (std::size_t i = 0; i < news.changes.size(); ++i) {
    const auto& change = news.changes[i];
    if (heard[i] != '1' || change.number <= after) continue;
    if (!is_first) out += ',';
    is_first = false;
    base::JsonWriter json(out);
    json.begin_object().member("entity", change.entity).member("id", change.record);
    json.member("kind", change.kind).member("version", change.version);
    json.member("at", base::format_instant(change.at)).end_object();
  }
  out += "],\"next\":\"" + encode_cursor("changes", {news.last}) + "\",\"more\":";
  out += news.has_more ? "true" : "false";
  return out.append(",\"metadata\":\"").append(metadata).append("\"}");
}

std::string changes_page(storage::Transaction& transaction, const Context& context,
                         std::string_view since, std::size_t limit) {
  News news;
  if (since.empty()) news.last = last_log_entry(transaction);
  else
    news = news_after(transaction, *context.model,
                      std::get<std::int64_t>(decode_cursor("changes", 1, since)[0]), limit);
  const auto heard =
      heard_by(context, news, [&](const storage::Work& work) { work(transaction); });
  return news_text(news, heard, 0, context.model->schema->version());
}

}  // namespace rapport::records
