#include "access/key_actor.h"

namespace rapport::access {

// Who may administer by a key proved who it is when the key was made.
std::shared_ptr<const Actor> actor_of_key(const ApiKey& key, const DirectorySnapshot& people,
                                          LimitedRoles& roles) {
  auto actor = people.confirmed_actor(key.user);
  if (!actor) return nullptr;
  const bool is_limited = !key.entities.empty() && actor->role;
  if (key.scope == KeyScope::Administer && !is_limited) return actor;
  auto limited = std::make_shared<Actor>(*actor);
  limited->write_allowed = key.scope != KeyScope::Read;
  limited->may_administer = limited->confirmed = key.scope == KeyScope::Administer;
  if (is_limited) limited->role = roles.of(key.id, actor->role, key.entities);
  return limited;
}

}  // namespace rapport::access
