// Sample data: what was made for a first look is remembered, so that one act takes it away again,
// and nothing else. Not here: what it is (demo.h).
#pragma once
#include "records/model.h"
#include "storage/database.h"

namespace rapport::crm {

// record, entity, version: what a record was like when the samples were ready.
const storage::Table& sample_records_table();

// Remembers as samples all live records that were made after the entry `after` of the change log.
void note_samples(storage::Transaction& transaction, const records::Context& context,
                  std::int64_t after);

// {"records":N}: how many samples there are that nobody has taken away yet.
std::string samples_json(storage::Transaction& transaction);

// What taking them away would do now, nothing being done:
// {"removed","kept","kept_records":[{"id","entity","name","why"}]}, the last at most 20. `why`:
// "changed" since, "in_use" by a record that stays, "signs_in" for a person with a password.
// Cost: looks for links to the samples in all tables.
std::string sample_forecast(storage::Transaction& transaction, const records::Context& context);

// Puts the samples into the recycle bin, but for those that stay, which are then the company's own.
// The answer is that of sample_forecast. Threads: one at a time.
std::string remove_samples(storage::Database& database, const records::Context& context);

}  // namespace rapport::crm
