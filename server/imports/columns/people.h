// People and teams of the company by their names as files tell them.
// Not here: rights of who imports.
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "access/directory.h"

namespace rapport::imports {

class People {
 public:
  explicit People(const access::DirectorySnapshot& directory);
  // By e-mail, id or name, its words in any order. Nothing for a stranger and for two of a name.
  std::optional<base::Id> person(std::string_view text) const;
  std::optional<base::Id> team(std::string_view text) const;

 private:
  std::unordered_map<std::string, base::Id> people_, teams_;  // nil: several
};

}  // namespace rapport::imports
