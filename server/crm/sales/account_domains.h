// Account domains: by which Internet domains a company is known, from its e-mails and its site, so
// that someone who writes from there is found to belong to it.
// Not here: domains where anyone has a mailbox.
#pragma once
#include <vector>

#include "records/model.h"
#include "records/record.h"

namespace rapport::crm {

// domain, account; primary key of both.
const storage::Table& account_domains_table();

// Brings the domains of an account up to date; `before` null: new.
void update_account_domains(storage::Transaction& transaction, const records::Record* before,
                            const records::Record& account);

// Accounts known by the domain of the address, in the bin too; none for a public mail service.
std::vector<base::Id> accounts_of_domain(storage::Transaction& transaction, std::string_view email);

}  // namespace rapport::crm
