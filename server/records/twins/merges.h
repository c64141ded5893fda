// Merges: what each merging of records changed, kept so that it can be taken back, and where a
// record went that was merged into another.
// Not here: what the merged record looks like (crm/system/merge.h).
#pragma once
#include "records/service.h"

namespace rapport::records {

// merges: one row each. merge_others: the records that went. merge_moves: what was tied anew.
const storage::Table& merges_table();
const storage::Table& merge_others_table();
const storage::Table& merge_moves_table();

// A field of the record that stayed.
struct MergedField {
  std::string field;
  std::vector<schema::Cell> before, after;
};

enum class TieChange {
  Moved,   // from the record that went to the one that stayed
  Joined,  // the same, and it led to the one that stayed already (a field of several links)
  Gained,  // the record that stayed leads there now, as the one that went does
};

struct MergedTie {
  std::string entity, field;  // whose field it is
  base::Id holder;            // the record with that field
  base::Id other;             // moved: where it led before; gained: where it leads now
  TieChange change = TieChange::Moved;
};

struct Merge {
  base::Id id;
  std::string entity;
  base::Id kept;
  std::vector<base::Id> others;
  std::vector<MergedField> fields;
};

void store_merge(storage::Transaction& transaction, const Context& context, const Merge& merge,
                 const std::vector<MergedTie>& ties);
// One that has not been taken back; without an id the last of the record.
std::optional<Merge> find_merge(storage::Transaction& transaction, const schema::EntityDef& entity,
                                const base::Id& kept, const std::optional<base::Id>& id);
std::vector<MergedTie> ties_of(storage::Transaction& transaction, const base::Id& merge);
void mark_taken_back(storage::Transaction& transaction, const Context& context,
                     const base::Id& merge);

// The record that this one was merged into, the last of a chain; nothing when it was not.
std::optional<base::Id> merged_into(storage::Transaction& transaction, const base::Id& id);
// The records that were merged into this one, those that had been merged into them too.
// Limits: as many as a timeline can tell of.
std::vector<base::Id> merged_from(storage::Transaction& transaction, const base::Id& id);

// Everything that points to `from` is made to point to `to`, through the pipeline: each record that
// is live gets a version and a line of history. Rights do not bound it. Returns what was done.
std::vector<MergedTie> move_ties(RecordService& service, const schema::EntityDef& entity,
                                 const base::Id& from, const base::Id& to);
// What `from` leads to by its fields of several links, `to` leads to as well.
std::vector<MergedTie> join_own_ties(RecordService& service, const schema::EntityDef& entity,
                                     const base::Id& from, const base::Id& to);
// Puts one tie back, unless it leads elsewhere by now; returns whether it was put back.
bool put_tie_back(RecordService& service, const MergedTie& tie, const base::Id& kept);

}  // namespace rapport::records
