// The messages that are sent: a change of a record as the owner of the hook may see it.
// Not here: signatures (secrets.h), which changes are told (news.h).
#pragma once
#include <string>

#include "webhooks/hooks.h"

namespace rapport::webhooks {

// An entry of the change log.
struct LogEntry {
  std::int64_t number = 0;
  base::Instant at = 0;
  base::Id actor;  // nil: the program
  std::string entity_name;
  const schema::EntityDef* entity = nullptr;  // null while it was not looked for, or is no more
  base::Id record;
  std::string kind;     // created updated deleted restored linked unlinked
  std::string changes;  // {"field":[old,new]}, or empty
};

// What the contract calls it: created, changed, deleted or restored; empty for what is not told.
std::string_view event_of(std::string_view kind);

// {"type":"deals.changed","timestamp","data":{"id","entity","record","changed","by"}}. The context
// is that of the hook's owner. Empty when he may not read the record, when it does not meet the
// filter, or when nothing changed that he may see. The record is as it is now, in the bin too: an
// entry is looked at within moments of its commit. One that is gone for good is null, and its end
// is told to who sees all records of the entity.
// Throws: base::Error for a filter that does not fit the entity any more.
std::string change_body(storage::Transaction& transaction, const records::Context& context,
                        const Hook& hook, const LogEntry& entry);

std::string ping_body(const records::Context& context, const base::Id& hook);

}  // namespace rapport::webhooks
