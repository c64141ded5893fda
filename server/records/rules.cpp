#include "records/rules.h"

namespace rapport::records {

const EntityRules& Rules::of(const std::string& entity) const {
  static const EntityRules kNone;
  auto it = rules_.find(entity);
  return it == rules_.end() ? kNone : it->second;
}

ActionHandler Rules::find_action(const std::string& entity, std::string_view name) const {
  for (const auto& owner : {entity, std::string("*")}) {
    auto it = actions_.find(owner + "/" + std::string(name));
    if (it != actions_.end()) return it->second;
  }
  return nullptr;
}

}  // namespace rapport::records
