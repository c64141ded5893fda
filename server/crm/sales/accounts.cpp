#include "crm/sales/accounts.h"

#include "crm/contact_points.h"
#include "crm/hierarchy.h"
#include "crm/sales/account_domains.h"

namespace rapport::crm::accounts {

using records::Saving;

namespace {

void validate(Saving& saving) { check_cycle(saving, parent); }

void before_save(Saving& saving) { settle_emails(saving.record); }

void after_save(Saving& saving) {
  update_account_domains(saving.transaction(), saving.before, saving.record);
}

}  // namespace

records::EntityRules rules() {
  return {.validate = validate, .before_save = before_save, .after_save = after_save};
}

}  // namespace rapport::crm::accounts
