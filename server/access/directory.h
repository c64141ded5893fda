// Directory: people, teams and roles of the company in memory, for names and rights. Made anew when
// one of them changes.
#pragma once
#include <memory>
#include <mutex>
#include <string>
#include <unordered_map>

#include "access/actor.h"
#include "storage/database.h"
#include "storage/tables.h"

namespace rapport::access {

struct Person {
  base::Id id;
  std::string name, email, time_zone;
  base::Id role;
  std::vector<base::Id> teams;
  schema::Language language = schema::Language::En;
  bool active = true;
};

struct DirectorySnapshot {
  std::unordered_map<base::Id, Person> people;
  std::unordered_map<base::Id, std::string> teams;
  std::unordered_map<base::Id, std::shared_ptr<const Role>> roles;
  std::unordered_map<std::string, base::Id> by_email;  // folded
  // Of active people: as they usually are, and as who has just proved who it is.
  std::unordered_map<base::Id, std::shared_ptr<const Actor>> actors, confirmed_actors;

  const Person* person(const base::Id& id) const;
  // Empty when unknown.
  std::string_view person_name(const base::Id& id) const;
  std::string_view team_name(const base::Id& id) const;
  const Role* role_by_key(std::string_view key) const;
  // Nothing for an unknown or disabled person.
  std::shared_ptr<const Actor> actor(const base::Id& user) const;
  // The same person with Actor::confirmed: for the command line, and for work begun by such a one.
  std::shared_ptr<const Actor> confirmed_actor(const base::Id& user) const;
};

using DirectoryPtr = std::shared_ptr<const DirectorySnapshot>;

// Reads users, teams and roles.
DirectoryPtr load_directory(storage::Transaction& transaction, const schema::Schema& schema,
                            const storage::EntityTables& tables);

// Holds the latest snapshot. Threads: safe.
class Directory {
 public:
  DirectoryPtr get() const {
    std::lock_guard lock(mutex_);
    return snapshot_;
  }
  void set(DirectoryPtr snapshot) {
    std::lock_guard lock(mutex_);
    snapshot_ = std::move(snapshot);
  }

 private:
  mutable std::mutex mutex_;
  DirectoryPtr snapshot_ = std::make_shared<const DirectorySnapshot>();
};

}  // namespace rapport::access
