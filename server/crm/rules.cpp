#include "crm/rules.h"

#include "crm/activities/activities.h"
#include "crm/sales/account_domains.h"
#include "crm/sales/accounts.h"
#include "crm/sales/contacts.h"
#include "crm/sales/conversion.h"
#include "crm/sales/deals.h"
#include "crm/sales/leads.h"
#include "crm/sales/people.h"
#include "crm/sales/pipelines.h"
#include "crm/sales/stage_times.h"
#include "crm/system/clone.h"
#include "crm/system/home_layout.h"
#include "crm/system/merge.h"
#include "crm/system/samples.h"
#include "crm/system/structure.h"
#include "crm/system/users.h"
#include "crm/system/views.h"

namespace rapport::crm {

namespace {

void register_sales(records::Rules& rules) {
  rules.add("leads", leads::rules());
  rules.add("accounts", accounts::rules());
  rules.add("contacts", contacts::rules());
  rules.add("deals", deals::rules());
  rules.add("pipelines", pipelines::rules());
  rules.add_action("leads", "convert", convert);
  rules.add_action("leads", "convert_preview", preview_conversion);
}

void register_activities(records::Rules& rules) {
  for (const char* entity : activities::kPlanned) {
    rules.add(entity, activities::rules());
    rules.add_action(entity, "complete", activities::complete);
  }
  rules.add("notes", activities::note_rules());
}

void register_system(records::Rules& rules) {
  rules.add("users", users::rules());
  rules.add("roles", roles::rules());
  rules.add("teams", teams::rules());
  rules.add("departments", departments::rules());
  rules.add("territories", territories::rules());
  rules.add("sharing_rules", sharing_rules::rules());
  rules.add("offices", offices::rules());
  rules.add("absences", absences::rules());
  rules.add("views", views::rules());
  rules.add_action("*", "clone", clone);
  rules.add_action("*", "merge", merge);
  rules.add_action("*", "unmerge", unmerge);
}

}  // namespace

void register_rules(records::Rules& rules) {
  register_sales(rules);
  register_activities(rules);
  register_system(rules);
}

void check_schema(const schema::Schema& schema) {
  for (const char* entity : {"leads", "contacts"}) check_handles(schema, entity, people::kHandles);
  check_handles(schema, "leads", leads::kHandles);
  check_handles(schema, "accounts", accounts::kHandles);
  check_handles(schema, "contacts", contacts::kHandles);
  check_handles(schema, "deals", deals::kHandles);
  check_handles(schema, "pipelines", pipelines::kHandles);
  for (const char* entity : activities::kPlanned)
    check_handles(schema, entity, activities::kHandles);
  check_handles(schema, "calls", activities::kCallHandles);
  check_handles(schema, "notes", activities::kNoteHandles);
  check_handles(schema, "users", users::kHandles);
  check_handles(schema, "roles", roles::kHandles);
  check_handles(schema, "teams", teams::kHandles);
  check_handles(schema, "departments", departments::kHandles);
  check_handles(schema, "territories", territories::kHandles);
  check_handles(schema, "sharing_rules", sharing_rules::kHandles);
  check_handles(schema, "offices", offices::kHandles);
  check_handles(schema, "absences", absences::kHandles);
  check_handles(schema, "views", views::kHandles);
}

std::vector<const storage::Table*> tables() {
  return {&stage_times_table(), &account_domains_table(), &sample_records_table(),
          &home_layouts_table()};
}

}  // namespace rapport::crm
