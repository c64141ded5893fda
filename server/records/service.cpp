#include "records/service.h"

#include <algorithm>

#include "access/policy.h"
#include "records/duplicates.h"
#include "records/history.h"
#include "records/links.h"
#include "records/listing.h"
#include "records/notices/notices.h"
#include "records/rights.h"
#include "records/sharing/shares.h"
#include "records/rules.h"
#include "records/steps.h"

namespace rapport::records {

using access::Action;
using access::Level;
using base::Error;
using base::ErrorKind;
using base::FieldError;
using base::Id;
using schema::Cell;
using schema::EntityDef;
using storage::Query;
using storage::Test;

namespace {

void throw_if_any(std::vector<FieldError> errors) {
  if (!errors.empty()) throw Error(ErrorKind::Invalid, "invalid", std::move(errors));
}

std::optional<Record> select_one(storage::Transaction& transaction, const Context& context,
                                 const EntityDef& entity, storage::Condition where) {
  Query query;
  query.table = &context.table(entity);
  query.columns = record_columns(entity);
  query.where = std::move(where);
  query.order_is_optional = true;
  query.limit = 1;
  std::optional<Record> found;
  transaction.select(query, [&](const storage::Row& row) {
    found = read_record(entity, row);
    return false;
  });
  return found;
}

// A record that the actor may see but not so treat is forbidden; one that he may not see is not
// there.
void require(storage::Transaction& transaction, const Context& context, const Record& record,
             Action action) {
  auto is_allowed = [&](Action wanted) {
    return may(transaction, context, *context.actor, record, wanted);
  };
  if (!is_allowed(Action::Read)) base::fail(ErrorKind::NotFound, "not_found");
  if (action != Action::Read && !is_allowed(action))
    base::fail(ErrorKind::Forbidden, "forbidden");
}

// A new owner or team must leave the record within what its writer may create.
void require_create(const Context& context, const Record& record) {
  if (!may_create(*context.actor, record)) base::fail(ErrorKind::Forbidden, "forbidden");
}

// Nor is it given to others, or taken, by who only has it by a share or a rule.
void require_move(storage::Transaction& transaction, const Context& context, const Record& record,
                  const Record& before) {
  require_create(context, record);
  if (!may_give(transaction, context, before)) base::fail(ErrorKind::Forbidden, "forbidden");
}

// What says who may do what is not for whoever found a browser unlocked.
void require_confirmed_for(const Context& context, const Record& record, const Record& before) {
  if (context.actor->confirmed || !access::is_about_access(record.entity())) return;
  for (const auto& field : record.entity().fields)
    if (field.shape() != schema::Shape::References && Record::differs(record, before, field))
      access::require_confirmed_for(*context.actor, record.entity(), field);
}

[[noreturn]] void throw_not_unique(const Record& record,
                                   const storage::UniqueViolation& violation) {
  std::string field = violation.column;
  if (field == "id") throw Error(ErrorKind::Duplicate, "duplicate", {{field, "not_unique", {}}});
  if (constexpr std::string_view kFolded = "_folded"; field.ends_with(kFolded))
    field.resize(field.size() - kFolded.size());
  throw Error(ErrorKind::Invalid, "invalid", {{field, "not_unique", {}}},
              record.entity().name + "." + violation.column);
}

}  // namespace

Record RecordService::load(const EntityDef& entity, const Id& id, Action action) {
  auto record = find(entity, id);
  if (!record) base::fail(ErrorKind::NotFound, "not_found");
  require(transaction_, context_, *record, action);
  return std::move(*record);
}

std::optional<Record> RecordService::find(const EntityDef& entity, const Id& id) {
  return select_one(
      transaction_, context_, entity,
      storage::all_of({storage::compare("id", Test::Equal, id), storage::is_null("deleted_at")}));
}

std::optional<Record> RecordService::find_by(const EntityDef& entity, std::string_view field,
                                             const Cell& value) {
  const auto& definition = entity.field(field);
  bool folded = definition.folded_column >= 0;
  auto column = entity.columns[folded ? definition.folded_column : definition.column].name;
  return select_one(transaction_, context_, entity,
                    storage::all_of({storage::compare(column, Test::Equal, value),
                                     storage::is_null("deleted_at")}));
}

Record RecordService::start_new(const EntityDef& entity, const Changes& changes) {
  Record record(entity);
  record.cells()[0] = changes.id ? *changes.id : context_.new_id();
  apply_changes(record, changes);
  settle_contact_points(record, changes);
  apply_defaults(context_, record);
  settle_currencies(context_, record);
  record.set("version", std::int64_t{1});
  record.set("created_at", context_.now);
  record.set("changed_at", context_.now);
  if (!context_.actor->user.is_nil()) {
    record.set("created_by", context_.actor->user);
    record.set("changed_by", context_.actor->user);
  }
  return record;
}

Saved RecordService::create(const EntityDef& entity, const Changes& changes,
                            const SaveOptions& options) {
  const auto& rules = context_.model->rules->of(entity.name);
  std::vector<FieldError> errors;
  Record record = start_new(entity, changes);
  Saving saving{*this, record, nullptr, errors};
  require_create(context_, record);
  access::require_confirmed_for(*context_.actor, entity);
  if (rules.defaults) rules.defaults(saving);
  check_references(transaction_, context_, record, nullptr, errors);
  if (rules.validate) rules.validate(saving);
  throw_if_any(std::move(errors));
  errors.clear();
  if (rules.before_save) rules.before_save(saving);
  check_required(record, nullptr, errors);
  throw_if_any(std::move(errors));
  record.refold();
  const auto keys = match_keys_of(context_, record);
  if (options.on_duplicate != OnDuplicate::Create && !keys.empty()) {
    auto candidates = find_duplicates(transaction_, context_, record, keys);
    if (!candidates.empty()) {
      if (options.on_duplicate == OnDuplicate::Skip)
        return {load(entity, candidates.front().id, Action::Read), Outcome::Skipped};
      if (options.on_duplicate == OnDuplicate::Update)
        return update(entity, candidates.front().id, changes, {});
      Error error(ErrorKind::Duplicate, "duplicate");
      error.extension_json = candidates_json(entity, candidates);
      throw error;
    }
  }
  insert(record);
  errors.clear();
  for (const auto& links : changes.links)
    store_links(transaction_, context_, record, links, errors);
  throw_if_any(std::move(errors));
  store_match_keys(transaction_, record, {}, keys);
  log(record, "created");
  tell_people(transaction_, context_, record, nullptr);
  if (rules.after_save) rules.after_save(saving);
  return {std::move(record), Outcome::Created};
}

std::vector<Candidate> RecordService::find_twins(const EntityDef& entity,
                                                 const std::optional<Id>& id,
                                                 const Changes& changes) {
  if (entity.duplicates.empty()) return {};
  Record record = id ? load(entity, *id, Action::Read) : start_new(entity, changes);
  Record before = record;
  if (id) {
    apply_changes(record, changes);
    settle_contact_points(record, changes);
  }
  const auto& rules = context_.model->rules->of(entity.name);
  std::vector<FieldError> errors;
  Saving saving{*this, record, id ? &before : nullptr, errors};
  if (rules.before_save) rules.before_save(saving);
  record.refold();
  return find_duplicates(transaction_, context_, record);
}

void RecordService::insert(Record& record) {
  storage::Insert insert;
  insert.table = &context_.table(record.entity());
  for (std::size_t i = 0; i < record.cells().size(); ++i)
    if (!schema::is_null(record.cells()[i]))
      insert.values.push_back({record.entity().columns[i].name, record.cells()[i]});
  try {
    record.rid = transaction_.insert(insert);
  } catch (const storage::UniqueViolation& violation) {
    throw_not_unique(record, violation);
  }
}

// Fields in conflict are those that both the writer and others changed since the version he saw; of
// fields without history it is not known, so they count when they differ.
void RecordService::check_version(const Record& record, const Changes& changes,
                                  const SaveOptions& options) {
  if (!options.expected_version || *options.expected_version == record.version()) return;
  Error error(ErrorKind::Stale, "stale");
  auto theirs = fields_changed_since(transaction_, record.id(), *options.expected_version);
  for (const auto& change : changes.fields) {
    bool differs = false;
    for (int i = 0; i < change.field->column_count; ++i)
      differs = differs || change.cells[i] != record.cells()[change.field->column + i];
    bool both = !change.field->history || theirs.contains(change.field->name);
    if (differs && both) error.fields.push_back({change.field->name, "conflict", {}});
  }
  error.extension_json =
      "\"current\":" + record_json(transaction_, context_, record.entity(), record.id());
  throw error;
}

Saved RecordService::update(const EntityDef& entity, const Id& id, const Changes& changes,
                            const SaveOptions& options) {
  const auto& rules = context_.model->rules->of(entity.name);
  Record before = load(entity, id, Action::Update);
  check_version(before, changes, options);
  std::vector<FieldError> errors;
  Record record = before;
  apply_changes(record, changes);
  settle_contact_points(record, changes);
  settle_currencies(context_, record);
  require_confirmed_for(context_, record, before);
  bool moved =
      record.cell("owner") != before.cell("owner") || record.cell("team") != before.cell("team");
  if (moved) require_move(transaction_, context_, record, before);
  Saving saving{*this, record, &before, errors};
  check_references(transaction_, context_, record, &before, errors);
  if (rules.validate) rules.validate(saving);
  throw_if_any(std::move(errors));
  errors.clear();
  if (rules.before_save) rules.before_save(saving);
  check_required(record, &before, errors);
  throw_if_any(std::move(errors));
  return finish_update(std::move(record), before, changes);
}

Saved RecordService::finish_update(Record record, const Record& before, const Changes& changes) {
  const auto& rules = context_.model->rules->of(record.entity().name);
  std::vector<FieldError> errors;
  bool links_changed = false;
  for (const auto& links : changes.links) {
    if (!store_links(transaction_, context_, record, links, errors)) continue;
    access::require_confirmed_for(*context_.actor, record.entity(), *links.field);
    links_changed = true;
  }
  throw_if_any(std::move(errors));
  record.refold();
  if (record.cells() == before.cells() && !links_changed)
    return {std::move(record), Outcome::Unchanged};
  store(record, before);
  store_match_keys(transaction_, record, match_keys_of(context_, before),
                   match_keys_of(context_, record));
  log(record, "updated", changes_json(transaction_, context_, before, record));
  tell_people(transaction_, context_, record, &before);
  Saving saving{*this, record, &before, errors};
  if (rules.after_save) rules.after_save(saving);
  return {std::move(record), Outcome::Updated};
}

void RecordService::store(Record& record, const Record& before) {
  record.set("version", before.version() + 1);
  record.set("changed_at", context_.now);
  if (!context_.actor->user.is_nil()) record.set("changed_by", context_.actor->user);
  storage::Update update;
  update.table = &context_.table(record.entity());
  for (std::size_t i = 0; i < record.cells().size(); ++i)
    if (record.cells()[i] != before.cells()[i])
      update.values.push_back({record.entity().columns[i].name, record.cells()[i]});
  update.where = storage::all_of({storage::compare("rid", Test::Equal, record.rid),
                                  storage::compare("version", Test::Equal, before.version())});
  try {
    if (transaction_.update(update) != 1) base::fail(ErrorKind::Stale, "stale");
  } catch (const storage::UniqueViolation& violation) {
    throw_not_unique(record, violation);
  }
}

Record RecordService::change(const EntityDef& entity, const Id& id,
                             const std::function<void(Record&)>& edit) {
  Context unbounded = context_.with_all_rights();
  RecordService service(transaction_, unbounded);
  Record before = service.load(entity, id, Action::Update);
  Record record = before;
  edit(record);
  const auto& rules = context_.model->rules->of(entity.name);
  std::vector<FieldError> errors;
  Saving saving{service, record, &before, errors};
  if (rules.before_save) rules.before_save(saving);
  throw_if_any(std::move(errors));
  return service.finish_update(std::move(record), before, {}).record;
}

void RecordService::set_quietly(const EntityDef& entity, const Id& id,
                                std::vector<storage::Assignment> values) {
  storage::Update update;
  update.table = &context_.table(entity);
  update.values = std::move(values);
  update.where = storage::compare("id", Test::Equal, id);
  transaction_.update(update);
}

void RecordService::log(const Record& record, std::string_view kind, std::string changes_json) {
  append_log(transaction_, context_,
             {kind, &record.entity(), record.id(), record.version(), std::move(changes_json)});
}

void RecordService::remove(const EntityDef& entity, const Id& id,
                           std::optional<std::int64_t> expected_version) {
  Record before = load(entity, id, Action::Delete);
  access::require_confirmed_for(*context_.actor, entity);
  check_version(before, {}, {expected_version});
  std::vector<FieldError> errors;
  Record record = before;
  Saving saving{*this, record, &before, errors};
  const auto& rules = context_.model->rules->of(entity.name);
  if (rules.before_delete) rules.before_delete(saving);
  throw_if_any(std::move(errors));
  record.set("deleted_at", context_.now);
  store(record, before);
  store_match_keys(transaction_, record, match_keys_of(context_, before), {});
  log(record, "deleted");
  tell_of_deletion(transaction_, context_, record);
}

namespace {
// A record of the recycle bin, for who might have deleted it: by himself, or of what he sees there.
Record load_deleted(RecordService& service, const EntityDef& entity, const Id& id) {
  auto found = select_one(service.transaction(), service.context(), entity,
                          storage::all_of({storage::compare("id", Test::Equal, id),
                                           storage::negate(storage::is_null("deleted_at"))}));
  if (!found) base::fail(ErrorKind::NotFound, "not_found");
  require(service.transaction(), service.context(), *found, Action::Delete);
  const auto& actor = *service.context().actor;
  const auto by = found->reference("changed_by");
  if (!(by && by->id == actor.user) &&
      !may(service.transaction(), service.context(), actor, *found, Action::Deleted))
    base::fail(ErrorKind::NotFound, "not_found");
  return std::move(*found);
}
}  // namespace

void RecordService::restore(const EntityDef& entity, const Id& id) {
  Record before = load_deleted(*this, entity, id);
  access::require_confirmed_for(*context_.actor, entity);
  Record record = before;
  record.clear("deleted_at");
  store(record, before);
  store_match_keys(transaction_, record, {}, match_keys_of(context_, record));
  log(record, "restored");
  std::vector<FieldError> errors;
  Saving saving{*this, record, &before, errors};
  const auto& rules = context_.model->rules->of(entity.name);
  if (rules.after_save) rules.after_save(saving);
}

// Links to what is gone for good would lead nowhere.
void RecordService::clear_links_to(const EntityDef& entity, const Id& id) {
  for (const auto& other : context_.model->schema->entities())
    for (const auto& field : other.fields) {
      if (std::find(field.to.begin(), field.to.end(), entity.name) == field.to.end()) continue;
      if (field.shape() == schema::Shape::References) {
        storage::Delete pairs;
        pairs.table = &context_.model->tables.of_link(other, field);
        pairs.where = storage::compare("b", Test::Equal, id);
        transaction_.remove(pairs);
        continue;
      }
      storage::Update update;
      update.table = &context_.table(other);
      update.values = {{field.name, Cell()}};
      if (field.points_to_several()) update.values.push_back({field.name + "_entity", Cell()});
      update.where = storage::compare(field.name, Test::Equal, id);
      transaction_.update(update);
    }
}

void RecordService::purge(const EntityDef& entity, const Id& id) {
  auto record = select_one(transaction_, context_, entity, storage::compare("id", Test::Equal, id));
  if (!record) base::fail(ErrorKind::NotFound, "not_found");
  require(transaction_, context_, *record, Action::Delete);
  if (access::level_of(*context_.actor, entity, Action::Delete) != Level::All)
    base::fail(ErrorKind::Forbidden, "forbidden");
  if (!record->is_deleted()) {
    remove(entity, id);
    record = load_deleted(*this, entity, id);
  }
  clear_links_to(entity, id);
  forget_shares(transaction_, id);
  storage::Delete row;
  row.table = &context_.table(entity);
  row.where = storage::compare("rid", Test::Equal, record->rid);
  transaction_.remove(row);
  for (const auto& field : entity.fields) {
    if (field.shape() != schema::Shape::References) continue;
    storage::Delete pairs;
    pairs.table = &context_.model->tables.of_link(entity, field);
    pairs.where = storage::compare("a", Test::Equal, id);
    transaction_.remove(pairs);
  }
  log(*record, "purged");
}

}  // namespace rapport::records
