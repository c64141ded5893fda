// FirstRun: setting the company up from the browser, once, by who holds the one-time token that the
// server printed.
#pragma once
#include <mutex>
#include <string>

#include "app/company.h"
#include "http/services.h"

namespace rapport::app {

class FirstRun {
 public:
  explicit FirstRun(Company& company);
  const std::string& token() const { return token_; }
  // Throws: Error{Forbidden, "wrong_setup_token"}, Error{Invalid} for wrong fields or a company
  // that is set up.
  void complete(const http::SetupRequest& request);

 private:
  Company& company_;
  std::mutex mutex_;
  std::string token_;
};

}  // namespace rapport::app
