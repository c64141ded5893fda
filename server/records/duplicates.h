// Duplicates: keys by which likely twins meet (phone, e-mail, INN, fuzzy name), kept beside the
// records.
#pragma once
#include "records/model.h"
#include "records/record.h"

namespace rapport::records {

// key, entity, record; primary key of all three.
const storage::Table& match_keys_table();

// What a record may have in common with its twin.
struct MatchKey {
  std::string field;  // that made it: "emails", "inn", "name"
  std::string text;
};
using MatchKeys = std::vector<MatchKey>;

// By the rules of its entity. Cost: some microseconds a key.
MatchKeys match_keys_of(const Context& context, const Record& record);

// How the keys of a rule ("emails", "inn", "name~") begin.
std::string key_prefix(const schema::EntityDef& entity, std::string_view rule);

// Who has the key; at most kRecordsOfKey, whatever the rights.
inline constexpr std::size_t kRecordsOfKey = 50;
std::vector<base::Id> records_with(storage::Transaction& transaction, const Context& context,
                                   const schema::EntityDef& entity, const MatchKey& key);

// Whether records that share a key of their names are named alike; two people of different
// companies are two people.
bool names_agree(const Record& record, const Record& other);

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
// The same for who has the keys of the record already.
std::vector<Candidate> find_duplicates(storage::Transaction& transaction, const Context& context,
                                       const Record& record, const MatchKeys& keys,
                                       LikeNames names = LikeNames::Compare);

// Brings the stored keys of a record up to date; none before: it is new; none after: it is gone.
void store_match_keys(storage::Transaction& transaction, const Record& record,
                      const MatchKeys& before, const MatchKeys& after);

// "candidates":[{"id","entity","name","fields"}] for the problem document.
std::string candidates_json(const schema::EntityDef& entity,
                            const std::vector<Candidate>& candidates);

}  // namespace rapport::records
