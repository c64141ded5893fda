// `rapport import` and `rapport export`: the same imports as the server's, done at once, with a
// line of progress on a terminal.
#pragma once
#include "app/arguments.h"
#include "app/company.h"

namespace rapport::app {

int import_command(const CompanyOptions& options, const Arguments& arguments);
int export_command(const CompanyOptions& options, const Arguments& arguments);

}  // namespace rapport::app
