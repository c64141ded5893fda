// App: the composition root of `rapport serve`: a company, the HTTP server in front of it, and the
// follower of its change log behind it. Start, and graceful stop.
#pragma once
#include <memory>
#include <string>

#include "app/company.h"

namespace rapport::app {

struct ServeOptions {
  CompanyOptions company;
  std::string listen = "127.0.0.1:8080";
  std::string public_url;
  std::string certificate, key;
};

// Serves until SIGINT or SIGTERM. Returns the exit status.
int serve(const ServeOptions& options);

}  // namespace rapport::app
