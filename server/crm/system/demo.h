// Demo: a trading company with believable customers, deals, talks and promises, for a first look
// and for screenshots. The same each time but for ids; dates are relative to now. Not here: what
// every company begins with (seeds.h).
#pragma once
#include <string>
#include <vector>

#include "records/model.h"
#include "storage/database.h"

namespace rapport::crm {

enum class DemoSize { Small, Large };  // Large: twenty times as much

// Fills the company of `context`, whose actor is the director. Adds a manager and two reps without
// passwords to the first team and gives their e-mails. Words are in the company's language, amounts
// in its currency. Cost: about a second for Small. Throws: Error{Invalid, "not_unique"} when it is
// filled already.
std::vector<std::string> fill_demo(storage::Database& database, const records::Context& context,
                                   DemoSize size);

}  // namespace rapport::crm
