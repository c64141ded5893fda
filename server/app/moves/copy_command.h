// `rapport copy`: a company from one engine to another, or from one place to another, with its
// files. Nothing is at the new place before all of it is.
#pragma once
#include "app/arguments.h"
#include "app/company.h"
#include "backup/new_folder.h"
#include "backup/transfer.h"

namespace rapport::app {

// The exit status.
int copy_command(const CompanyOptions& options, const Arguments& arguments);

// Tells progress on stderr: on a terminal all the time, else each table when it is done.
backup::Progress told_on_stderr();

// Makes the loaded database the company's: indexes for its own model; and says whether its people
// and its audit are there. `options`: of the data folder that goes with it. Returns whether the
// audit is as it was sealed.
bool complete(storage::Loader& loader, const CompanyOptions& options);

// All of it there for others at once: files before the database that names them. `folder` may be
// null, `loader` too (the database lies in the folder). `is_server`: the loader's is PostgreSQL.
void put_in_place(backup::NewFolder* folder, std::unique_ptr<storage::Loader> loader,
                  bool is_server);

}  // namespace rapport::app
