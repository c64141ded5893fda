// Results: what was found as the JSON of the answer: name, a line that tells namesakes apart, and
// the place where the words were found when that is not the name.
#pragma once
#include "search/matching.h"

namespace rapport::search {

// {"items":[{"entity","id","name","subtitle","matched":{"field","text"} or null}]}
std::string results_json(storage::Transaction& transaction, const records::Context& context,
                         const std::vector<Found>& found);

}  // namespace rapport::search
