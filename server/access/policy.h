// Policy: who may do what to which rows and fields. Rows: as a condition added to the query, never
// a filter after it.
#pragma once
#include "access/actor.h"
#include "schema/entity_def.h"
#include "storage/query.h"

namespace rapport::access {

// The level an actor has; entities of the models Shared and System are read by all who are signed
// in. Of a Published one it says whether the actor reads any; which ones, is said by each record.
Level level_of(const Actor& actor, const schema::EntityDef& entity, Action action);

// Rows of `source` that the actor may treat so.
storage::Condition scope(const Actor& actor, const schema::EntityDef& entity, Action action,
                         int source = 0);

// Whose records the level reaches: of these owners, and of these teams.
struct Held {
  std::vector<base::Id> owners, teams;
};
Held held_by(const Actor& actor, Level level);

// What was shared by hand: record, whom (a person or a team), entity, may_edit, by, at.
const storage::Table& shares_table();

// Whether the scope holds more than owner and team can tell: territories, sharing rules, shares.
bool is_shared_further(const Actor& actor, const schema::EntityDef& entity, Action action);

// The same question of one record, as far as its owner and team can tell it.
bool covers(const Actor& actor, Level level, const schema::Cell& owner, const schema::Cell& team);
// And of one that is Published, by what its field `shared` says.
bool is_published_to(const Actor& actor, const schema::Cell& shared, const schema::Cell& owner,
                     const schema::Cell& team);

// Whether a record of the entity says who may sign in, what they may do or whose records they
// reach.
bool is_about_access(const schema::EntityDef& entity);
// Whether this field of it does: what else it says (a telephone) is changed like anything.
bool is_about_access(const schema::EntityDef& entity, const schema::FieldDef& field);
// Throws: Error{Forbidden, "confirm_needed"} for an actor who has not just proved who it is.
void require_confirmed(const Actor& actor);
// The same where a record of the entity is made, goes or comes back, if that is about access.
void require_confirmed_for(const Actor& actor, const schema::EntityDef& entity);
// And where the field of one is changed.
void require_confirmed_for(const Actor& actor, const schema::EntityDef& entity,
                           const schema::FieldDef& field);

enum class FieldAccess { Hidden, Read, Edit };

// What a role may do with a field, and whether it is writable at all.
FieldAccess field_access(const Actor& actor, const schema::EntityDef& entity,
                         const schema::FieldDef& field);

}  // namespace rapport::access
