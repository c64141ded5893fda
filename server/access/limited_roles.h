// LimitedRoles: the rights of API keys for some entities: those of the person, for these alone.
// Kept as long as the person's role is the same, because plans of reading are kept by role.
#pragma once
#include <memory>
#include <mutex>
#include <string>
#include <unordered_map>
#include <vector>

#include "access/actor.h"

namespace rapport::access {

// A role's rights for some entities, and none at all for others.
Role limited_to(const Role& role, const std::vector<std::string>& entities);

// Threads: safe. Limits: about kMost keys.
class LimitedRoles {
 public:
  static constexpr std::size_t kMost = 10'000;

  // The entities of a key never change.
  std::shared_ptr<const Role> of(const base::Id& key, const std::shared_ptr<const Role>& role,
                                 const std::vector<std::string>& entities);

 private:
  struct Entry {
    std::shared_ptr<const Role> role, limited;
  };
  std::mutex mutex_;
  std::unordered_map<base::Id, Entry> entries_;
};

}  // namespace rapport::access
