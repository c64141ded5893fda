// Touch: the next activity and the last touch that a lead, deal, contact or account keeps for
// lists. A touch is a completed call or meeting, or a note. Kept without versions and history.
#pragma once
#include "crm/handles.h"

namespace rapport::crm::activities {

// What an activity tells of: the next thing to do, when it is open; a touch, when it was one;
// nothing in the recycle bin.
struct Mark {
  std::optional<base::Instant> due, touched;
};
Mark mark_of(const records::Record& activity);

// After a save: brings the records that the activity concerns, or concerned, up to date.
// Cost: an update of each for what only draws nearer, else a look at its activities.
void keep_touch(records::Saving& saving);
// Before a deletion.
void forget_touch(records::Saving& saving);

// Anew from all activities of the record but `without`.
void recount(records::RecordService& service, const records::Reference& target,
             const base::Id& without = {});

}  // namespace rapport::crm::activities
