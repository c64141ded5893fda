#include "imports/row_saver.h"

#include <algorithm>

#include "imports/ledger.h"
#include "imports/merging.h"
#include "records/requests/values_before.h"

namespace rapport::imports {

using base::Error;
using base::ErrorKind;
using records::Record;
using records::RecordService;
using records::Reference;
using schema::FieldDef;
using schema::Shape;

namespace {

bool links_to(const schema::EntityDef& entity) {
  return std::any_of(entity.fields.begin(), entity.fields.end(), [&](const FieldDef& field) {
    bool to_itself = std::find(field.to.begin(), field.to.end(), entity.name) != field.to.end();
    return to_itself && !field.system;
  });
}

void add_faults(const Error& error, PreparedRow& row) {
  if (error.kind == ErrorKind::Internal || error.kind == ErrorKind::Unavailable) throw error;
  for (const auto& field : error.fields)
    row.faults.push_back({-1, field.field, field.code, field.arguments});
  if (error.fields.empty()) row.faults.push_back({-1, {}, error.code, error.arguments});
}

bool has_change(const records::Changes& changes, const FieldDef* field) {
  auto of_field = [&](const auto& change) { return change.field == field; };
  return std::any_of(changes.fields.begin(), changes.fields.end(), of_field) ||
         std::any_of(changes.links.begin(), changes.links.end(), of_field);
}

}  // namespace

RowSaver::RowSaver(const records::Context& context, const RowPlan& plan,
                   const std::vector<std::string>& match, const SaveRules& rules)
    : entity_(plan.entity()),
      plan_(plan),
      rules_(rules),
      matcher_(context, plan, match),
      links_(rules.create_linked),
      links_to_itself_(links_to(plan.entity())) {}

void RowSaver::forget() {
  matcher_.forget();
  links_.forget();
}

void RowSaver::learn(const Record& record) {
  matcher_.learn(record);
  if (links_to_itself_) links_.learn(record);
}

void RowSaver::note_made(RecordService& service) {
  for (const auto& record : made_) note_created(service.transaction(), rules_.import, record);
  made_.clear();
}

RowOutcome RowSaver::save(RecordService& service, PreparedRow& row) {
  made_.clear();
  if (!row.faults.empty()) return RowOutcome::Failed;
  try {
    if (!resolve_links(service, row)) {
      auto deferred = [&](const Fault& fault) {
        const auto* field = entity_.find(fault.field);
        bool itself = field && std::find(field->to.begin(), field->to.end(), entity_.name) !=
                                   field->to.end();
        return itself && fault.code == "import_no_link";
      };
      bool wait = std::all_of(row.faults.begin(), row.faults.end(), deferred);
      return wait ? RowOutcome::Deferred : RowOutcome::Failed;
    }
    return save_found(service, row);
  } catch (const Error& error) {
    add_faults(error, row);
    return RowOutcome::Failed;
  }
}

void RowSaver::take_link(PreparedRow& row, const LinkCell& link, const Reference& found) {
  if (link.field->shape() == Shape::References) {
    auto& all = row.changes.links;
    auto it = std::find_if(all.begin(), all.end(),
                           [&](const auto& change) { return change.field == link.field; });
    if (it == all.end()) it = all.insert(all.end(), {link.field, {}});
    it->ids.push_back(found.id);
    return;
  }
  records::FieldChange change{link.field, std::vector<schema::Cell>(link.field->column_count)};
  change.cells[0] = found.id;
  if (link.field->points_to_several()) change.cells[1] = found.entity;
  row.changes.fields.push_back(std::move(change));
}

// Several columns may tell of one link; the first that is found counts.
bool RowSaver::resolve_links(RecordService& service, PreparedRow& row) {
  std::vector<Fault> misses;
  for (const auto& link : row.links) {
    bool single = link.field->shape() == Shape::Reference;
    if (single && has_change(row.changes, link.field)) continue;
    auto found = links_.resolve(service, {link.field, link.by, link.text}, made_);
    if (found) take_link(row, link, *found);
    else misses.push_back({link.column, link.field->name, found.failure().code,
                           found.failure().arguments});
  }
  for (auto& miss : misses) {
    const auto* field = entity_.find(miss.field);
    bool settled = field->shape() == Shape::Reference && has_change(row.changes, field);
    if (!settled) row.faults.push_back(std::move(miss));
  }
  return row.faults.empty();
}

RowOutcome RowSaver::save_found(RecordService& service, PreparedRow& row) {
  std::optional<Matcher::Match> match;
  if (rules_.duplicates != Duplicates::Create) {
    auto found = matcher_.find(service, row);
    if (!found) {
      row.faults.push_back({-1, {}, found.failure().code, found.failure().arguments});
      return RowOutcome::Failed;
    }
    match = *found;
  }
  if (!match) return create(service, row);
  bool skip = rules_.duplicates == Duplicates::Skip ||
              (rules_.duplicates == Duplicates::Automatic && match->by == Matcher::By::Likeness);
  if (skip) return RowOutcome::Skipped;
  return update(service, row, *match);
}

void RowSaver::add_defaults(RecordService& service, PreparedRow& row) {
  const auto& defaults = plan_.defaults();
  for (const auto& change : defaults.changes.fields)
    if (!has_change(row.changes, change.field)) row.changes.fields.push_back(change);
  for (const auto& link : defaults.links) {
    bool told = has_change(row.changes, link.field);
    if (told) continue;
    auto found = links_.resolve(service, {link.field, link.by, link.text}, made_);
    if (!found)
      throw Error(ErrorKind::Invalid, "invalid",
                  {{link.field->name, found.failure().code, found.failure().arguments}});
    take_link(row, link, *found);
  }
}

RowOutcome RowSaver::create(RecordService& service, PreparedRow& row) {
  add_defaults(service, row);
  row.changes.id = row.id;
  records::SaveOptions options;
  options.on_duplicate = records::OnDuplicate::Create;
  auto saved = service.create(entity_, row.changes, options);
  note_made(service);
  note_created(service.transaction(), rules_.import, saved.record);
  learn(saved.record);
  return RowOutcome::Created;
}

RowOutcome RowSaver::update(RecordService& service, PreparedRow& row,
                            const Matcher::Match& match) {
  auto& transaction = service.transaction();
  if (match.is_in_bin) service.restore(entity_, match.id);
  auto before = service.load(entity_, match.id, access::Action::Update);
  merge_into(before, row);
  bool nothing = row.changes.fields.empty() && row.changes.links.empty();
  if (nothing && !match.is_in_bin) return RowOutcome::Unchanged;
  auto values = records::values_before(transaction, service.context(), before, row.changes);
  auto saved = service.update(entity_, match.id, row.changes);
  if (saved.outcome == records::Outcome::Unchanged && !match.is_in_bin)
    return RowOutcome::Unchanged;
  note_made(service);
  note_changed(transaction, rules_.import, saved.record,
               match.is_in_bin ? Did::Restored : Did::Updated, values);
  learn(saved.record);
  return RowOutcome::Updated;
}

}  // namespace rapport::imports
