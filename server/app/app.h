// App: the composition root of `rapport serve`: a company, the HTTP server in front of it, and the
// follower of its change log behind it. Start, and graceful stop.
#pragma once
#include <memory>
#include <string>

#include "app/company.h"
#include "app/moves/backup_plan.h"
#include "outbound/addresses.h"

namespace rapport::app {

// Exit status: the database is, or is to be, of a newer Rapport. Starting again does not help.
inline constexpr int kExitNewerSchema = 3;

struct ServeOptions {
  CompanyOptions company;
  std::string listen = "127.0.0.1:8080";
  std::string public_url;
  std::string certificate, key;
  std::vector<outbound::AddressRange> allow_outbound;  // beside the open network
  std::int64_t requests_per_minute = 0;  // of an API key or session; 0: no limit
  std::vector<std::string> trusted_proxies;  // addresses whose X-Forwarded-For is believed
  std::optional<BackupPlan> backups;
};

// Serves until SIGINT or SIGTERM, or until a newer Rapport has to upgrade the company. Returns the
// exit status.
int serve(const ServeOptions& options);

}  // namespace rapport::app
