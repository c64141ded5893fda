// Aggregates: counts, sums, averages and extremes of an entity's records, whole or by groups, as
// the bytes of the answer. Exact: sums are made of integers in 128 bits, currencies are never
// mixed. Not here: columns of a list (listing.h), reports over several entities.
#pragma once
#include "base/json.h"
#include "records/model.h"

namespace rapport::records {

// POST /{entity}/aggregate:
//   {"filter":…, "q":"…", "group_by":["account.name","owner","closes_on:month"],
//    "measures":[{"fn":"sum|avg|min|max|count","field":"amount"}], "sort":"-sum_amount",
//    "limit":10}
// → {"groups":[{"account.name":"…","owner":{…},"closes_on:month":"2026-11",
//               "sum_amount":{…},"count":N}],"more":false}
// Without "group_by" there is one group. Sorted by the groups' keys unless "sort" says otherwise;
// null counts as less than everything. Money of several currencies is
// {"amount":null,"currency":null,"by_currency":[…]} and sorts by the part in the company's
// currency. Throws: Error{Malformed} naming the place, Error{Forbidden} for what the actor may not
// read. Cost: one walk over the matching records; memory for twice `limit` groups.
std::string aggregate(storage::Transaction& transaction, const Context& context,
                      const schema::EntityDef& entity, const base::json::value& body);

}  // namespace rapport::records
