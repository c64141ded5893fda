#include "imports/columns/targets.h"

#include <algorithm>
#include <array>
#include <span>

#include "access/policy.h"

namespace rapport::imports {

using access::FieldAccess;
using base::Failure;
using schema::EntityDef;
using schema::FieldDef;
using schema::Shape;

namespace {

constexpr std::array<std::string_view, 7> kAddress = {
    "street", "city", "region", "postal_code", "country", "latitude", "longitude"};
constexpr std::array<std::string_view, 4> kBank = {"bank", "bik", "account",
                                                   "correspondent_account"};
constexpr std::array<std::string_view, 4> kKinds = {"work", "mobile", "home", "other"};

struct Members {
  Part part;
  std::span<const std::string_view> names;
};

Members members_of(const FieldDef& field) {
  auto type = field.type->name();
  if (type == "address") return {Part::Member, kAddress};
  if (type == "bank_accounts") return {Part::Member, kBank};
  if (type == "phones") return {Part::Kind, kKinds};
  if (type == "emails") return {Part::Kind, std::span(kKinds)};
  return {Part::Value, {}};
}

bool is_link(const FieldDef& field) {
  auto shape = field.shape();
  bool links = shape == Shape::Reference || shape == Shape::References;
  return links && field.type->name() != "file" && field.type->name() != "id";
}

// Fields of the target by which a link may be found.
bool can_find_by(const records::Context& context, const FieldDef& link, std::string_view member) {
  if (member == "id") return true;
  return std::any_of(link.to.begin(), link.to.end(), [&](const std::string& name) {
    const auto& entity = context.entity(name);
    const auto* field = entity.find(member);
    return field && field->shape() == Shape::Text &&
           access::field_access(*context.actor, entity, *field) != FieldAccess::Hidden;
  });
}

base::Result<Target> find_part(const records::Context& context, const FieldDef& field,
                               std::string_view path, std::string_view member) {
  Target target{std::string(path), Part::Value, &field, std::string(member)};
  if (is_link(field)) {
    target.part = Part::Link;
    if (member.empty() || can_find_by(context, field, member)) return target;
    return Failure{"unknown_field", {{"field", std::string(path)}}};
  }
  if (field.type->name() == "file") return Failure{"read_only", {}};
  if (member.empty()) return target;
  if (field.shape() == Shape::Money && member == "amount") {
    target.member.clear();
    return target;
  }
  if (field.shape() == Shape::Money && member == "currency") {
    target.part = Part::Currency;
    return target;
  }
  auto members = members_of(field);
  if (std::find(members.names.begin(), members.names.end(), member) != members.names.end()) {
    target.part = members.part;
    return target;
  }
  return Failure{"unknown_field", {{"field", std::string(path)}}};
}

}  // namespace

bool has_person_name(const EntityDef& entity) {
  return entity.find("last_name") && entity.find("first_name") && entity.title_field().read_only;
}

base::Result<Target> find_target(const records::Context& context, const EntityDef& entity,
                                 std::string_view path) {
  auto dot = path.find('.');
  auto name = path.substr(0, dot);
  auto member = dot == std::string_view::npos ? std::string_view() : path.substr(dot + 1);
  const auto* field = entity.find(name);
  auto hidden = FieldAccess::Hidden;
  auto access = field ? access::field_access(*context.actor, entity, *field) : hidden;
  if (access == hidden || field->name == "deleted_at")
    return Failure{"unknown_field", {{"field", std::string(path)}}};
  if (path == "id") return Target{"id", Part::Id, field, {}};
  if (name == entity.title && has_person_name(entity) && member.empty())
    return Target{std::string(path), Part::FullName, field, {}};
  if (access == FieldAccess::Read) return Failure{"read_only", {}};
  return find_part(context, *field, path, member);
}

namespace {

void add_links(const records::Context& context, const FieldDef& field,
               std::vector<Target>& targets) {
  if (field.to.size() != 1) return;
  auto add = [&](const std::string& member) {
    targets.push_back({field.name + "." + member, Part::Link, &field, member});
  };
  if (field.to[0] == "users") return add("email");
  if (field.to[0] == "teams") return;
  const auto& entity = context.entity(field.to[0]);
  add("external_id");
  for (const auto& rule : entity.duplicates) {
    auto name = rule == "emails" || rule == "phones" ? rule.substr(0, 5) : rule;
    const auto* other = entity.find(name);
    if (other && other->shape() == Shape::Text) add(name);
  }
}

}  // namespace

std::vector<Target> offered_targets(const records::Context& context, const EntityDef& entity) {
  std::vector<Target> targets, parts;
  for (const auto& field : entity.fields) {
    auto target = find_target(context, entity, field.name);
    if (!target || target->part == Part::Id) continue;
    targets.push_back(*target);
    if (target->part == Part::Link) add_links(context, field, parts);
    if (field.shape() == Shape::Money)
      parts.push_back({field.name + ".currency", Part::Currency, &field, "currency"});
    auto members = members_of(field);
    for (auto member : members.names)
      parts.push_back({field.name + "." + std::string(member), members.part, &field,
                       std::string(member)});
  }
  // One's own fields come before those that every entity has.
  std::stable_partition(targets.begin(), targets.end(),
                        [](const Target& target) { return !target.field->system; });
  targets.insert(targets.end(), parts.begin(), parts.end());
  return targets;
}

namespace {

std::string field_label(const schema::Strings& strings, schema::Language language,
                        const std::string& entity, const FieldDef& field) {
  auto place = field.system ? std::string("system_fields.") : entity + ".fields.";
  return std::string(strings.text(language, place + field.name));
}

}  // namespace

std::string label_of(const schema::Strings& strings, schema::Language language,
                     const EntityDef& entity, const Target& target) {
  auto label = field_label(strings, language, entity.name, *target.field);
  if (target.member.empty()) return label;
  std::string part(strings.text(language, "imports.parts." + target.member));
  bool of_linked = target.part == Part::Link && target.field->to.size() == 1;
  if (of_linked && !strings.has(language, "imports.parts." + target.member)) {
    bool system = target.member == "external_id";
    auto place = system ? "system_fields." : target.field->to[0] + ".fields.";
    part = strings.text(language, place + target.member);
  }
  return label + ": " + part;
}

}  // namespace rapport::imports
