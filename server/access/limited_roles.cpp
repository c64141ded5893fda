#include "access/limited_roles.h"

namespace rapport::access {

Role limited_to(const Role& role, const std::vector<std::string>& entities) {
  constexpr EntityRights kAll{Level::All, Level::All, Level::All, Level::All, Level::All};
  Role limited;
  limited.id = role.id;
  limited.key = role.key;
  limited.name = role.name;
  limited.works_from = role.works_from;
  limited.only_named = true;
  for (const auto& entity : entities)
    limited.entities[entity] = role.administrator ? kAll : role.rights(entity);
  limited.hidden = role.hidden;
  limited.locked = role.locked;
  return limited;
}

std::shared_ptr<const Role> LimitedRoles::of(const base::Id& key,
                                             const std::shared_ptr<const Role>& role,
                                             const std::vector<std::string>& entities) {
  std::lock_guard lock(mutex_);
  if (entries_.size() >= kMost && !entries_.contains(key)) entries_.clear();
  Entry& entry = entries_[key];
  if (entry.role != role)
    entry = {role, std::make_shared<const Role>(limited_to(*role, entities))};
  return entry.limited;
}

}  // namespace rapport::access
