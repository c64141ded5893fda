// Pages of lists for those who have to know how many records they show, too.
// Not here: what a page is (listing.h).
#pragma once
#include "records/listing.h"

namespace rapport::records {

struct CountedPage {
  std::string json;        // as list_page, related_page
  std::int64_t rows = 0;   // its items
};

CountedPage counted_list_page(storage::Transaction& transaction, const Context& context,
                              const schema::EntityDef& entity, const ListRequest& request);
CountedPage counted_related_page(storage::Transaction& transaction, const Context& context,
                                 const schema::EntityDef& entity, const base::Id& id,
                                 std::string_view name, const ListRequest& request);

}  // namespace rapport::records
