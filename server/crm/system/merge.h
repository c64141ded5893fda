// Merge: several records of one entity become one. Not here: finding which are the same
// (records/duplicates.h).
#pragma once
#include "records/rules.h"

namespace rapport::crm {

inline constexpr std::size_t kMergedAtOnce = 50;

// The action "merge" of every entity:
// {"with":[ids],"fields":{"name":"<id of the record whose value wins>"}}.
// What the record lacks it gets from the others; e-mails, phones and tags are united; all that was
// tied to the others is tied to it, and they go to the recycle bin. Answers with the record.
// The actor must be one who may change it and delete the others.
// Throws: Error{Invalid} "merge_same", "required", "unknown_field"; Error{NotFound}, {Forbidden}.
std::string merge(records::ActionCall& call);

}  // namespace rapport::crm
