#include "crm/sales/pipelines.h"

#include <algorithm>

#include "crm/sales/stages.h"

namespace rapport::crm::pipelines {

using records::Record;
using records::Saving;
using storage::Test;

namespace {

// Live pipelines that are the default, but for one.
std::vector<base::Id> other_defaults(const Saving& saving) {
  auto query = live_records(
      saving.context(), "pipelines",
      storage::all_of({storage::compare("default", Test::Equal, std::int64_t{1}),
                       storage::compare("id", Test::NotEqual, saving.record.id())}));
  query.columns = {{0, "id"}};
  std::vector<base::Id> found;
  saving.transaction().select(query, [&](const storage::Row& row) {
    found.push_back(row.id(0));
    return true;
  });
  return found;
}

std::int64_t deals_in(const Saving& saving, const std::string* stage, std::int64_t at_most) {
  auto which = storage::compare("pipeline", Test::Equal, saving.record.id());
  if (stage)
    which = storage::all_of({which, storage::compare("stage", Test::Equal, *stage)});
  auto query = live_records(saving.context(), "deals", std::move(which));
  return saving.transaction().count(query, at_most);
}

bool has_kind(const std::vector<Stage>& stages, StageKind kind) {
  return std::any_of(stages.begin(), stages.end(),
                     [kind](const Stage& stage) { return stage.kind == kind; });
}

void check_removed_stages(Saving& saving, const std::vector<Stage>& kept) {
  auto text = saving.before->get(stages);
  if (!text) return;
  std::vector<base::FieldError> passed_over;
  for (const auto& stage :
       parse_stages(base::parse_json(*text), saving.context().entity("deals"), passed_over)) {
    bool gone = std::none_of(kept.begin(), kept.end(),
                             [&](const Stage& other) { return other.key == stage.key; });
    if (gone && deals_in(saving, &stage.key, 1) > 0)
      saving.reject(
          "stages", "stage_in_use",
          {{"stage", stage_label(saving.context(), stage, saving.context().actor->language)}});
  }
}

void check_stages(Saving& saving) {
  if (!changed(saving, stages)) return;
  auto text = saving.record.get(stages);
  auto before = saving.errors.size();
  auto kept = parse_stages(base::parse_json(text.value_or("[]")), saving.context().entity("deals"),
                           saving.errors);
  if (saving.errors.size() > before) return;
  if (!has_kind(kept, StageKind::Open) || !has_kind(kept, StageKind::Won) ||
      !has_kind(kept, StageKind::Lost))
    saving.reject("stages", "pipeline_stages");
  if (saving.before) check_removed_stages(saving, kept);
}

void validate(Saving& saving) {
  check_stages(saving);
  bool was_default = saving.before && saving.before->get(is_default).value_or(0);
  if (was_default && !saving.record.get(is_default).value_or(0))
    saving.reject("default", "default_pipeline");
}

void before_save(Saving& saving) {
  bool wished = saving.record.get(is_default).value_or(0) != 0;
  if (!wished && saving.is_new() && other_defaults(saving).empty())
    saving.record.put(is_default, true);
}

void after_save(Saving& saving) {
  if (!changed(saving, is_default) || !saving.record.get(is_default).value_or(0)) return;
  for (const auto& id : other_defaults(saving))
    saving.service.change(saving.record.entity(), id,
                          [](Record& other) { other.put(is_default, false); });
}

void before_delete(Saving& saving) {
  if (saving.record.get(is_default).value_or(0)) saving.reject("default", "default_pipeline");
  constexpr std::int64_t kCounted = 1'000;
  if (auto count = deals_in(saving, nullptr, kCounted))
    saving.reject("name", "in_use", {{"count", std::to_string(count)}});
}

}  // namespace

records::EntityRules rules() {
  return {.validate = validate,
          .before_save = before_save,
          .after_save = after_save,
          .before_delete = before_delete};
}

}  // namespace rapport::crm::pipelines
