// `rapport doctor`: checks configuration, database, files and clock, and says what is wrong and
// what to do. It changes nothing, but that it writes one file where files lie and removes it.
#pragma once
#include "app/company.h"

namespace rapport::app {

struct DoctorOrder {
  std::filesystem::path backups;  // the folder where the server makes them; may be empty
  storage::CheckDepth depth = storage::CheckDepth::Pages;
};

// 0 when all is well, 1 otherwise.
int doctor_command(const CompanyOptions& options, const DoctorOrder& order);

}  // namespace rapport::app
