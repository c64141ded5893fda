#include "batches/order.h"

#include <algorithm>

#include "access/policy.h"
#include "base/limits.h"
#include "records/listing.h"

namespace rapport::batches {

namespace json = base::json;
using base::ErrorKind;
using base::Id;
using schema::EntityDef;
using schema::FieldType;

namespace {

[[noreturn]] void wrong_type(const std::string& place, const char* expected) {
  base::fail(ErrorKind::Malformed, "wrong_type", place, {{"expected", expected}});
}

const json::object& object_of(const json::value& value, const std::string& place) {
  if (!value.is_object()) wrong_type(place, "object");
  return value.get_object();
}

std::vector<Id> ids_of(const json::value& value) {
  if (!value.is_array()) wrong_type("ids", "array");
  const auto& list = value.get_array();
  if (list.size() > base::limits::kBulkItems)
    base::fail(ErrorKind::TooLarge, "too_many_items", "ids",
               {{"max", std::to_string(base::limits::kBulkItems)}});
  std::vector<Id> ids;
  for (const auto& item : list) {
    auto id = item.is_string() ? Id::parse(item.get_string()) : std::nullopt;
    if (!id) base::fail(ErrorKind::Invalid, "not_an_id", "ids");
    ids.push_back(*id);
  }
  std::sort(ids.begin(), ids.end());
  ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
  return ids;
}

const EntityDef& entity_of(const records::Context& context, const json::object& body) {
  const auto* name = body.if_contains("entity");
  if (!name || !name->is_string()) wrong_type("entity", "string");
  std::string wanted(name->get_string());
  const auto* entity = context.model->schema->find(wanted);
  if (!entity) base::fail(ErrorKind::Malformed, "unknown_entity", "entity", {{"entity", wanted}});
  return *entity;
}

// Lists of words can be added to and taken from; whatever else is changed as a whole.
void check_lists(const EntityDef& entity, const json::object& lists, const std::string& place) {
  for (const auto& [key, words] : lists) {
    std::string name(key), at = place + "." + name;
    const auto* field = entity.find(name);
    if (!field) base::fail(ErrorKind::Invalid, "unknown_field", at, {{"field", name}});
    if (field->type->name() != "tags" && field->type->name() != "choices")
      base::fail(ErrorKind::Invalid, "not_a_list", at);
    if (!words.is_array()) wrong_type(at, "array");
  }
}

HandOver hand_over_of(const json::value& value) {
  HandOver wish;
  for (const auto& [key, id] : object_of(value, "hand_over")) {
    std::string name(key), place = "hand_over." + name;
    if (name != "from" && name != "to")
      base::fail(ErrorKind::Malformed, "unknown_member", place, {{"member", name}});
    auto parsed = id.is_string() ? Id::parse(id.get_string()) : std::nullopt;
    if (!parsed) base::fail(ErrorKind::Invalid, "not_an_id", place);
    (name == "from" ? wish.from : wish.to) = *parsed;
  }
  return wish;
}

void read_members(const json::object& body, Order& order) {
  for (const auto& [key, value] : body) {
    std::string name(key);
    if (name == "entity") continue;
    if (name == "ids") {
      order.ids = ids_of(value);
      order.has_ids = true;
    } else if (name == "filter") {
      order.filter = value;
    } else if (name == "q") {
      if (!value.is_string()) wrong_type(name, "string");
      order.q = std::string(value.get_string());
    } else if (name == "delete") {
      if (!value.is_bool() || !value.get_bool()) wrong_type(name, "true");
      order.is_deletion = true;
    } else if (name == "hand_over") {
      order.hand_over = hand_over_of(value);
    } else if (name == "change") {
      order.change = object_of(value, name);
    } else if (name == "add") {
      order.add = object_of(value, name);
    } else if (name == "remove") {
      order.remove = object_of(value, name);
    } else {
      base::fail(ErrorKind::Malformed, "unknown_member", name, {{"member", name}});
    }
  }
}

void check_hand_over(const records::Context& context, const Order& order) {
  bool is_more = order.has_ids || order.is_deletion || !order.change.empty() ||
                 !order.add.empty() || !order.remove.empty() || !order.filter.is_null();
  if (is_more || order.entity->name != "users")
    base::fail(ErrorKind::Malformed, "batch_one_deed");
  const auto& actor = *context.actor;
  if (!actor.is_administrator() || !actor.write_allowed)
    base::fail(ErrorKind::Forbidden, "forbidden");
  const auto& directory = *context.directory;
  const auto* to = directory.person(order.hand_over->to);
  for (const auto* who : {&order.hand_over->from, &order.hand_over->to})
    if (!directory.person(*who))
      base::fail(ErrorKind::Invalid, "not_found_link", "hand_over", {{"id", who->text()}});
  if (!to->active) base::fail(ErrorKind::Invalid, "disabled_user", "hand_over.to");
  if (order.hand_over->from == order.hand_over->to)
    base::fail(ErrorKind::Invalid, "hand_over_to_oneself", "hand_over.to");
}

void check_deed(const records::Context& context, const Order& order) {
  bool changes = !order.change.empty() || !order.add.empty() || !order.remove.empty();
  if (changes == order.is_deletion) base::fail(ErrorKind::Malformed, "batch_one_deed");
  if (order.has_ids && (!order.filter.is_null() || !order.q.empty()))
    base::fail(ErrorKind::Malformed, "batch_ids_or_filter");
  auto may = [&](access::Action action) {
    return access::level_of(*context.actor, *order.entity, action) != access::Level::None;
  };
  if (!may(order.action()) || !may(access::Action::MassEdit))
    base::fail(ErrorKind::Forbidden, "forbidden");
  check_lists(*order.entity, order.add, "add");
  check_lists(*order.entity, order.remove, "remove");
  auto all = order.change;
  for (const auto& [name, value] : with_lists(order, {})) all[name] = value;
  if (!order.is_deletion)
    records::parse_changes(context, *order.entity, all, records::ChangesFor::Update);
}

}  // namespace

Order parse_order(const records::Context& context, const json::value& body) {
  const auto& members = object_of(body, "");
  Order order;
  order.entity = &entity_of(context, members);
  read_members(members, order);
  if (order.hand_over) check_hand_over(context, order);
  else check_deed(context, order);
  return order;
}

namespace {

// What is over stays with who did it.
storage::Condition is_open(const EntityDef& entity) {
  const auto* status = entity.area == "activities" ? entity.find("status") : nullptr;
  if (!status) return storage::always();
  std::vector<storage::Cell> over;
  for (const char* key : {"done", "cancelled", "missed"})
    if (status->find_choice(key)) over.emplace_back(std::string(key));
  return storage::negate(storage::in(storage::Expression{0, "status"}, std::move(over)));
}

// What only its owner sees is of no use to another.
storage::Condition is_for_others(const EntityDef& entity) {
  if (entity.access != schema::AccessModel::Published) return storage::always();
  return storage::compare("shared", storage::Test::NotEqual, std::string("own"));
}

void add_held(storage::Transaction& transaction, const records::Context& context,
              const EntityDef& entity, const std::string& field, const Id& person,
              std::vector<Target>& targets) {
  storage::Query query;
  query.table = &context.table(entity);
  query.columns = {storage::Expression{0, "id"}};
  query.where = storage::all_of({storage::compare(field, storage::Test::Equal, person),
                                 storage::is_null("deleted_at")});
  if (field == "owner")
    for (auto& condition : {is_open(entity), is_for_others(entity)})
      if (condition.kind != storage::Condition::Kind::Always)
        query.where.children.push_back(condition);
  query.order_is_optional = true;
  transaction.select(query, [&](const storage::Row& row) {
    targets.push_back({entity.name, row.id(0), field});
    return true;
  });
}

std::vector<Target> everything_of(storage::Transaction& transaction,
                                  const records::Context& context, const Id& person) {
  using schema::AccessModel;
  std::vector<Target> targets;
  for (const auto& entity : context.model->schema->entities()) {
    bool is_owned = entity.access == AccessModel::Records ||
                    entity.access == AccessModel::Published ||
                    (entity.access == AccessModel::Shared && entity.name != "absences");
    if (is_owned) add_held(transaction, context, entity, "owner", person, targets);
    if (entity.access != AccessModel::System) continue;
    // Who leads a team, who heads a department.
    for (const auto& field : entity.fields)
      if (!field.system && field.shape() == schema::Shape::Reference && field.to.size() == 1 &&
          field.to[0] == "users")
        add_held(transaction, context, entity, field.name, person, targets);
  }
  return targets;
}

std::vector<Target> targets_of(const EntityDef& entity, const std::vector<Id>& ids) {
  std::vector<Target> targets;
  for (const auto& id : ids) targets.push_back({entity.name, id, {}});
  return targets;
}

}  // namespace

std::vector<Target> find_targets(storage::Transaction& transaction,
                                 const records::Context& context, const Order& order) {
  if (order.hand_over) return everything_of(transaction, context, order.hand_over->from);
  if (order.has_ids) return targets_of(*order.entity, order.ids);
  records::ListRequest request;
  request.filter = order.filter;
  request.q = order.q;
  records::PathResolver paths(context, *order.entity);
  storage::Query query;
  query.table = &context.table(*order.entity);
  query.columns = {storage::Expression{0, "id"}};
  query.where = records::list_condition(paths, request, access::Action::Read);
  query.joins = paths.joins();
  query.order_is_optional = true;
  std::vector<Id> ids;
  transaction.select(query, [&](const storage::Row& row) {
    ids.push_back(row.id(0));
    return true;
  });
  return targets_of(*order.entity, ids);
}

json::object with_lists(const Order& order, const json::object& before) {
  json::object lists;
  auto list_of = [&](std::string_view name) -> json::array& {
    auto [it, added] = lists.emplace(name, json::array());
    const auto* known = added ? before.if_contains(name) : nullptr;
    if (known && known->is_array()) it->value() = known->get_array();
    return it->value().as_array();
  };
  for (const auto& [name, words] : order.add)
    for (const auto& word : words.as_array()) {
      auto& list = list_of(name);
      if (std::find(list.begin(), list.end(), word) == list.end()) list.push_back(word);
    }
  for (const auto& [name, words] : order.remove)
    for (const auto& word : words.as_array()) {
      auto& list = list_of(name);
      list.erase(std::remove(list.begin(), list.end(), word), list.end());
    }
  return lists;
}

}  // namespace rapport::batches
