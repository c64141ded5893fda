// Choices that are no more: how many records have them, and what those get instead.
// Not here: which choices a field has (edits.h).
#pragma once
#include <functional>
#include <vector>

#include "customisation/edits.h"
#include "customisation/faults.h"
#include "records/model.h"
#include "storage/database.h"

namespace rapport::customisation {

struct GoneChoice {
  std::string entity, field, key;
  std::optional<std::string> instead;
};

// Of the fields that both schemas have. A choice that records use and the edit says nothing about
// is a fault. Fields that cannot lose a choice are not looked at.
std::vector<GoneChoice> gone_choices(storage::Database& database, const records::Model& before,
                                     const records::Model& after, const Edited& edited,
                                     Faults& faults);

// Gives the records what they get instead, with history, a few hundred a transaction; those in the
// bin without. `context`: with the new model and all rights. Safe to be done twice.
void replace_choices(storage::Database& database, const records::Context& context,
                     const std::vector<GoneChoice>& gone);

}  // namespace rapport::customisation
