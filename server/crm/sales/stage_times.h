// Stage times: how long each deal stood on each stage, a row for each stay, for the record and for
// reports. Not here: when a deal moves (deals.h).
#pragma once
#include "records/model.h"
#include "records/record.h"

namespace rapport::crm {

// deal, pipeline, stage, entered_at, left_at, seconds; the last two are null for where the deal
// stands now.
const storage::Table& stage_times_table();

// Ends the stay on the stage before, if there was one, and begins that on the deal's stage of now.
void begin_stage(storage::Transaction& transaction, const records::Record& deal, base::Instant at);

// The stays of a deal, first to last, for GET /deals/{id}/stages:
// {"items":[{"stage","label","pipeline","entered_at","left_at","seconds"}]}; seconds count up to
// now where left_at is null. Throws: Error{NotFound} for a deal the actor may not see,
// Error{Forbidden} where the stage itself is hidden from them.
std::string stage_times_json(storage::Transaction& transaction, const records::Context& context,
                             const base::Id& deal);

}  // namespace rapport::crm
