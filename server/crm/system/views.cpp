#include "crm/system/views.h"

namespace rapport::crm::views {

using records::Saving;

namespace {

bool is_mine(const Saving& saving, const records::Record& view) {
  const auto& actor = *saving.context().actor;
  return actor.is_administrator() || view.id("owner") == actor.user;
}

// What a view shows, and how it is called.
constexpr std::string_view kShown[] = {"name", "entity", "kind", "definition"};

bool is_locked(const records::Record& view) { return view.get(locked).value_or(false); }

void keep_locked(Saving& saving) {
  if (!saving.before || !is_locked(*saving.before) || !is_locked(saving.record)) return;
  for (auto field : kShown)
    if (saving.changed(field)) return saving.reject(std::string(field), "view_locked");
}

void validate(Saving& saving) {
  auto of = saving.record.get(entity);
  if (of && !saving.context().model->schema->find(*of))
    saving.reject("entity", "unknown_entity", {{"entity", *of}});
  if (saving.before && !is_mine(saving, *saving.before)) saving.reject("owner", "forbidden");
  else if (!is_mine(saving, saving.record)) saving.reject("owner", "read_only");
  keep_locked(saving);
}

void before_delete(Saving& saving) {
  if (!is_mine(saving, saving.record)) saving.reject("owner", "forbidden");
  else if (is_locked(saving.record)) saving.reject("locked", "view_locked");
}

}  // namespace

records::EntityRules rules() { return {.validate = validate, .before_delete = before_delete}; }

}  // namespace rapport::crm::views
