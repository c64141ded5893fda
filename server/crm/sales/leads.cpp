#include "crm/sales/leads.h"

#include "crm/contact_points.h"
#include "crm/sales/people.h"

namespace rapport::crm::leads {

using records::Record;
using records::Saving;

namespace {

std::string name_of(const Record& lead) {
  auto name = people::full_name(lead);
  if (name.empty()) name = lead.get(company).value_or("");
  return name.empty() ? people::address_as_name(lead) : name;
}

void check_status(Saving& saving) {
  if (!changed(saving, status)) return;
  if (saving.before && is_converted(*saving.before))
    return saving.reject("status", "already_converted");
  if (saving.record.get(status) == kConverted && !is_import(saving.context()))
    saving.reject("status", "convert_by_action");
}

void validate(Saving& saving) {
  const Record& lead = saving.record;
  if (name_of(lead).empty()) saving.reject("last_name", "name_required");
  check_status(saving);
  bool disqualified = lead.get(status) == kDisqualified;
  bool asked = changed(saving, status) || changed(saving, disqualify_reason);
  if (disqualified && asked && is_empty(lead, disqualify_reason) && !is_import(saving.context()))
    saving.reject("disqualify_reason", "disqualify_reason_required");
}

void before_save(Saving& saving) {
  Record& lead = saving.record;
  settle_emails(lead);
  people::put_name(lead, name_of(lead));
  bool came_back = saving.before && saving.before->get(status) == kDisqualified &&
                   lead.get(status) != kDisqualified;
  if (came_back) clear(lead, disqualify_reason);
}

}  // namespace

bool is_converted(const Record& lead) {
  return lead.get(status) == kConverted || !is_empty(lead, converted_at);
}

records::EntityRules rules() { return {.validate = validate, .before_save = before_save}; }

}  // namespace rapport::crm::leads
