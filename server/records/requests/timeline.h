// Timeline: everything that happened on a record and around it, newest first: its own changes, and
// the tasks, calls, meetings, notes and files tied to it. Not here: the bare log (history.h).
#pragma once
#include "base/limits.h"
#include "records/model.h"

namespace rapport::records {

struct TimelineRequest {
  std::vector<std::string> kinds;  // empty: all
  std::string q;                   // a text that its entries must hold
  std::size_t limit = base::limits::kPageDefault;
  std::string cursor;
};

// {"items":[{"kind","at","actor","entity","id",…}],"next"}. Kinds: task call meeting note file
// (with "record": its main fields; pinned notes come first and say "pinned":true), created change
// stage deleted restored merged unmerged (with "changes":[{"field","old","new"}]), converted (the
// lead it was). What happened on records that were merged into this one comes along, by their ids.
// Only what the actor may see, source by source and field by field.
// Throws: Error{NotFound} for the record, Error{Malformed} for an unknown kind or a bad cursor.
// Cost: per source, `limit` entries of an index, however many there are.
std::string timeline_page(storage::Transaction& transaction, const Context& context,
                          const schema::EntityDef& entity, const base::Id& id,
                          const TimelineRequest& request);

}  // namespace rapport::records
