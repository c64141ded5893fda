// `rapport backup`, `verify` and `restore`: all of a company into a file, and out of it.
// Not here: how that is done (backup/).
#pragma once
#include "app/arguments.h"
#include "app/company.h"
#include "backup/format/lock.h"

namespace rapport::app {

// The exit status.
int backup_command(const CompanyOptions& options, const Arguments& arguments);
int verify_command(const Arguments& arguments);
int restore_command(const CompanyOptions& options, const Arguments& arguments);

// What --key-file, --passphrase-file or --plain say. Throws: UsageError: not exactly one of them.
// `before`: what the options' names begin with.
backup::Lock lock_of(const Arguments& arguments, const std::string& before = "");

}  // namespace rapport::app
