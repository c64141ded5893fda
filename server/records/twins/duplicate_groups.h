// Duplicate groups: records of one entity that are likely the same, found in bulk by the index of
// match keys. Not here: the keys (duplicates.h), the twins of one record (RecordService), merging.
#pragma once
#include "base/json.h"
#include "records/duplicates.h"

namespace rapport::records {

struct GroupsRequest {
  std::string by;  // a rule of the entity without its "~"; empty: all
  std::size_t limit = 20;
  std::string cursor;
};

// {"groups":[{"by","fields":[what all of it have in common],"records":[{…}],"more"}],"next"}: live
// records that the actor may see, two or more in a group, the surest rules first; each group once.
// `more`: the key has more records than are looked at. A page may be short or empty though `next`
// leads on: it ends when its time is over.
// Cost: about kTimeUs at most, whatever the number of records. Throws: Error{Malformed}.
std::string duplicate_groups_page(storage::Transaction& transaction, const Context& context,
                                  const schema::EntityDef& entity, const GroupsRequest& request);

// Pairs of records that somebody said are not the same.
const storage::Table& different_records_table();

// {"ids":[…],"different":true}: all pairs of them; false takes it back.
// The actor must see them all and be one who may change one of them.
// Throws: Error{Malformed}, Error{NotFound}, Error{Forbidden}.
void mark_different(storage::Transaction& transaction, const Context& context,
                    const schema::EntityDef& entity, const base::json::value& body);

// Of those ids the ones that were said to be different from the record.
std::vector<base::Id> different_from(storage::Transaction& transaction, const base::Id& record);

}  // namespace rapport::records
