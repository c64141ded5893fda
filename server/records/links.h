// Links: pairs of fields of type links, and whether a link leads to a record that is there and may
// be seen.
#pragma once
#include "records/changes.h"
#include "records/model.h"
#include "records/record.h"

namespace rapport::records {

// Settles the entity of links to several, and rejects links to nowhere or to what the actor may not
// see.
void check_references(storage::Transaction& transaction, const Context& context, Record& record,
                      const Record* before, std::vector<base::FieldError>& errors);

// Makes the set of pairs that of `change`. Returns true when it differed.
bool store_links(storage::Transaction& transaction, const Context& context, const Record& record,
                 const LinksChange& change, std::vector<base::FieldError>& errors);

// One pair of a table of links; one that is there, or is not, stays as it is.
void add_pair(storage::Transaction& transaction, const storage::Table& table, const base::Id& a,
              const base::Id& b);
void remove_pair(storage::Transaction& transaction, const storage::Table& table, const base::Id& a,
                 const base::Id& b);

// PUT and DELETE /{entity}/{id}/related/{link}/{id2}. Throws: Error{NotFound}, {Forbidden}.
void tie(storage::Transaction& transaction, const Context& context, const schema::EntityDef& entity,
         const base::Id& id, std::string_view list, const base::Id& other);
void untie(storage::Transaction& transaction, const Context& context,
           const schema::EntityDef& entity, const base::Id& id, std::string_view list,
           const base::Id& other);

// The title of a record, whatever the rights; empty when it is not there.
std::string title_of(storage::Transaction& transaction, const Context& context,
                     const schema::EntityDef& entity, const base::Id& id);

// Everything that points to the record `from` is made to point to `to`, of the same or another
// entity (conversion, merge).
void move_links(storage::Transaction& transaction, const Context& context,
                const schema::EntityDef& from_entity, const base::Id& from,
                const schema::EntityDef& to_entity, const base::Id& to);

}  // namespace rapport::records
