// Sight: who sees a record and why, and why somebody does not. For those who administer rights; the
// answer is made of the same conditions that every query has, not of a second set of rules.
#pragma once
#include "records/model.h"

namespace rapport::records {

// {"record":{"id","entity","name","owner","team"},"seen_by":12,"people":34,
//  "rules":[{"rule","from":{"id","entity","name"}|null,"edit","count","people":[20 at most]}]}
// Rules: administrator everyone all owner team subordinates territory sharing_rule shared
// substitute. `seen_by`: active people in number; who has several rules is in each of them.
// Throws: Error{NotFound}. Cost: a look at the record for each rule by condition, and one at every
// active person in memory.
std::string sight_of_record(storage::Transaction& transaction, const Context& context,
                            const schema::EntityDef& entity, const base::Id& id);

// {"record":…,"person":{link},"active","role":{link}|null,"read":"team","update":"own",
//  "sees","edits","why":[{"rule","from","edit"}],
//  "hindered":[{"rule","from","level"}]: what would give the record if the role's level were
//  that, "hidden_fields":["…"]}. Throws: Error{NotFound} for the record or the person.
std::string sight_of_person(storage::Transaction& transaction, const Context& context,
                            const schema::EntityDef& entity, const base::Id& id,
                            const base::Id& person);

}  // namespace rapport::records
