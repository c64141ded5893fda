// Notices: what a person is told of what others did: he was named, was given a record, or a record
// that he follows changed. One row each, his own; nobody else reads it.
// Not here: by which ways he is told beside the screen.
#pragma once
#include <set>

#include "base/json.h"
#include "records/model.h"
#include "records/record.h"

namespace rapport::records {

const storage::Table& notices_table();

// Told of after each save, in its transaction: `before` is null for a new record. What an import
// does is told to nobody. Cost: a look at the followers of the record; for each who is told a row.
void tell_people(storage::Transaction& transaction, const Context& context, const Record& record,
                 const Record* before);
// The same of a deletion.
void tell_of_deletion(storage::Transaction& transaction, const Context& context,
                      const Record& record);

// Told to every administrator: somebody takes much (audit/alarms.h). A notice of kind "alarm" with
// that person as its record; returns who was told.
std::vector<base::Id> tell_administrators(storage::Transaction& transaction,
                                          const Context& context, const base::Id& person);

// A person who was given the record, or the people of a team, whoever may see it so far.
void tell_of_share(storage::Transaction& transaction, const Context& context,
                   const Record& record, const base::Id& whom);

// Names of people after an "@" in a text, the longest that fits; two of one name are both meant.
std::vector<base::Id> people_named(const access::DirectorySnapshot& directory,
                                   std::string_view text);

struct NoticesRequest {
  bool only_unread = false;
  std::size_t limit = 50;
  std::string cursor;
};

// {"items":[{"id","kind","at","actor","count","read","record":{"id","entity","name"},
// "source":…}],"next","unread"}: the actor's own, the latest first. Kinds: mention assigned shared
// changed added deleted alarm. `count`: how often since he last looked. Records that he may not see
// any more are left out; a deleted one has a name still.
std::string notices_page(storage::Transaction& transaction, const Context& context,
                         const NoticesRequest& request);

// {"ids":[1,2]}: those; {}: all. Throws: Error{Malformed}.
void mark_read(storage::Transaction& transaction, const Context& context,
               const base::json::value& body);

// How many a person has not read, counted up to kUnreadMost; and the number of his last one.
inline constexpr std::int64_t kUnreadMost = 100;
struct NoticesState {
  std::int64_t unread = 0, last = 0;
  bool operator==(const NoticesState&) const = default;
};
NoticesState notices_state(storage::Transaction& transaction, const base::Id& user);

// The last notice of all. Beside its number: when that was of one who is gone, it is given again.
struct NoticeMark {
  std::int64_t number = 0;
  base::Instant at = 0;
  base::Id user;
  bool operator==(const NoticeMark&) const = default;
};
NoticeMark last_notice(storage::Transaction& transaction);
// Who was given notices after that one; the mark becomes that of the last.
std::set<base::Id> people_noticed_after(storage::Transaction& transaction, NoticeMark& mark);

}  // namespace rapport::records
