// Followers: who wants to hear of a record, and who has it among his favourites. A person's own
// marks; no part of the record, so neither its version nor its history knows of them.
#pragma once
#include "records/model.h"

namespace rapport::records {

// Both: a record and a user.
const storage::Table& followers_table();
const storage::Table& stars_table();

enum class PersonMark { Follow, Star };

// Sets or takes away the actor's own mark. Throws: Error{NotFound} for a record he may not see.
void set_mark(storage::Transaction& transaction, const Context& context,
              const schema::EntityDef& entity, const base::Id& id, PersonMark mark, bool on);

// {"following","starred","followers":[{"id","entity","name"}]} of a record that the actor may see.
std::string people_json(storage::Transaction& transaction, const Context& context,
                        const schema::EntityDef& entity, const base::Id& id);

// {"items":[{"id","entity","name"}]}: the actor's favourites that he may see, the latest first.
std::string stars_json(storage::Transaction& transaction, const Context& context);

std::vector<base::Id> followers_of(storage::Transaction& transaction, const Context& context,
                                   const base::Id& record);

// Whoever follows `from` follows `to` as well.
void join_followers(storage::Transaction& transaction, const Context& context,
                    const schema::EntityDef& entity, const base::Id& from, const base::Id& to);

}  // namespace rapport::records
