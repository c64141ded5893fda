// Seeds: what a company begins with: its pipeline, the roles, the first team; and how a person is
// added. Not here: passwords (access/), believable records (demo.h).
#pragma once
#include "crm/sales/trades.h"
#include "records/service.h"

namespace rapport::crm {

// The pipeline of a trade as the default one, the roles administrator, manager, rep, read_only, and
// the first team, with words in the company's language. Throws: Error{Invalid, "already_set_up"}
// where there is a role.
void create_company(records::RecordService& service, const Trade& trade = trades().front());

struct NewUser {
  std::string name, email;
  std::string role = "rep";  // key of a role
  std::vector<base::Id> teams;
  schema::Language language = schema::Language::En;
  std::string job_title = {}, phone = {};
};

// A person with a role, without a password. The service's context must know the teams.
// Throws: Error{Invalid} as any save, {Invalid, "not_found_link"} for an unknown role.
base::Id make_user(records::RecordService& service, const NewUser& user);

}  // namespace rapport::crm
