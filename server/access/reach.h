// Reaches: what each person reaches beside his own records and those of his teams, worked out of
// departments, territories, sharing rules, shares and absences while the directory is read.
#pragma once
#include "access/directory.h"

namespace rapport::access {

// Live rows of an entity, some of its columns.
void each_live(storage::Transaction& transaction, const storage::Table& table,
               const std::vector<std::string>& columns, const storage::RowSink& sink);
std::string text_or_empty(const storage::Row& row, int column);
base::Id id_or_nil(const storage::Row& row, int column);

class Reaches {
 public:
  // `out` has roles, people and teams already; departments, absences and the names of what gives
  // records are added to it.
  Reaches(storage::Transaction& transaction, const schema::Schema& schema,
          const storage::EntityTables& tables, const DirectoryMoment& moment,
          DirectorySnapshot& out);

  // Null: nothing.
  std::shared_ptr<const Reach> of(const Person& person) const;

 private:
  using Ids = std::vector<base::Id>;
  using Grants = std::unordered_map<std::string, std::vector<Grant>>;  // by entity
  struct Territory {
    base::Id parent;
    Grants grants;
    Ids below;  // territories right under it
  };
  struct Rule {
    std::string entity;
    Grant grant;
  };

  void read_departments(storage::Transaction& transaction);
  void read_territories(storage::Transaction& transaction);
  void read_territory_rules(const base::Id& id, const std::string& rules);
  void read_sharing_rules(storage::Transaction& transaction);
  void read_shares(storage::Transaction& transaction);
  void read_absences(storage::Transaction& transaction);
  std::unordered_map<base::Id, Ids> pairs_of(storage::Transaction& transaction, const char* entity,
                                             const char* field);
  void add_subordinates(const base::Id& head, Ids& out) const;
  void add_people_of(const base::Id& department, Ids& out, std::size_t depth) const;
  void add_territories_of(const base::Id& person, Grants& out) const;
  void add_territory(const base::Id& id, Grants& out, std::size_t depth) const;
  void add_rules(const Person& person, Grants& out) const;
  void add_shared(const Person& person, std::unordered_set<std::string>& out) const;
  bool has(const char* entity) const { return schema_.find(entity) != nullptr; }

  const schema::Schema& schema_;
  const storage::EntityTables& tables_;
  const DirectoryMoment& moment_;
  DirectorySnapshot& out_;
  std::unordered_map<base::Id, Ids> headed_, subdepartments_, people_;
  std::unordered_map<base::Id, Territory> territories_;
  std::unordered_map<base::Id, Ids> territories_of_;  // by person
  std::unordered_map<base::Id, Rule> rules_;
  std::unordered_map<base::Id, Ids> rules_for_;  // by person, team, role or department
  std::unordered_map<base::Id, std::unordered_set<std::string>> shared_with_;
  std::unordered_map<base::Id, Ids> absent_of_;  // by substitute
};

}  // namespace rapport::access
