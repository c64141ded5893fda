#include "crm/sales/contacts.h"

#include "crm/contact_points.h"
#include "crm/hierarchy.h"
#include "crm/sales/people.h"

namespace rapport::crm::contacts {

using records::Saving;

namespace {

std::string name_of(const records::Record& contact) {
  auto full = people::full_name(contact);
  return full.empty() ? people::address_as_name(contact) : full;
}

void validate(Saving& saving) {
  if (name_of(saving.record).empty()) saving.reject("last_name", "contact_name_required");
  check_cycle(saving, reports_to);
}

void before_save(Saving& saving) {
  settle_emails(saving.record);
  people::put_name(saving.record, name_of(saving.record));
}

}  // namespace

records::EntityRules rules() { return {.validate = validate, .before_save = before_save}; }

}  // namespace rapport::crm::contacts
