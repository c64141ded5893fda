// Shares: one record given by hand to a person or a team, to read or also to change. Kept beside
// the record: neither its version nor its fields know of them, its history does.
// Not here: rules that give records by a condition (grants.h), what shares open (access/policy.h).
#pragma once
#include "records/model.h"

namespace rapport::records {

// {"items":[{"whom":{"id","entity":"users"|"teams","name"},"may_edit","by":{…},"at"}],"may_share"}
// of a record that the actor may see. Throws: Error{NotFound}.
std::string shares_json(storage::Transaction& transaction, const Context& context,
                        const schema::EntityDef& entity, const base::Id& id);

// Gives the record to a person or a team, or gives it differently. Only who may change it by his
// own role may give it, and what was given to him he does not give further. Throws:
// Error{NotFound}, {Forbidden}, {Invalid} for nobody that is there or an entity without owners.
void share(storage::Transaction& transaction, const Context& context,
           const schema::EntityDef& entity, const base::Id& id, const base::Id& whom,
           bool may_edit);

// Takes it back; also who it was given to may let it go. Throws: as above.
void unshare(storage::Transaction& transaction, const Context& context,
             const schema::EntityDef& entity, const base::Id& id, const base::Id& whom);

struct Share {
  base::Id whom, by;
  bool may_edit = false;
  base::Instant at = 0;
};
// Whatever the rights.
std::vector<Share> shares_of(storage::Transaction& transaction, const base::Id& record);

// Whoever `from` was shared with sees `to` as well.
void join_shares(storage::Transaction& transaction, const schema::EntityDef& entity,
                 const base::Id& from, const base::Id& to);

void forget_shares(storage::Transaction& transaction, const base::Id& record);

}  // namespace rapport::records
