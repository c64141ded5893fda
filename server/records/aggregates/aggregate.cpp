#include "records/aggregates/aggregate.h"

#include <unordered_map>

#include "access/policy.h"
#include "base/money.h"
#include "records/aggregates/groups.h"

namespace rapport::records {

using aggregates::Function;
using aggregates::Group;
using aggregates::Key;
using aggregates::make_plan;
using aggregates::Plan;
using aggregates::Totals;
using aggregates::Wanted;
using base::Id;
using schema::Cell;
using schema::Shape;
using storage::Expression;
using storage::Query;
using storage::Row;

namespace {

constexpr std::size_t kNamesPerQuery = 500;

using Names = std::unordered_map<Id, std::string>;

bool is_link(const Key& key) {
  const auto& field = *key.resolved.field;
  return field.shape() == Shape::Reference && field.name != "id";
}

const std::string& entity_of(const Key& key, const Group& group) {
  const auto& field = *key.resolved.field;
  static const std::string kUnknown;
  if (!field.points_to_several()) return field.to.at(0);
  const auto& cell = group.keys[static_cast<std::size_t>(key.column) + 1];
  const auto* entity = std::get_if<std::string>(&cell);
  return entity ? *entity : kUnknown;
}

// Titles of those of the records that the actor may see.
void read_names(storage::Transaction& transaction, const Context& context,
                const schema::EntityDef& entity, std::vector<Cell> ids, Names& names) {
  Query query;
  query.table = &context.table(entity);
  query.columns = {Expression{0, "id"}, Expression{0, entity.title}};
  query.where = storage::all_of({storage::in(Expression{0, "id"}, std::move(ids)),
                                 access::scope(*context.actor, entity, access::Action::Read)});
  query.order_is_optional = true;
  transaction.select(query, [&](const Row& row) {
    if (!row.is_null(1)) names[row.id(0)] = row.text(1);
    return true;
  });
}

// Names of what the groups' links lead to, looked up once the groups are chosen: a join would look
// up those of every record.
Names names_of_links(storage::Transaction& transaction, const Context& context, const Plan& plan,
                     const std::vector<Group>& groups) {
  std::unordered_map<std::string, std::vector<Cell>> wanted;
  for (const auto& key : plan.keys) {
    if (!is_link(key)) continue;
    for (const auto& group : groups) {
      const Cell& id = group.keys[static_cast<std::size_t>(key.column)];
      if (!schema::is_null(id)) wanted[entity_of(key, group)].push_back(id);
    }
  }
  Names names;
  for (const auto& [name, ids] : wanted) {
    const auto* entity = context.model->schema->find(name);
    for (std::size_t from = 0; entity && from < ids.size(); from += kNamesPerQuery) {
      auto until = std::min(from + kNamesPerQuery, ids.size());
      std::vector<Cell> some(ids.begin() + static_cast<std::ptrdiff_t>(from),
                             ids.begin() + static_cast<std::ptrdiff_t>(until));
      read_names(transaction, context, *entity, std::move(some), names);
    }
  }
  return names;
}

void write_key(const Key& key, const Group& group, const Names& names, base::JsonWriter& json) {
  json.key(key.name);
  const Cell& cell = group.keys[static_cast<std::size_t>(key.column)];
  if (schema::is_null(cell)) {
    json.null();
  } else if (is_link(key)) {
    auto id = std::get<Id>(cell);
    json.begin_object().member("id", id).member("entity", entity_of(key, group)).key("name");
    if (auto name = names.find(id); name != names.end()) json.value(name->second);
    else json.null();
    json.end_object();
  } else if (key.part != storage::Transform::None) {
    json.value(std::get<std::string>(cell));
  } else {
    schema::CellVectorSource source(group.keys);
    key.resolved.field->type->write(*key.resolved.field, source, key.column, json);
  }
}

void write_money(const Wanted& wanted, const Totals& totals, base::JsonWriter& json) {
  auto write = [&](const auto& entry) {
    auto amount = base::format_decimal(number_of(wanted, entry.second), base::kMoneyScale, 2);
    json.begin_object().member("amount", amount).member("currency", entry.first).end_object();
  };
  if (totals.size() == 1) return write(*totals.begin());
  json.begin_object().key("amount").null().key("currency").null().key("by_currency").begin_array();
  for (const auto& entry : totals) write(entry);
  json.end_array().end_object();
}

// Whole numbers as JSON numbers, decimals and all averages as decimals in a string.
void write_number(const Wanted& wanted, __int128 number, base::JsonWriter& json) {
  auto text = base::format_decimal(number, scale_of(wanted), 0);
  bool whole = wanted.function == Function::Count ||
               (wanted.function != Function::Average && wanted.field().type->name() == "integer");
  if (whole) json.raw(text);
  else json.value(text);
}

void write_measure(const Wanted& wanted, const Totals& totals, base::JsonWriter& json) {
  json.key(wanted.name);
  auto shape = wanted.field().shape();
  if (totals.empty()) {
    if (wanted.function == Function::Count) json.value(0);
    else json.null();
  } else if (wanted.is_money() && wanted.function != Function::Count) {
    write_money(wanted, totals, json);
  } else if (wanted.function != Function::Count && shape != Shape::Number) {
    std::vector<Cell> cells{*totals.begin()->second.extreme};
    wanted.field().type->write(wanted.field(), schema::CellVectorSource(cells), 0, json);
  } else {
    write_number(wanted, number_of(wanted, totals.begin()->second), json);
  }
}

}  // namespace

std::string aggregate(storage::Transaction& transaction, const Context& context,
                      const schema::EntityDef& entity, const base::json::value& body) {
  PathResolver paths(context, entity);
  ListRequest list;
  auto plan = make_plan(paths, body, list);
  plan.query.where = list_condition(paths, list, access::Action::Read);
  plan.query.joins = paths.joins();
  aggregates::Groups rows(context, plan);
  transaction.select(plan.query, [&](const Row& row) { return rows.take(row); });
  auto groups = rows.finish();
  auto names = names_of_links(transaction, context, plan, groups);
  std::string out;
  base::JsonWriter json(out);
  json.begin_object().key("groups").begin_array();
  for (const auto& group : groups) {
    json.begin_object();
    for (const auto& key : plan.keys) write_key(key, group, names, json);
    for (std::size_t i = 0; i < plan.wanted.size(); ++i)
      write_measure(plan.wanted[i], group.totals[i], json);
    json.member("count", group.count).end_object();
  }
  json.end_array().member("more", rows.more()).end_object();
  return out;
}

}  // namespace rapport::records
