// Feed: what the change log says after a number, as somebody may hear of it. It is read once for
// many readers: what each of them sees is decided by owner and team in memory where these tell it,
// and else by one question an entity.
// Not here: what changed of a record (history.h), to whom it is sent.
#pragma once
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "records/model.h"

namespace rapport::records {

struct Change {
  std::int64_t number = 0, at = 0, version = 0;
  std::string entity, kind;
  base::Id record;
  // Of the record as it is now, in the bin too; one that is gone for good is in no table.
  bool is_there = false;
  schema::Cell owner, team;
};

struct News {
  std::vector<Change> changes;  // in the order of their commits
  std::int64_t last = 0;        // the last one's number; what it began after when there is none
  bool has_more = false;        // as many as were asked for: there may be others behind them
};

// The changes after a number, at most `limit`. Cost: a query, and one for each entity in them.
News news_after(storage::Transaction& transaction, const Model& model, std::int64_t number,
                std::size_t limit);

// How the database is asked; called only when it has to be.
using Reading = std::function<void(const storage::Work&)>;

// Of each change whether the actor hears of it, by the rights of now: '1' or '0'. One of a record
// that is gone for good is told to who sees all of the entity, of one in the bin to who would see
// it otherwise. Cost: at most a query an entity, none for who sees all, nothing, or by owner and
// team alone.
std::string heard_by(const Context& context, const News& news, const Reading& read);

// {"items":[{"entity","id","kind","version","at"}],"next","more","metadata"}: those heard of that
// come after a number; the last member is the version of the schema.
std::string news_text(const News& news, std::string_view heard, std::int64_t after,
                      std::string_view metadata);

// All of it for one reader. Without a cursor: no changes, and the cursor of now.
// Throws: Error{Malformed, "bad_cursor"}.
std::string changes_page(storage::Transaction& transaction, const Context& context,
                         std::string_view since, std::size_t limit);

}  // namespace rapport::records
