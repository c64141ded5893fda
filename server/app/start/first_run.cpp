#include "app/start/first_run.h"

#include "base/money.h"
#include "crm/system/demo.h"
#include "records/service.h"
#include "schema/field_types/families.h"

namespace rapport::app {

using base::ErrorKind;

// The same at all nodes, so that any of them can be asked.
FirstRun::FirstRun(Company& company)
    : company_(company), token_(company.vault().hash("setup", "token").substr(0, 32)) {}

void FirstRun::complete(const http::SetupRequest& request) {
  std::lock_guard lock(mutex_);
  if (company_.has_administrator()) base::fail(ErrorKind::Invalid, "already_set_up");
  if (request.token != token_) base::fail(ErrorKind::Forbidden, "wrong_setup_token", "token");
  if (!schema::field_types::is_email(request.email))
    base::fail(ErrorKind::Invalid, "not_an_email", "email");
  records::Settings settings = *company_.settings();
  if (auto language = schema::parse_language(request.language)) settings.language = *language;
  if (!request.currency.empty()) {
    if (!base::is_currency(request.currency))
      base::fail(ErrorKind::Invalid, "not_a_currency", "currency");
    settings.currency = request.currency;
  }
  company_.set_up(request.email, request.name, request.password, settings, request.trade);
  if (!request.sample_data) return;
  auto context = company_.command_line_context("demo");
  crm::fill_demo(company_.database(), context, crm::DemoSize::Small);
}

}  // namespace rapport::app
