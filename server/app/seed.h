// `rapport seed`: a company of any size for measuring: teams and reps, accounts, contacts, deals,
// activities, owned and spread like real ones. Writes rows past the save pipeline, with the same
// indexes, keys and log.
#pragma once
#include "app/arguments.h"
#include "app/company.h"

namespace rapport::app {

int seed_command(const CompanyOptions& options, const Arguments& arguments);

}  // namespace rapport::app
