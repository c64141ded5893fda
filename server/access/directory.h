// Directory: people, teams, roles and the company's structure in memory, for names and rights. Made
// anew when one of them changes.
#pragma once
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <unordered_map>

#include "access/actor.h"
#include "base/clock.h"
#include "base/date.h"
#include "outbound/addresses.h"
#include "storage/database.h"
#include "storage/tables.h"

namespace rapport::access {

struct Person {
  base::Id id;
  std::string name, email, time_zone;
  base::Id role, department;  // nil: none
  std::vector<base::Id> teams;
  schema::Language language = schema::Language::En;
  bool active = true;
};

struct Department {
  std::string name;
  base::Id parent, head;  // nil: none
};

// One who is away today, and who takes his place.
struct Absence {
  base::Id person, substitute;
};

struct DirectorySnapshot {
  std::unordered_map<base::Id, Person> people;
  std::unordered_map<base::Id, std::string> teams;
  std::unordered_map<base::Id, std::shared_ptr<const Role>> roles;
  std::unordered_map<std::string, base::Id> by_email;  // folded
  std::unordered_map<base::Id, Department> departments;
  std::unordered_map<base::Id, std::string> grant_names;  // of territories and sharing rules
  std::vector<Absence> absences;
  std::vector<outbound::AddressRange> office;  // the company's own addresses
  base::Instant due = 0;  // when it has to be made anew though nothing changed; 0: never
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
  // Whether the role works from an address; one that cannot be read is not the company's own.
  bool is_in_place(const Role& role, std::string_view address) const;
};

using DirectoryPtr = std::shared_ptr<const DirectorySnapshot>;

// The rows of an entity that a filter of the contract (JSON) means, as a condition of source 0;
// nothing when it cannot be understood any more.
using Compile =
    std::function<std::optional<storage::Condition>(const std::string& entity, const std::string&)>;

struct DirectoryMoment {
  base::Date today = 0;           // of the company: who is away
  base::Instant tomorrow_at = 0;  // when that day ends
  Compile compile;                // without: territories and sharing rules give nothing
  std::shared_ptr<const void> model = nullptr;  // what the compiled conditions speak of
};

// Whether a change of the entity's records changes who may do what, or what people are called.
bool is_about_people(std::string_view entity);

// Reads all of it.
DirectoryPtr load_directory(storage::Transaction& transaction, const schema::Schema& schema,
                            const storage::EntityTables& tables,
                            const DirectoryMoment& moment = {});

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
