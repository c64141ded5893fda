// `rapport user` and `rapport api-key`.
// Passwords come on the command line; the keys are printed once.
#pragma once
#include <string>
#include <vector>

#include "app/arguments.h"
#include "app/company.h"

namespace rapport::app {

int user_command(const CompanyOptions& options, const Arguments& arguments);
int api_key_command(const CompanyOptions& options, const Arguments& arguments);

// Gives the people of these e-mails one password.
void give_demo_passwords(Company& company, const std::vector<std::string>& emails,
                         const std::string& password);

}  // namespace rapport::app
