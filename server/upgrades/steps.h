// Steps: what an upgrade changes of stored rows, beyond making what is missing. They are numbered
// and go forward only; each is one transaction, done once in the life of a database.
// A step that is released is never changed. A new one gets the next number, and a fixture of the
// schema before it (tests/fixtures/schemas).
#pragma once
#include <functional>
#include <string_view>
#include <vector>

#include "storage/database.h"

namespace rapport::upgrades {

// The table of that name of the present schema, with all its columns. Throws: std::logic_error.
using TableOf = std::function<const storage::Table&(std::string_view name)>;

struct Step {
  std::int64_t number = 0;
  std::string_view what;  // for the log
  void (*run)(storage::Transaction&, const TableOf&) = nullptr;
};

// In the order of their numbers: 1, 2, 3…
const std::vector<Step>& steps();

}  // namespace rapport::upgrades
