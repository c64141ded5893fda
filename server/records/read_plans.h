// ReadPlans: how one whole record is read for an actor: its fields, joins, rights and text, worked
// out once and used until people, roles or teams change; and the other queries of every save.
// Not here: lists, whose queries differ each time (listing.h).
#pragma once
#include <mutex>
#include <unordered_map>

#include "access/directory.h"
#include "records/lists/projection.h"
#include "storage/database.h"

namespace rapport::records {

struct ReadPlan {
  Projection projection;
  storage::PreparedQueryPtr query;  // parameter 0: the id; last column: the version
  std::shared_ptr<const access::Role> role;
  std::vector<base::Id> teams;
};
using ReadPlanPtr = std::shared_ptr<const ReadPlan>;

// Threads: safe. Limits: about kMost plans of some 10 kB; full, it begins anew.
class ReadPlans {
 public:
  static constexpr std::size_t kMost = 2'000;

  // All fields the actor may read, or those named. Throws: as Projection.
  ReadPlanPtr get(storage::Transaction& transaction, const Context& context,
                  const schema::EntityDef& entity, const std::vector<std::string>& fields);

  // Records by a match key: parameters key, entity; column record. As many as are worth a look.
  storage::PreparedQueryPtr with_match_key(storage::Transaction& transaction);
  // Who follows a record: parameter the record; column user.
  storage::PreparedQueryPtr followers(storage::Transaction& transaction);

 private:
  struct Key {
    base::Id user;
    const schema::EntityDef* entity;
    std::string field;  // the only one asked for; empty: all
    bool operator==(const Key&) const = default;
  };
  struct HashOfKey {
    std::size_t operator()(const Key& key) const;
  };
  ReadPlanPtr find(const Key& key, const Context& context);
  void keep(Key key, ReadPlanPtr plan);

  std::mutex mutex_;
  std::unordered_map<Key, ReadPlanPtr, HashOfKey> plans_;
  storage::PreparedQueryPtr with_match_key_, followers_;
};

}  // namespace rapport::records
