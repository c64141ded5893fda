// Lists: a page of records by filter, sort and cursor, as the bytes of the answer.
// Not here: what a condition means (lists/filter.h), how a row is written (projection.h).
#pragma once
#include "base/json.h"
#include "base/limits.h"
#include "records/paths.h"

namespace rapport::records {

struct ListRequest {
  base::json::value filter;         // null: all
  std::string q;                    // words that must be in the title
  std::vector<std::string> sort;    // "-amount", "account.name"
  std::vector<std::string> fields;  // empty: all readable
  std::size_t limit = base::limits::kPageDefault;
  std::string cursor;
  bool count = false;
  bool deleted = false;  // the recycle bin instead
};

// {"items":[…],"next":…,"total":…} of what the actor may treat so (Export: a part of an export).
// Throws: Error{Malformed}, Error{Forbidden}, Error{NotFound}.
std::string list_page(storage::Transaction& transaction, const Context& context,
                      const schema::EntityDef& entity, const ListRequest& request,
                      access::Action action = access::Action::Read);

// What makes up a list beyond the columns: rights, filter, bin, order. Shared with aggregates and
// bulk work.
storage::Condition list_condition(PathResolver& paths, const ListRequest& request,
                                  access::Action action);

// Rows of the related list `name` of one record, as a page. Throws: Error{NotFound} for an unknown
// list.
std::string related_page(storage::Transaction& transaction, const Context& context,
                         const schema::EntityDef& entity, const base::Id& id, std::string_view name,
                         const ListRequest& request);

// The name of a record that the actor may see; nothing for another.
enum class InBin { Not, Too };
std::optional<std::string> visible_title(storage::Transaction& transaction, const Context& context,
                                         const schema::EntityDef& entity, const base::Id& id,
                                         InBin bin = InBin::Not);

// One record as JSON, in the bin too if `deleted`. Throws: Error{NotFound}.
std::string record_json(storage::Transaction& transaction, const Context& context,
                        const schema::EntityDef& entity, const base::Id& id,
                        const std::vector<std::string>& fields = {},
                        std::int64_t* version = nullptr);

}  // namespace rapport::records
