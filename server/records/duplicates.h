// Duplicates: keys by which likely twins meet (phone, e-mail, INN, fuzzy name), kept beside the
// records.
#pragma once
#include "records/model.h"
#include "records/record.h"

namespace rapport::records {

// key, entity, record; primary key of all three.
const storage::Table& match_keys_table();

struct Candidate {
  base::Id id;
  std::string title;
  std::vector<std::string> fields;  // what agrees: "emails", "phones", "inn", "name"
};

// Whether likeness of names alone makes a candidate.
enum class LikeNames { Compare, PassOver };

// Live records of the entity that look like this one and that the actor may see; at most 10, best
// first.
std::vector<Candidate> find_duplicates(storage::Transaction& transaction, const Context& context,
                                       const Record& record,
                                       LikeNames names = LikeNames::Compare);

// Brings the keys of a record up to date; `before` null: new; `after` null: gone.
void update_match_keys(storage::Transaction& transaction, const Context& context,
                       const Record* before, const Record* after);

// "candidates":[{"id","entity","name","fields"}] for the problem document.
std::string candidates_json(const schema::EntityDef& entity,
                            const std::vector<Candidate>& candidates);

}  // namespace rapport::records
