#include "access/reach.h"

#include <algorithm>

#include "access/policy.h"
#include "base/error.h"
#include "base/json.h"
#include "base/log.h"

namespace rapport::access {

using base::Id;
using storage::Expression;
using storage::Query;
using storage::Row;
using storage::Test;

namespace {

// No tree of a company is as deep; a ring in one ends here.
constexpr std::size_t kDeepest = 50;

void sort_once(std::vector<Id>& ids) {
  std::sort(ids.begin(), ids.end());
  ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
}

template <class Map>
const typename Map::mapped_type* at(const Map& map, const Id& id) {
  auto it = map.find(id);
  return it == map.end() ? nullptr : &it->second;
}

bool is_empty(const Reach& reach) {
  return reach.absent.empty() && reach.subordinates.empty() && reach.territories.empty() &&
         reach.rules.empty() && reach.shared.empty();
}

}  // namespace

void each_live(storage::Transaction& transaction, const storage::Table& table,
               const std::vector<std::string>& columns, const storage::RowSink& sink) {
  Query query;
  query.table = &table;
  for (const auto& column : columns) query.columns.push_back(Expression{0, column});
  query.where = storage::is_null("deleted_at");
  query.order_is_optional = true;
  transaction.select(query, sink);
}

std::string text_or_empty(const Row& row, int column) {
  return row.is_null(column) ? std::string() : std::string(row.text(column));
}

Id id_or_nil(const Row& row, int column) { return row.is_null(column) ? Id() : row.id(column); }

Reaches::Reaches(storage::Transaction& transaction, const schema::Schema& schema,
                 const storage::EntityTables& tables, const DirectoryMoment& moment,
                 DirectorySnapshot& out)
    : schema_(schema), tables_(tables), moment_(moment), out_(out) {
  if (has("departments")) read_departments(transaction);
  if (has("territories") && moment.compile) read_territories(transaction);
  if (has("sharing_rules") && moment.compile) read_sharing_rules(transaction);
  if (has("absences")) read_absences(transaction);
  if (moment.compile) read_shares(transaction);
  // Filters may speak of days, and absences do.
  bool depends_on_day = !out.absences.empty() || !territories_.empty() || !rules_.empty();
  if (depends_on_day || has("absences")) out.due = moment.tomorrow_at;
}

void Reaches::read_departments(storage::Transaction& transaction) {
  each_live(transaction, tables_.of("departments"), {"id", "name", "parent", "head"},
            [&](const Row& row) {
              Department department{text_or_empty(row, 1), id_or_nil(row, 2), id_or_nil(row, 3)};
              if (!department.head.is_nil()) headed_[department.head].push_back(row.id(0));
              if (!department.parent.is_nil())
                subdepartments_[department.parent].push_back(row.id(0));
              out_.departments[row.id(0)] = std::move(department);
              return true;
            });
  for (const auto& [id, person] : out_.people)
    if (!person.department.is_nil()) people_[person.department].push_back(id);
}

std::unordered_map<Id, Reaches::Ids> Reaches::pairs_of(storage::Transaction& transaction,
                                                       const char* entity, const char* field) {
  const auto& definition = schema_.entity(entity);
  Query query;
  query.table = &tables_.of_link(definition, definition.field(field));
  query.columns = {Expression{0, "a"}, Expression{0, "b"}};
  query.order_is_optional = true;
  std::unordered_map<Id, Ids> pairs;
  transaction.select(query, [&](const Row& row) {
    pairs[row.id(0)].push_back(row.id(1));
    return true;
  });
  return pairs;
}

void Reaches::read_territories(storage::Transaction& transaction) {
  each_live(transaction, tables_.of("territories"), {"id", "name", "parent", "rules"},
            [&](const Row& row) {
              auto id = row.id(0);
              out_.grant_names[id] = text_or_empty(row, 1);
              territories_[id].parent = id_or_nil(row, 2);
              read_territory_rules(id, text_or_empty(row, 3));
              return true;
            });
  for (const auto& [id, territory] : territories_)
    if (auto parent = territories_.find(territory.parent); parent != territories_.end())
      parent->second.below.push_back(id);
  for (const auto& [territory, members] : pairs_of(transaction, "territories", "members"))
    if (territories_.contains(territory))
      for (const auto& member : members) territories_of_[member].push_back(territory);
}

// {"accounts":{…filter…},"contacts":{…}}
void Reaches::read_territory_rules(const Id& id, const std::string& rules) {
  if (rules.empty()) return;
  auto document = base::parse_json(rules);
  if (!document.is_object()) return;
  for (const auto& [entity, filter] : document.get_object()) {
    std::string name(entity);
    if (auto condition = moment_.compile(name, base::json::serialize(filter)))
      territories_[id].grants[name].push_back({id, true, std::move(*condition)});
  }
}

void Reaches::read_sharing_rules(storage::Transaction& transaction) {
  each_live(transaction, tables_.of("sharing_rules"),
            {"id", "name", "entity", "condition", "may_edit", "active"}, [&](const Row& row) {
              if (!row.is_null(5) && row.integer(5) == 0) return true;
              auto id = row.id(0);
              auto entity = text_or_empty(row, 2);
              auto filter = row.is_null(3) ? std::string("{}") : std::string(row.text(3));
              bool may_edit = !row.is_null(4) && row.integer(4) != 0;
              if (auto condition = moment_.compile(entity, filter)) {
                out_.grant_names[id] = text_or_empty(row, 1);
                rules_[id] = {entity, {id, may_edit, std::move(*condition)}};
              }
              return true;
            });
  for (const char* field : {"users", "teams", "roles", "departments"})
    for (const auto& [rule, whom] : pairs_of(transaction, "sharing_rules", field))
      if (rules_.contains(rule))
        for (const auto& id : whom) rules_for_[id].push_back(rule);
}

// Which entities anything was shared of, and with whom; not the records themselves.
void Reaches::read_shares(storage::Transaction& transaction) {
  Query query;
  query.table = &shares_table();
  query.columns = {Expression{0, "whom"}, Expression{0, "entity"}};
  query.measures = {{storage::Measure::Count, {}}};
  query.order_is_optional = true;
  transaction.select(query, [&](const Row& row) {
    shared_with_[row.id(0)].insert(std::string(row.text(1)));
    return true;
  });
}

void Reaches::read_absences(storage::Transaction& transaction) {
  Query query;
  query.table = &tables_.of("absences");
  query.columns = {Expression{0, "person"}, Expression{0, "substitute"}};
  std::int64_t today = moment_.today;
  query.where = storage::all_of({storage::is_null("deleted_at"),
                                 storage::compare("starts_on", Test::LessEqual, today),
                                 storage::compare("ends_on", Test::GreaterEqual, today)});
  query.order_is_optional = true;
  transaction.select(query, [&](const Row& row) {
    Absence absence{id_or_nil(row, 0), id_or_nil(row, 1)};
    out_.absences.push_back(absence);
    if (!absence.substitute.is_nil() && absence.substitute != absence.person)
      absent_of_[absence.substitute].push_back(absence.person);
    return true;
  });
}

// Who heads a department heads those below it; he himself is none of his people.
void Reaches::add_subordinates(const Id& head, Ids& out) const {
  if (const auto* departments = at(headed_, head))
    for (const auto& department : *departments) add_people_of(department, out, 0);
}

void Reaches::add_people_of(const Id& department, Ids& out, std::size_t depth) const {
  if (depth > kDeepest) return;
  if (const auto* people = at(people_, department))
    out.insert(out.end(), people->begin(), people->end());
  if (const auto* below = at(subdepartments_, department))
    for (const auto& id : *below) add_people_of(id, out, depth + 1);
}

void Reaches::add_territory(const Id& id, Grants& out, std::size_t depth) const {
  const auto* territory = at(territories_, id);
  if (!territory || depth > kDeepest) return;
  for (const auto& [entity, grants] : territory->grants) {
    auto& known = out[entity];
    bool is_known = std::any_of(known.begin(), known.end(),
                                [&](const Grant& grant) { return grant.id == id; });
    if (!is_known) known.insert(known.end(), grants.begin(), grants.end());
  }
  for (const auto& below : territory->below) add_territory(below, out, depth + 1);
}

void Reaches::add_territories_of(const Id& person, Grants& out) const {
  if (const auto* territories = at(territories_of_, person))
    for (const auto& id : *territories) add_territory(id, out, 0);
}

void Reaches::add_rules(const Person& person, Grants& out) const {
  Ids rules;
  auto add = [&](const Id& whom) {
    if (const auto* found = at(rules_for_, whom))
      rules.insert(rules.end(), found->begin(), found->end());
  };
  add(person.id);
  add(person.role);
  for (const auto& team : person.teams) add(team);
  // Of his department and of those it belongs to.
  auto department = person.department;
  for (std::size_t i = 0; i < kDeepest && !department.is_nil(); ++i) {
    add(department);
    const auto* known = at(out_.departments, department);
    department = known ? known->parent : Id();
  }
  sort_once(rules);
  for (const auto& id : rules) {
    const auto& rule = rules_.at(id);
    out[rule.entity].push_back(rule.grant);
  }
}

void Reaches::add_shared(const Person& person, std::unordered_set<std::string>& out) const {
  auto add = [&](const Id& whom) {
    if (const auto* shared = at(shared_with_, whom)) out.insert(shared->begin(), shared->end());
  };
  add(person.id);
  for (const auto& team : person.teams) add(team);
}

std::shared_ptr<const Reach> Reaches::of(const Person& person) const {
  auto reach = std::make_shared<Reach>();
  add_subordinates(person.id, reach->subordinates);
  if (const auto* absent = at(absent_of_, person.id)) {
    reach->absent = *absent;
    for (const auto& id : *absent) {
      add_subordinates(id, reach->subordinates);
      if (const auto* other = out_.person(id))
        reach->absent_teams.insert(reach->absent_teams.end(), other->teams.begin(),
                                   other->teams.end());
    }
  }
  sort_once(reach->absent);
  sort_once(reach->absent_teams);
  sort_once(reach->subordinates);
  std::erase(reach->subordinates, person.id);
  std::erase_if(reach->absent_teams, [&](const Id& team) {
    return std::find(person.teams.begin(), person.teams.end(), team) != person.teams.end();
  });
  add_territories_of(person.id, reach->territories);
  for (const auto& id : reach->absent) add_territories_of(id, reach->territories);
  add_rules(person, reach->rules);
  add_shared(person, reach->shared);
  if (is_empty(*reach)) return nullptr;
  reach->model = moment_.model;
  return reach;
}

}  // namespace rapport::access
