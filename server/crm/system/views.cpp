#include "crm/system/views.h"

namespace rapport::crm::views {

using records::Saving;

namespace {

bool is_mine(const Saving& saving, const records::Record& view) {
  const auto& actor = *saving.context().actor;
  return actor.is_administrator() || view.id("owner") == actor.user;
}

void validate(Saving& saving) {
  auto of = saving.record.get(entity);
  if (of && !saving.context().model->schema->find(*of))
    saving.reject("entity", "unknown_entity", {{"entity", *of}});
  if (saving.before && !is_mine(saving, *saving.before)) saving.reject("owner", "forbidden");
  else if (!is_mine(saving, saving.record)) saving.reject("owner", "read_only");
}

void before_delete(Saving& saving) {
  if (!is_mine(saving, saving.record)) saving.reject("owner", "forbidden");
}

}  // namespace

records::EntityRules rules() { return {.validate = validate, .before_delete = before_delete}; }

}  // namespace rapport::crm::views
