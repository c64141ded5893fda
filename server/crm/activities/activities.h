// Activities: tasks, calls, meetings and notes: whom they concern, when they are done, how to
// complete one. Not here: what the records they concern keep of them (touch.h).
#pragma once
#include <array>

#include "crm/handles.h"

namespace rapport::crm::activities {

inline constexpr schema::Field<std::string> subject{"subject"}, status{"status"}, body{"body"};
inline constexpr schema::Field<records::Reference> related{"related"};
inline constexpr schema::Field<base::Id> contact{"contact"}, account{"account"};
inline constexpr schema::Field<base::Instant> due_at{"due_at"}, starts_at{"starts_at"},
    ends_at{"ends_at"}, completed_at{"completed_at"};
inline constexpr schema::Field<std::int64_t> duration_s{"duration_s"};

// Of tasks, calls and meetings; notes have only the last three.
inline constexpr Handle kHandles[] = {handle(status),  handle(due_at),       handle(starts_at),
                                      handle(ends_at), handle(completed_at), handle(contact),
                                      handle(subject), handle(related),      handle(account)};
inline constexpr Handle kCallHandles[] = {handle(duration_s)};
inline constexpr Handle kNoteHandles[] = {handle(subject), handle(related), handle(account),
                                          handle(body)};

inline constexpr std::string_view kDone = "done";
inline constexpr std::array<const char*, 4> kEntities = {"tasks", "calls", "meetings", "notes"};
inline constexpr std::array<const char*, 3> kPlanned = {"tasks", "calls", "meetings"};

// For tasks, calls and meetings, and for notes.
records::EntityRules rules();
records::EntityRules note_rules();

// The action "complete": {"result":…} and other fields with it; answers with the record.
// Throws: Error{Invalid, "already_complete"}.
std::string complete(records::ActionCall& call);

// The activities of a record are its account's: moved from one account to another with it.
void follow_account(records::RecordService& service, const records::Reference& target,
                    const std::optional<base::Id>& from, const std::optional<base::Id>& to);

// Activities that came to a record with a conversion: its account, its contact where there is none.
void adopt(records::RecordService& service, const records::Reference& target,
           const std::optional<base::Id>& account_id, const std::optional<base::Id>& contact_id);

}  // namespace rapport::crm::activities
