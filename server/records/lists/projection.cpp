#include "records/lists/projection.h"

#include "access/policy.h"

namespace rapport::records {

using schema::FieldDef;
using schema::Shape;
using storage::Expression;
using storage::Row;

namespace {
constexpr std::string_view kHidden[] = {"deleted_at"};

bool is_default(const FieldDef& field) {
  return field.name != kHidden[0];
}
}  // namespace

Projection::Projection(PathResolver& paths, const std::vector<std::string>& fields) {
  const auto& entity = paths.root();
  add(paths, "id", {&entity, &entity.field("id"), paths.root_source()});
  if (fields.empty()) {
    for (const auto& field : entity.fields) {
      if (field.name == "id" || !is_default(field)) continue;
      if (access::field_access(*paths.context().actor, entity, field) ==
          access::FieldAccess::Hidden)
        continue;
      add(paths, field.name, {&entity, &field, paths.root_source()});
    }
    return;
  }
  for (const auto& path : fields)
    if (path != "id") add(paths, path, paths.resolve(path, "fields"));
}

int Projection::add_column(Expression expression) {
  columns_.push_back(std::move(expression));
  return static_cast<int>(columns_.size()) - 1;
}

int Projection::add_name(PathResolver& paths, const ResolvedField& resolved,
                         const schema::EntityDef& target) {
  int source = paths.join(resolved.source, *resolved.field, target);
  ResolvedField title{&target, &target.title_field(), source};
  return add_column(paths.visible(title, Expression{source, target.title}));
}

void Projection::add(PathResolver& paths, const std::string& key, const ResolvedField& resolved) {
  const auto& field = *resolved.field;
  Item item{Kind::Value, "", &field, resolved.entity, -1, {}};
  base::append_json_string(item.key, key);
  item.key += ':';
  auto expression = paths.visible(resolved, Expression{resolved.source, field.name});
  if (field.shape() == Shape::References) {
    item.kind = Kind::Links;
    item.column = add_column(Expression{resolved.source, "id"});
    has_links_ = true;
  } else {
    item.column = add_column(expression);
  }
  if (field.shape() == Shape::Money)
    add_column(paths.visible(resolved, Expression{resolved.source, field.name + "_currency"}));
  if (field.shape() == Shape::Reference) {
    if (field.name == "id" && field.system)
      item.kind = Kind::Id;
    else if (field.to.at(0) == "users" && field.to.size() == 1)
      item.kind = Kind::Person;
    else if (field.to.at(0) == "teams" && field.to.size() == 1)
      item.kind = Kind::Team;
    else if (!field.points_to_several())
      item.kind = Kind::Link;
    else
      item.kind = Kind::AnyLink;
    if (item.kind == Kind::AnyLink) add_column(Expression{resolved.source, field.name + "_entity"});
    if (item.kind == Kind::Link || item.kind == Kind::AnyLink)
      for (const auto& name : field.to) {
        const auto& target = paths.context().entity(name);
        item.targets.push_back({&target, add_name(paths, resolved, target)});
      }
  }
  items_.push_back(std::move(item));
}

namespace {
// Names of entities need no escapes.
void write_link(base::JsonWriter& json, const base::Id& id, std::string_view entity, bool named,
                std::string_view name) {
  auto& out = json.next_value();
  out += R"({"id":")";
  id.append_to(out);
  out += R"(","entity":")";
  out += entity;
  out += R"(","name":)";
  if (named)
    base::append_json_string(out, name);
  else
    out += "null";
  out += '}';
}
}  // namespace

void Projection::write_reference(const Context& context, const Item& item, const Row& row,
                                 base::JsonWriter& json) const {
  auto id = row.id(item.column);
  if (item.kind == Kind::Id) {
    json.value(id);
    return;
  }
  if (item.kind == Kind::Person || item.kind == Kind::Team) {
    bool person = item.kind == Kind::Person;
    auto name = person ? context.directory->person_name(id) : context.directory->team_name(id);
    return write_link(json, id, person ? "users" : "teams", !name.empty(), name);
  }
  std::string_view entity = item.targets[0].entity->name;
  if (item.kind == Kind::AnyLink)
    entity = row.is_null(item.column + 1) ? "" : row.text(item.column + 1);
  for (const auto& target : item.targets) {
    if (target.entity->name != entity) continue;
    bool named = !row.is_null(target.name_column);
    return write_link(json, id, entity, named, named ? row.text(target.name_column) : "");
  }
  json.null();
}

void Projection::write(const Context& context, const Row& row, std::string& out,
                       LinkLists& links) const {
  out += '{';
  base::JsonWriter json(out);
  bool first = true;
  for (const auto& item : items_) {
    if (!first) out += ',';
    first = false;
    out += item.key;
    base::JsonWriter value(out);
    if (item.kind == Kind::Links)
      links.places_.push_back({&item, row.id(item.column), &out, out.size()});
    else if (row.is_null(item.column))
      value.null();
    else if (item.kind == Kind::Value)
      item.field->type->write(*item.field, row, item.column, value);
    else
      write_reference(context, item, row, value);
  }
  out += '}';
}

void Projection::write(storage::Transaction& transaction, const Context& context, const Row& row,
                       std::string& out) const {
  LinkLists links;
  write(context, row, out, links);
  links.fill(transaction, context);
}

LinkLists::Lists LinkLists::read(storage::Transaction& transaction, const Context& context,
                                 const Projection::Item& item) const {
  std::vector<schema::Cell> records;
  for (const auto& place : places_)
    if (place.item == &item) records.emplace_back(place.record);
  const auto& target = context.entity(item.field->to.at(0));
  storage::Query query;
  query.table = &context.model->tables.of_link(*item.entity, *item.field);
  storage::Source source;
  source.number = 1;
  source.table = &context.table(target);
  source.parent_column = "b";
  query.joins.push_back(source);
  query.columns = {Expression{0, "a"}, Expression{0, "b"}, Expression{1, target.title}};
  auto live = storage::is_null("deleted_at");
  live.left.source = 1;
  query.where =
      storage::all_of({storage::in(Expression{0, "a"}, std::move(records)), live,
                       access::scope(*context.actor, target, access::Action::Read, 1)});
  query.order_is_optional = true;
  Lists lists;
  transaction.select(query, [&](const Row& link) {
    auto& list = lists[link.id(0)];
    if (!list.empty()) list += ',';
    base::JsonWriter json(list);
    const bool named = !link.is_null(2);
    write_link(json, link.id(1), target.name, named, named ? link.text(2) : "");
    return true;
  });
  return lists;
}

void LinkLists::fill(storage::Transaction& transaction, const Context& context) {
  std::unordered_map<const Projection::Item*, Lists> lists;
  for (const auto& place : places_)
    if (!lists.contains(place.item))
      lists[place.item] = read(transaction, context, *place.item);
  for (std::size_t i = 0; i < places_.size();) {
    auto& text = *places_[i].text;
    std::string whole;
    std::size_t done = 0;
    for (; i < places_.size() && places_[i].text == &text; ++i) {
      whole.append(text, done, places_[i].at - done);
      done = places_[i].at;
      whole += '[';
      whole += lists[places_[i].item][places_[i].record];
      whole += ']';
    }
    whole.append(text, done);
    text = std::move(whole);
  }
  places_.clear();
}

}  // namespace rapport::records
