// The change log: one row for every change of every record, in the order of their commits. It is
// the record's history, the outbox that search, webhooks and live updates follow, and the delta
// feed of programs (docs/decisions/0004).
#pragma once
#include <set>

#include "records/listing.h"
#include "records/model.h"
#include "records/record.h"

namespace rapport::records {

// seq (row number), at, actor, entity, record, version, kind, changes (JSON), source.
const storage::Table& change_log_table();

struct LogEntry {
  std::string_view kind;  // created updated deleted restored purged linked unlinked
  const schema::EntityDef* entity = nullptr;
  base::Id record;
  std::int64_t version = 0;
  std::string changes_json;  // {"field":[old,new]}, or empty
};
void append_log(storage::Transaction& transaction, const Context& context, LogEntry entry);

// {"field":[old,new],…} of the fields with history that differ; links with their names of now.
// Empty: nothing differs.
std::string changes_json(storage::Transaction& transaction, const Context& context,
                         const Record& before, const Record& after);

// A page of a record's history, newest first:
// {"items":[{"at","actor","kind","version","changes":[{"field","old","new"}]}],"next"}.
std::string history_page(storage::Transaction& transaction, const Context& context,
                         const schema::EntityDef& entity, const base::Id& id,
                         const ListRequest& request);

// The stored {"field":[old,new]} as [{"field","old","new"}], without the fields that the reader may
// not see, and without the names of linked records that he may not see. Of a merge: the "field"
// merged, with its id and the records that went ([id,records]) or came back ([records,null]).
// How many fields it has.
std::size_t write_visible_changes(storage::Transaction& transaction, const Context& context,
                                  const schema::EntityDef& entity, std::string_view stored,
                                  base::JsonWriter& json);

// Names of the fields with history that changed after that version of the record.
std::set<std::string> fields_changed_since(storage::Transaction& transaction, const base::Id& id,
                                           std::int64_t version);

// The last entry's number; 0 when there is none.
std::int64_t last_log_entry(storage::Transaction& transaction);

}  // namespace rapport::records
