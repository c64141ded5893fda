// The actor of an API key: the person, with no more rights than the key has.
// Not here: whether the key is worth anything (stores/api_keys.h).
#pragma once
#include <memory>

#include "access/directory.h"
#include "access/limited_roles.h"
#include "access/stores/api_keys.h"

namespace rapport::access {

// Of `key` its person, scope and entities are asked. Null: its person may not act (any more).
std::shared_ptr<const Actor> actor_of_key(const ApiKey& key, const DirectorySnapshot& people,
                                          LimitedRoles& roles);

}  // namespace rapport::access
