#include "records/links.h"

#include <algorithm>
#include <set>

#include "access/policy.h"
#include "records/history.h"
#include "records/service.h"

namespace rapport::records {

using access::Action;
using base::ErrorKind;
using base::Id;
using schema::EntityDef;
using schema::FieldDef;
using schema::Shape;
using storage::Expression;
using storage::Query;
using storage::Row;
using storage::Test;

namespace {

// A live record of the entity that the actor may see.
bool can_link(storage::Transaction& transaction, const Context& context, const EntityDef& target,
              const Id& id) {
  if (target.name == "users") return context.directory->person(id) != nullptr;
  if (target.name == "teams") return !context.directory->team_name(id).empty();
  Query query;
  query.table = &context.table(target);
  query.where =
      storage::all_of({storage::compare("id", Test::Equal, id), storage::is_null("deleted_at"),
                       access::scope(*context.actor, target, Action::Read)});
  query.order_is_optional = true;
  return transaction.count(query, 1) > 0;
}

bool changed(const Record& record, const Record* before, const FieldDef& field) {
  return !before || Record::differs(record, *before, field);
}

// To several entities with only an id given: the first that has such a record.
bool settle_target(storage::Transaction& transaction, const Context& context, Record& record,
                   const FieldDef& field, const Id& id) {
  auto given = record.reference(field.name)->entity;
  for (const auto& name : field.to) {
    if (!given.empty() && given != name) continue;
    if (!can_link(transaction, context, context.entity(name), id)) continue;
    record.set(field.name, Reference{name, id});
    return true;
  }
  return false;
}

}  // namespace

void check_references(storage::Transaction& transaction, const Context& context, Record& record,
                      const Record* before, std::vector<base::FieldError>& errors) {
  for (const auto& field : record.entity().fields) {
    if (field.shape() != Shape::Reference || field.to.empty() || field.read_only) continue;
    auto id = record.id(field.name);
    if (!id || !changed(record, before, field)) continue;
    bool ok = field.points_to_several()
                  ? settle_target(transaction, context, record, field, *id)
                  : can_link(transaction, context, context.entity(field.to[0]), *id);
    if (!ok) errors.push_back({field.name, "not_found_link", {{"id", id->text()}}});
  }
}

namespace {

std::set<Id> pairs_of(storage::Transaction& transaction, const storage::Table& table, const Id& a) {
  Query query;
  query.table = &table;
  query.columns = {Expression{0, "b"}};
  query.where = storage::compare("a", Test::Equal, a);
  query.order_is_optional = true;
  std::set<Id> found;
  transaction.select(query, [&](const Row& row) {
    found.insert(row.id(0));
    return true;
  });
  return found;
}

}  // namespace

void add_pair(storage::Transaction& transaction, const storage::Table& table, const Id& a,
              const Id& b) {
  storage::Insert insert;
  insert.table = &table;
  insert.values = {{"a", a}, {"b", b}};
  insert.ignore_conflict = true;
  transaction.insert(insert);
}

void remove_pair(storage::Transaction& transaction, const storage::Table& table, const Id& a,
                 const Id& b) {
  storage::Delete remove;
  remove.table = &table;
  remove.where = storage::all_of(
      {storage::compare("a", Test::Equal, a), storage::compare("b", Test::Equal, b)});
  transaction.remove(remove);
}


bool store_links(storage::Transaction& transaction, const Context& context, const Record& record,
                 const LinksChange& change, std::vector<base::FieldError>& errors) {
  const auto& table = context.model->tables.of_link(record.entity(), *change.field);
  const auto& target = context.entity(change.field->to.at(0));
  auto current = pairs_of(transaction, table, record.id());
  std::set<Id> wanted(change.ids.begin(), change.ids.end());
  for (const auto& id : wanted)
    if (!current.contains(id) && !can_link(transaction, context, target, id))
      errors.push_back({change.field->name, "not_found_link", {{"id", id.text()}}});
  if (current == wanted || !errors.empty()) return false;
  for (const auto& id : current)
    if (!wanted.contains(id)) remove_pair(transaction, table, record.id(), id);
  for (const auto& id : wanted)
    if (!current.contains(id)) add_pair(transaction, table, record.id(), id);
  return true;
}

std::string title_of(storage::Transaction& transaction, const Context& context,
                     const EntityDef& entity, const Id& id) {
  if (entity.name == "users") return std::string(context.directory->person_name(id));
  if (entity.name == "teams") return std::string(context.directory->team_name(id));
  Query query;
  query.table = &context.table(entity);
  query.columns = {Expression{0, entity.title}};
  query.where = storage::compare("id", Test::Equal, id);
  query.order_is_optional = true;
  std::string title;
  transaction.select(query, [&](const Row& row) {
    if (!row.is_null(0)) title = row.text(0);
    return false;
  });
  return title;
}

namespace {

const schema::RelatedList& related_list(const EntityDef& entity, std::string_view name) {
  for (const auto& list : entity.related)
    if (list.name == name) return list;
  base::fail(ErrorKind::NotFound, "unknown_related", "", {{"name", std::string(name)}});
}

// Ties through a plain link change the other record's field; through a link table they make a pair.
void change_tie(storage::Transaction& transaction, const Context& context, const EntityDef& entity,
                const Id& id, std::string_view name, const Id& other, bool tied) {
  const auto& list = related_list(entity, name);
  const auto& target = context.entity(list.entity);
  RecordService service(transaction, context);
  service.load(entity, id, list.many_to_many && list.forward ? Action::Update : Action::Read);
  auto far = service.load(target, other,
                          list.many_to_many && list.forward ? Action::Read : Action::Update);
  const auto& holder = list.many_to_many && list.forward ? entity : target;
  const auto& field = holder.field(list.field);
  if (access::field_access(*context.actor, holder, field) != access::FieldAccess::Edit)
    base::fail(ErrorKind::Invalid, "read_only", field.name);
  if (list.many_to_many) {
    access::require_confirmed_for(*context.actor, holder, field);
    const auto& table = context.model->tables.of_link(holder, field);
    auto change = tied ? add_pair : remove_pair;
    change(transaction, table, list.forward ? id : other, list.forward ? other : id);
    append_log(transaction, context, {tied ? "linked" : "unlinked", &entity, id, 0, {}});
    return;
  }
  if (!tied && far.id(field.name) != id) base::fail(ErrorKind::NotFound, "not_found");
  FieldChange change{&field, std::vector<schema::Cell>(field.column_count)};
  if (tied) change.cells[0] = id;
  if (tied && field.points_to_several()) change.cells[1] = entity.name;
  Changes changes;
  changes.fields.push_back(std::move(change));
  service.update(target, other, changes);
}

}  // namespace

void tie(storage::Transaction& transaction, const Context& context, const EntityDef& entity,
         const Id& id, std::string_view list, const Id& other) {
  change_tie(transaction, context, entity, id, list, other, true);
}

void untie(storage::Transaction& transaction, const Context& context, const EntityDef& entity,
           const Id& id, std::string_view list, const Id& other) {
  change_tie(transaction, context, entity, id, list, other, false);
}

void move_links(storage::Transaction& transaction, const Context& context,
                const EntityDef& from_entity, const Id& from, const EntityDef& to_entity,
                const Id& to) {
  for (const auto& entity : context.model->schema->entities())
    for (const auto& field : entity.fields) {
      bool points_from =
          std::find(field.to.begin(), field.to.end(), from_entity.name) != field.to.end();
      bool points_to =
          std::find(field.to.begin(), field.to.end(), to_entity.name) != field.to.end();
      if (!points_from || !points_to) continue;
      if (field.shape() == Shape::References) {
        const auto& table = context.model->tables.of_link(entity, field);
        Query query;
        query.table = &table;
        query.columns = {Expression{0, "a"}};
        query.where = storage::compare("b", Test::Equal, from);
        query.order_is_optional = true;
        std::vector<Id> holders;
        transaction.select(query, [&](const Row& row) {
          holders.push_back(row.id(0));
          return true;
        });
        for (const auto& holder : holders) {
          remove_pair(transaction, table, holder, from);
          add_pair(transaction, table, holder, to);
        }
        continue;
      }
      storage::Update update;
      update.table = &context.table(entity);
      update.values = {{field.name, to}};
      update.where = storage::compare(field.name, Test::Equal, from);
      if (field.points_to_several())
        update.values.push_back({field.name + "_entity", to_entity.name});
      transaction.update(update);
    }
}

}  // namespace rapport::records
