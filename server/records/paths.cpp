#include "records/paths.h"

#include "access/policy.h"
#include "base/limits.h"
#include "base/text.h"

namespace rapport::records {

using base::ErrorKind;
using schema::EntityDef;
using schema::FieldDef;
using schema::Shape;
using storage::Expression;

std::string label_path(const ResolvedField& resolved) {
  const auto& field = *resolved.field;
  return (field.system ? "system_fields." : resolved.entity->name + ".fields.") + field.name;
}

int PathResolver::join(int source, const FieldDef& field, const EntityDef& target) {
  std::string key = std::to_string(source) + "." + field.name + ">" + target.name;
  if (auto it = known_.find(key); it != known_.end()) return it->second;
  storage::Source join;
  join.number = next_source_++;
  join.table = &context_.table(target);
  join.parent = source;
  join.parent_column = field.name;
  if (field.points_to_several()) {
    join.parent_kind_column = field.name + "_entity";
    join.kind = target.name;
  }
  known_[key] = join.number;
  joins_.push_back(std::move(join));
  return known_[key];
}

PathResolver PathResolver::nested(const EntityDef& entity, int source) {
  PathResolver inner(context_, entity);
  inner.root_source_ = source;
  inner.next_source_ = next_source_;
  return inner;
}

ResolvedField PathResolver::resolve(std::string_view path, const std::string& place) {
  auto steps = base::split(path, '.');
  if (steps.empty() || steps.size() > base::limits::kPathDepth)
    base::fail(ErrorKind::Malformed, "unknown_field", place, {{"field", std::string(path)}});
  ResolvedField at{&root_, nullptr, root_source_};
  for (std::size_t i = 0; i < steps.size(); ++i) {
    const auto* field = at.entity->find(steps[i]);
    if (!field)
      base::fail(ErrorKind::Malformed, "unknown_field", place, {{"field", std::string(path)}});
    if (access::field_access(*context_.actor, *at.entity, *field) == access::FieldAccess::Hidden)
      base::fail(ErrorKind::Forbidden, "hidden_field", place, {{"field", std::string(path)}});
    at.field = field;
    if (i + 1 == steps.size()) break;
    if (field->shape() != Shape::Reference || field->to.size() != 1)
      base::fail(ErrorKind::Malformed, "unknown_field", place, {{"field", std::string(path)}});
    const auto& target = context_.entity(field->to[0]);
    if (access::level_of(*context_.actor, target, access::Action::Read) == access::Level::None)
      base::fail(ErrorKind::Forbidden, "hidden_field", place, {{"field", std::string(path)}});
    at.source = join(at.source, *field, target);
    at.entity = &target;
  }
  return at;
}

Expression PathResolver::comparable(const ResolvedField& resolved) const {
  const auto& field = *resolved.field;
  Expression expression{resolved.source, field.name};
  if (field.folded_column >= 0)
    expression.column = resolved.entity->columns[field.folded_column].name;
  else if (field.shape() == Shape::Text && !field.unique)
    expression.transform = storage::Transform::Fold;
  return visible(resolved, std::move(expression));
}

Expression PathResolver::visible(const ResolvedField& resolved, Expression expression) const {
  if (resolved.source == root_source_) return expression;
  auto scope =
      access::scope(*context_.actor, *resolved.entity, access::Action::Read, resolved.source);
  if (scope.kind != storage::Condition::Kind::Always)
    expression.visible_if = std::make_shared<storage::Condition>(std::move(scope));
  return expression;
}

}  // namespace rapport::records
