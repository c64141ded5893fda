#include "imports/links/link_resolver.h"

#include <algorithm>

#include "access/policy.h"
#include "base/text.h"
#include "imports/columns/people.h"
#include "imports/columns/person_names.h"
#include "imports/columns/targets.h"

namespace rapport::imports {

using base::Failure;
using base::Id;
using records::RecordService;
using records::Reference;
using schema::EntityDef;
using schema::FieldDef;
using storage::Expression;
using storage::Query;
using storage::Row;
using storage::Test;

namespace {

constexpr std::size_t kNamesForNearness = 500'000;  // more are not held in memory
constexpr std::size_t kRemembered = 1'000'000;
using How = NameFound::How;

storage::Condition readable(const records::Context& context, const EntityDef& entity) {
  return storage::all_of({storage::is_null("deleted_at"),
                          access::scope(*context.actor, entity, access::Action::Read)});
}

// The records whose column holds the value: none, one, or several.
NameFound find_rows(RecordService& service, const EntityDef& entity, const std::string& column,
                    schema::Cell value) {
  Query query;
  query.table = &service.context().table(entity);
  query.columns = {Expression{0, "id"}};
  query.where = storage::all_of({storage::compare(column, Test::Equal, std::move(value)),
                                 readable(service.context(), entity)});
  query.order_is_optional = true;
  query.limit = 2;
  NameFound found;
  service.transaction().select(query, [&](const Row& row) {
    found = found.how == How::None ? NameFound{How::One, row.id(0)} : NameFound{How::Several, {}};
    return true;
  });
  return found;
}

NearNames::Of kind_of(const EntityDef& entity) {
  if (has_person_name(entity)) return NearNames::Of::People;
  bool fuzzy = std::find(entity.duplicates.begin(), entity.duplicates.end(),
                         entity.title + "~") != entity.duplicates.end();
  return fuzzy ? NearNames::Of::Companies : NearNames::Of::Things;
}

std::string key_of(const LinkWish& wish) {
  std::string key = wish.field->name;
  key += '\x1f';
  key += wish.by;
  key += '\x1f';
  return key + base::fold(wish.text);
}

NameFound look_up(const People& people, const EntityDef& target, std::string_view text) {
  auto id = target.name == "users" ? people.person(text) : people.team(text);
  return id ? NameFound{How::One, *id} : NameFound{};
}

}  // namespace

LinkResolver::Names& LinkResolver::names_of(RecordService& service, const EntityDef& target) {
  auto& slot = names_[&target];
  if (slot) return *slot;
  slot = std::make_unique<Names>(Names{NearNames(kind_of(target))});
  Query query;
  query.table = &service.context().table(target);
  query.columns = {Expression{0, "id"}, Expression{0, target.title}};
  query.where = readable(service.context(), target);
  query.order_is_optional = true;
  std::size_t count = 0;
  service.transaction().select(query, [&](const Row& row) {
    if (!row.is_null(1)) slot->names.add(row.text(1), row.id(0));
    slot->is_too_large = ++count > kNamesForNearness;
    return !slot->is_too_large;
  });
  return *slot;
}

LinkResolver::Values& LinkResolver::values_of(RecordService& service, const EntityDef& target,
                                              const FieldDef& field) {
  auto [slot, added] = values_.try_emplace(&field);
  if (!added) return slot->second;
  Query query;
  query.table = &service.context().table(target);
  query.columns = {Expression{0, "id"}, Expression{0, field.name}};
  query.where = readable(service.context(), target);
  query.order_is_optional = true;
  service.transaction().select(query, [&](const Row& row) {
    if (!row.is_null(1)) slot->second[base::fold(row.text(1))].push_back(row.id(0));
    return true;
  });
  return slot->second;
}

NameFound LinkResolver::find_by_field(RecordService& service, const EntityDef& target,
                                      const FieldDef& field, std::string_view text) {
  if (field.folded_column >= 0)
    return find_rows(service, target, target.columns[field.folded_column].name, base::fold(text));
  if (field.unique) return find_rows(service, target, field.name, std::string(text));
  const auto& values = values_of(service, target, field);
  auto it = values.find(base::fold(text));
  if (it == values.end()) return {};
  return it->second.size() > 1 ? NameFound{How::Several, {}}
                               : NameFound{How::One, it->second.front()};
}

NameFound LinkResolver::find_by_name(RecordService& service, const EntityDef& target,
                                     std::string_view text) {
  auto found = find_by_field(service, target, target.title_field(), text);
  if (found.how != How::None) return found;
  found = find_rows(service, target, "external_id", std::string(text));
  if (found.how != How::None) return found;
  const auto* email = text.find('@') == std::string_view::npos ? nullptr : target.find("email");
  if (email) return find_by_field(service, target, *email, text);
  const auto& known = names_of(service, target);
  if (known.is_too_large) return {};
  found = known.names.same(text);
  return found.how == How::None ? known.names.near(text) : found;
}

NameFound LinkResolver::find(RecordService& service, const EntityDef& target,
                             const LinkWish& wish) {
  const auto& context = service.context();
  if (target.name == "users" || target.name == "teams")
    return look_up(People(*context.directory), target, wish.text);
  auto id = wish.by.empty() || wish.by == "id" ? Id::parse(wish.text) : std::nullopt;
  if (id) return find_rows(service, target, "id", *id);
  if (wish.by == "id") return {};
  if (wish.by.empty() || wish.by == target.title) return find_by_name(service, target, wish.text);
  const auto* field = target.find(wish.by);
  return field ? find_by_field(service, target, *field, wish.text) : NameFound{};
}

std::optional<Id> LinkResolver::create(RecordService& service, const EntityDef& target,
                                       std::string_view name,
                                       std::vector<records::Record>& made) {
  const auto& context = service.context();
  auto level = access::level_of(*context.actor, target, access::Action::Create);
  if (target.access == schema::AccessModel::System || level == access::Level::None)
    return std::nullopt;
  records::Changes changes;
  if (has_person_name(target)) {
    auto parts = split_person_name(name);
    for (const auto& [field, part] : {std::pair("last_name", parts.last),
                                      std::pair("first_name", parts.first),
                                      std::pair("middle_name", parts.middle)})
      if (!part.empty() && target.find(field)) changes.set(target, field, part);
  } else {
    changes.set(target, target.title, std::string(name));
  }
  records::SaveOptions options;
  options.on_duplicate = records::OnDuplicate::Create;
  made.push_back(service.create(target, changes, options).record);
  learn(made.back());
  return made.back().id();
}

base::Result<Reference> LinkResolver::resolve(RecordService& service, const LinkWish& wish,
                                              std::vector<records::Record>& made) {
  auto key = key_of(wish);
  if (auto it = known_.find(key); it != known_.end()) return it->second;
  if (auto it = unknown_.find(key); it != unknown_.end()) return it->second;
  bool several = false;
  for (const auto& name : wish.field->to) {
    auto found = find(service, service.context().entity(name), wish);
    several = several || found.how == How::Several;
    if (found.how != How::One) continue;
    if (known_.size() > kRemembered) known_.clear();
    return known_[key] = Reference{name, found.id};
  }
  bool by_name = wish.by.empty() || wish.by == "name";
  if (!several && create_ == CreateLinked::Yes && wish.field->to.size() == 1 && by_name) {
    const auto& target = service.context().entity(wish.field->to[0]);
    if (auto id = create(service, target, wish.text, made))
      return known_[key] = Reference{target.name, *id};
  }
  Failure failure{several ? "import_ambiguous_link" : "import_no_link",
                  {{"value", std::string(wish.text)}}};
  if (unknown_.size() > kRemembered) unknown_.clear();
  unknown_[key] = failure;
  return failure;
}

void LinkResolver::learn(const records::Record& record) {
  const auto& entity = record.entity();
  if (auto it = names_.find(&entity); it != names_.end() && !it->second->is_too_large)
    it->second->names.add(record.title(), record.id());
  for (auto& [field, values] : values_)
    if (entity.find(field->name) == field)
      if (auto value = record.text(field->name)) values[base::fold(*value)].push_back(record.id());
  // What was not there may be there now.
  if (!unknown_.empty()) unknown_.clear();
}

void LinkResolver::forget() {
  known_.clear();
  unknown_.clear();
  names_.clear();
  values_.clear();
}

}  // namespace rapport::imports
