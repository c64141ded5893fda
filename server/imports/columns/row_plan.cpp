#include "imports/columns/row_plan.h"

#include <algorithm>

#include "access/policy.h"
#include "base/money.h"
#include "base/text.h"
#include "imports/columns/column_match.h"

namespace rapport::imports {

using base::FieldError;
using schema::FieldDef;
using schema::Shape;

namespace {

constexpr std::size_t kColumnsNamed = 20;  // in the error about those without a field

[[noreturn]] void refuse(std::vector<FieldError> errors) {
  throw base::Error(base::ErrorKind::Invalid, "invalid", std::move(errors));
}

int find_column(const std::vector<std::string>& columns, const std::string& name) {
  auto it = std::find(columns.begin(), columns.end(), name);
  if (it == columns.end())
    it = std::find_if(columns.begin(), columns.end(), [&](const std::string& column) {
      return plain_name(column) == plain_name(name);
    });
  return it == columns.end() ? -1 : static_cast<int>(it - columns.begin());
}

// Lists take what several columns hold, other fields are told once.
bool takes_several(const Target& target) {
  auto type = target.field->type->name();
  return type == "emails" || type == "phones" || type == "email" || type == "phone" ||
         type == "long_text" || type == "tags" || type == "choices" ||
         target.field->shape() == Shape::References;
}

}  // namespace

RowPlan::RowPlan(const PlanSources& sources, const schema::EntityDef& entity,
                 std::vector<std::string> columns,
                 const std::vector<std::vector<std::string>>& rows, const ImportMap& map,
                 Notation notation)
    : entity_(&entity),
      columns_(std::move(columns)),
      paths_(columns_.size()),
      meanings_(columns_.size()),
      notation_(std::move(notation)),
      people_(*sources.context.directory),
      stages_(sources.stages) {
  settle_columns(sources, map, rows);
  std::vector<FieldError> errors;
  for (std::size_t i = 0; i < paths_.size(); ++i) {
    if (paths_[i].empty()) continue;
    auto target = find_target(sources.context, entity, paths_[i]);
    if (target)
      add_target(sources, *target, static_cast<int>(i));
    else
      errors.push_back(
          {"map.columns." + columns_[i], target.failure().code, target.failure().arguments});
  }
  if (!errors.empty()) refuse(std::move(errors));
  // A whole name is read last: it gives way to its parts.
  std::stable_partition(steps_.begin(), steps_.end(),
                        [](const Step& step) { return step.kind != Kind::FullName; });
  settle_meanings(map);
  settle_currencies(map);
  settle_defaults(sources, map);
}

void RowPlan::settle_columns(const PlanSources& sources, const ImportMap& map,
                             const std::vector<std::vector<std::string>>& rows) {
  std::vector<FieldError> errors;
  std::vector<bool> decided(columns_.size());
  std::vector<std::string> taken;
  for (const auto& [name, path] : map.columns) {
    int column = find_column(columns_, name);
    auto place = static_cast<std::size_t>(column);
    if (column < 0) {
      errors.push_back({"map.columns." + name, "import_no_column", {{"column", name}}});
      continue;
    }
    auto target = path.empty() ? base::Result<Target>(Target{})
                               : find_target(sources.context, *entity_, path);
    bool again = std::find(taken.begin(), taken.end(), path) != taken.end();
    if (again && target && target->field && !takes_several(*target))
      errors.push_back({"map.columns." + name, "repeated_value", {{"value", path}}});
    decided[place] = true;
    paths_[place] = path;
    if (!path.empty()) taken.push_back(path);
  }
  if (!errors.empty()) refuse(std::move(errors));
  auto guesses =
      match_columns(sources.vocabulary, sources.context, *entity_, columns_, rows, taken);
  std::string unknown;
  std::size_t count = 0;
  for (std::size_t i = 0; i < columns_.size(); ++i) {
    if (decided[i] || guesses[i].is_passed_over) continue;
    if (guesses[i].confidence >= kByName)
      paths_[i] = guesses[i].path;
    else if (++count <= kColumnsNamed)
      unknown += (unknown.empty() ? "" : ", ") + columns_[i];
  }
  if (count > kColumnsNamed) unknown += ", …";
  if (count > 0 && !map.ignore_unknown)
    refuse({{"map.columns", "import_unknown_columns", {{"columns", unknown}}}});
}

RowPlan::Step& RowPlan::step_of(const PlanSources& sources, Kind kind, const FieldDef& field) {
  for (auto& step : steps_)
    if (step.field == &field && step.kind == kind) return step;
  Step& step = steps_.emplace_back();
  step.kind = kind;
  step.field = &field;
  if (field.shape() == Shape::Key || field.shape() == Shape::KeySet)
    step.words = sources.vocabulary.words_of(*sources.context.model->strings, *entity_, field);
  return step;
}

void RowPlan::add_target(const PlanSources& sources, const Target& target, int column) {
  const FieldDef* field = target.field;
  auto kind = Kind::Plain;
  auto type = field->type->name();
  std::string member = target.member;
  bool user = type == "user" || (!field->to.empty() && field->to[0] == "users");
  bool team = type == "team" || (!field->to.empty() && field->to[0] == "teams");
  switch (target.part) {
    case Part::Id:
      kind = Kind::Id;
      break;
    case Part::FullName:
      kind = Kind::FullName;
      break;
    case Part::Currency:
      kind = Kind::Money;
      break;
    case Part::Kind:
      kind = Kind::Points;
      break;
    case Part::Member:
      kind = type == "address" ? Kind::Address : Kind::Bank;
      break;
    case Part::Link:
      kind = field->shape() == Shape::References ? Kind::Links
             : user && field->to.size() <= 1     ? Kind::Person
             : team && field->to.size() <= 1     ? Kind::Team
                                                 : Kind::Link;
      break;
    case Part::Value:
      if (type == "money")
        kind = Kind::Money;
      else if (type == "long_text")
        kind = Kind::LongText;
      else if (type == "emails" || type == "phones")
        kind = Kind::Points;
      break;
  }
  // The first of a list is read together with the list.
  const FieldDef* list = type == "email"   ? entity_->find("emails")
                         : type == "phone" ? entity_->find("phones")
                                           : nullptr;
  if (target.part == Part::Value && list && field->name + "s" == list->name) {
    kind = Kind::Points;
    field = list;
    member = "first";
  }
  if (field->name == "pipeline") pipeline_column_ = column;
  step_of(sources, kind, *field).sources.push_back({column, member});
}

void RowPlan::settle_meanings(const ImportMap& map) {
  for (std::size_t i = 0; i < columns_.size(); ++i)
    for (const auto& [name, words] : map.values) {
      bool of_column = find_column(columns_, name) == static_cast<int>(i);
      if (of_column || (!paths_[i].empty() && paths_[i] == name)) meanings_[i] = words;
    }
}

void RowPlan::settle_currencies(const ImportMap& map) {
  auto is_currency_of = [](const std::string& path, const FieldDef& field) {
    return path == "currency" || path == field.name + ".currency";
  };
  for (auto& step : steps_) {
    if (step.kind != Kind::Money) continue;
    for (const auto& [path, code] : map.defaults)
      if (is_currency_of(path, *step.field)) step.currency = read_currency(code);
  }
}

// A default is read as a cell of a table of one row, without the notation of the file.
void RowPlan::settle_defaults(const PlanSources& sources, const ImportMap& map) {
  std::vector<std::string> names;
  std::vector<std::string_view> cells;
  std::vector<FieldError> errors;
  for (const auto& [path, value] : map.defaults) {
    bool currency = path == "currency" || path.ends_with(".currency");
    if (currency && !base::is_currency(read_currency(value)))
      errors.push_back({"map.defaults." + path, "not_a_currency", {{"value", value}}});
    if (currency) continue;
    auto target = find_target(sources.context, *entity_, path);
    if (!target)
      errors.push_back({"map.defaults." + path, target.failure().code, target.failure().arguments});
    names.push_back(path);
    cells.push_back(value);
  }
  if (!errors.empty()) refuse(std::move(errors));
  if (names.empty()) return;
  ImportMap own;
  for (const auto& name : names) own.columns.push_back({name, name});
  Notation plain{'.', DateOrder::Ymd, notation_.time_zone};
  RowPlan plan(sources, *entity_, names, {}, own, plain);
  Row row;
  row.cells = cells;
  defaults_ = plan.prepare(row);
  for (const auto& fault : defaults_.faults)
    errors.push_back({"map.defaults." + names[static_cast<std::size_t>(std::max(fault.column, 0))],
                      fault.code, fault.arguments});
  for (const auto& stranger : defaults_.unknown_people)
    errors.push_back({"map.defaults." + names[static_cast<std::size_t>(stranger.column)],
                      "import_no_link",
                      {{"value", stranger.name}}});
  if (!errors.empty()) refuse(std::move(errors));
  for (auto& link : defaults_.links) link.column = -1;
}

bool RowPlan::writes(std::string_view field) const {
  return std::any_of(steps_.begin(), steps_.end(),
                     [&](const Step& step) { return step.field->name == field; });
}

bool RowPlan::has_column_of_type(Shape shape) const {
  return std::any_of(steps_.begin(), steps_.end(),
                     [&](const Step& step) { return step.field->shape() == shape; });
}

int RowPlan::column_of(std::string_view field) const {
  for (const auto& step : steps_) {
    bool part = step.kind == Kind::FullName && field.ends_with("_name");
    bool first = step.kind == Kind::Points && step.field->name == std::string(field) + "s";
    if (step.field->name == field || part || first) return step.sources.front().column;
  }
  return -1;
}

}  // namespace rapport::imports
