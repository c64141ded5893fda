// Merge: several records of one entity become one, and that taken back. Not here: finding which are
// the same (records/duplicates.h), what is kept of a merge (records/twins/merges.h).
#pragma once
#include "records/rules.h"

namespace rapport::crm {

inline constexpr std::size_t kMergedAtOnce = 50;

// The action "merge" of every entity:
// {"with":[ids],"fields":{"name":"<id of the record whose value wins>"},"versions":{"<id>":7}}.
// What the record lacks it gets from the others; e-mails, phones and tags are united; all that was
// tied to the others is tied to it, and they go to the recycle bin. Answers with the record.
// The actor must be one who may change it and delete the others.
// Throws: Error{Invalid} "merge_same", "required", "unknown_field"; Error{NotFound}, {Forbidden};
// {Stale} when one of the records is not of the version that was named.
std::string merge(records::ActionCall& call);

// The action "unmerge": {"merge":"<id>","dry_run":true}, both optional; the last merge of the
// record is meant. What the merge changed is put back, but for what was changed since: fields with
// another value now, records tied elsewhere now, records gone for good. Answers
// {"record":{…},"restored":[{"id","entity","name"}],"fields":[…],"links":N,
//  "left":{"fields":[…],"links":N,"records":N}}.
// `links`: how many records are tied as before. The actor must be one who may change the record and
// delete the others.
// Throws: Error{Invalid} "no_merge"; Error{NotFound}, {Forbidden}, {Invalid} of the pipeline.
std::string unmerge(records::ActionCall& call);

}  // namespace rapport::crm
