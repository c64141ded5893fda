#include "imports/matcher.h"

#include <algorithm>

#include "access/policy.h"
#include "base/text.h"
#include "records/duplicates.h"
#include "records/match_keys.h"
#include "records/steps.h"

namespace rapport::imports {

using base::Id;
using records::Record;
using records::RecordService;
using schema::Cell;
using schema::EntityDef;
using schema::FieldDef;
using schema::Shape;
using storage::Expression;
using storage::Query;
using storage::Row;
using storage::Test;

namespace {

constexpr std::size_t kCandidates = 50;

bool is_points(const FieldDef& field) {
  auto type = field.type->name();
  return type == "emails" || type == "phones";
}

bool has_index(const FieldDef& field) {
  return field.unique || field.indexed || field.folded_column >= 0;
}

// "email" is looked for among all e-mails.
const FieldDef* list_of(const EntityDef& entity, const FieldDef& field) {
  auto type = field.type->name();
  if (type != "email" && type != "phone") return &field;
  const auto* list = entity.find(field.name + "s");
  return list && is_points(*list) ? list : &field;
}

const Cell* value_in(const PreparedRow& row, const FieldDef& field) {
  for (const auto& change : row.changes.fields)
    if (change.field == &field) return &change.cells[0];
  return nullptr;
}

Cell compared(const FieldDef& field, const Cell& value) {
  const auto* text = std::get_if<std::string>(&value);
  return text && field.shape() == Shape::Text ? Cell(base::fold(*text)) : value;
}

void append_key(std::string& key, const FieldDef& field, const Cell& value) {
  auto cell = compared(field, value);
  if (const auto* number = std::get_if<std::int64_t>(&cell))
    key += std::to_string(*number);
  else if (const auto* text = std::get_if<std::string>(&cell))
    key += *text;
  else if (const auto* id = std::get_if<Id>(&cell))
    key += id->raw();
  key += '\x1f';
}

storage::Condition readable(const records::Context& context, const EntityDef& entity) {
  return storage::all_of({storage::is_null("deleted_at"),
                          access::scope(*context.actor, entity, access::Action::Read)});
}

std::vector<Id> select_ids(RecordService& service, const EntityDef& entity,
                           storage::Condition where) {
  Query query;
  query.table = &service.context().table(entity);
  query.columns = {Expression{0, "id"}};
  query.where = storage::all_of({std::move(where), readable(service.context(), entity)});
  query.order_is_optional = true;
  query.limit = kCandidates;
  std::vector<Id> ids;
  service.transaction().select(query, [&](const Row& row) {
    ids.push_back(row.id(0));
    return true;
  });
  return ids;
}

bool is_in_bin(RecordService& service, const EntityDef& entity, const Id& id) {
  Query query;
  query.table = &service.context().table(entity);
  query.where = storage::all_of(
      {storage::compare("id", Test::Equal, id), storage::negate(storage::is_null("deleted_at"))});
  query.order_is_optional = true;
  return service.transaction().count(query, 1) > 0;
}

std::vector<std::string> words_of(std::string_view name) {
  return base::split(records::person_skeleton(plain_name(name)), ' ');
}

// Two whole names without a word in common are two people, whatever telephone they share.
bool have_nothing_in_common(std::string_view name, std::string_view other) {
  auto words = words_of(name), others = words_of(other);
  if (name.empty() || other.empty()) return false;
  return std::none_of(words.begin(), words.end(), [&](const auto& word) {
    return std::find(others.begin(), others.end(), word) != others.end();
  });
}

// The name that the record will have.
std::string name_of(const Record& record) {
  if (!has_person_name(record.entity())) return record.title();
  std::string name;
  for (const char* part : {"last_name", "first_name", "middle_name"})
    if (record.entity().find(part))
      if (auto text = record.text(part)) name += (name.empty() ? "" : " ") + *text;
  return name;
}

bool differ(const Record& a, const Record& b, const char* field) {
  if (!a.entity().find(field)) return false;
  return !a.is_empty(field) && !b.is_empty(field) && a.cell(field) != b.cell(field);
}

}  // namespace

Matcher::Matcher(const records::Context& context, const RowPlan& plan,
                 const std::vector<std::string>& match)
    : entity_(&plan.entity()) {
  if (!match.empty()) {
    alternatives_.emplace_back();
    for (const auto& path : match)
      if (path != "id") add_field(context, plan, path);
    if (alternatives_[0].empty()) alternatives_.clear();
    return;
  }
  for (const auto& field : entity_->fields)
    if (field.unique && plan.writes(field.name)) alternatives_.push_back({&field});
  by_likeness_ = alternatives_.empty() && !entity_->duplicates.empty();
}

void Matcher::add_field(const records::Context& context, const RowPlan& plan,
                        const std::string& path) {
  auto& fields = alternatives_[0];
  auto target = find_target(context, *entity_, path);
  auto refuse = [&](const char* code) {
    base::fail(base::ErrorKind::Invalid, code, "map.match", {{"field", path}});
  };
  if (!target) refuse("unknown_field");
  if (target->part == Part::FullName) {
    for (const char* part : {"last_name", "first_name", "middle_name"})
      if (const auto* field = entity_->find(part)) fields.push_back(field);
    return;
  }
  const auto* field = list_of(*entity_, *target->field);
  bool comparable = field->column >= 0 && (is_points(*field) || field->shape() != Shape::Structure);
  if (!comparable || !(plan.writes(field->name) || plan.column_of(field->name) >= 0))
    refuse("import_no_match_column");
  fields.push_back(field);
}

Matcher::Ids Matcher::with_key(RecordService& service, const FieldDef& field, const Cell& value) {
  if (!is_points(field)) {
    auto column =
        field.folded_column >= 0 ? entity_->columns[field.folded_column].name : field.name;
    auto wanted = field.folded_column >= 0 ? compared(field, value) : value;
    return select_ids(service, *entity_, storage::compare(column, Test::Equal, wanted));
  }
  Record record(*entity_);
  record.cells()[field.column] = value;
  Ids ids;
  auto twins = records::find_duplicates(service.transaction(), service.context(), record,
                                        records::LikeNames::PassOver);
  for (const auto& twin : twins) ids.push_back(twin.id);
  return ids;
}

// The first field with an index finds them, the others are compared.
Matcher::Ids Matcher::with_all(RecordService& service, const Fields& fields,
                               const PreparedRow& row) {
  const FieldDef* driver = nullptr;
  bool any = false;
  for (const auto* field : fields) {
    const auto* value = value_in(row, *field);
    bool optional = field->name == "middle_name" || field->name == "first_name";
    if (!value && !optional) return {};
    any = any || value;
    bool keyed = is_points(*field) || has_index(*field);
    if (value && keyed && (!driver || field->unique)) driver = field;
  }
  if (!any) return {};
  if (!driver) return loaded_with(service, fields, row);
  auto ids = with_key(service, *driver, *value_in(row, *driver));
  if (fields.size() == 1) return ids;
  std::erase_if(ids, [&](const Id& id) {
    auto record = service.find(*entity_, id);
    return !record || std::any_of(fields.begin(), fields.end(), [&](const FieldDef* field) {
      const auto* value = value_in(row, *field);
      if (field == driver) return false;
      return compared(*field, value ? *value : Cell()) !=
             compared(*field, record->cells()[field->column]);
    });
  });
  return ids;
}

void Matcher::load(RecordService& service, const Fields& fields) {
  loaded_.emplace();
  Query query;
  query.table = &service.context().table(*entity_);
  query.columns = {Expression{0, "id"}};
  for (const auto* field : fields) query.columns.push_back(Expression{0, field->name});
  query.where = readable(service.context(), *entity_);
  query.order_is_optional = true;
  service.transaction().select(query, [&](const Row& row) {
    std::string key;
    int column = 0;
    for (const auto* field : fields)
      append_key(key, *field, row.cell(++column, entity_->columns[field->column].type));
    (*loaded_)[key].push_back(row.id(0));
    return true;
  });
}

Matcher::Ids Matcher::loaded_with(RecordService& service, const Fields& fields,
                                  const PreparedRow& row) {
  if (!loaded_) load(service, fields);
  std::string key;
  for (const auto* field : fields) {
    const auto* value = value_in(row, *field);
    append_key(key, *field, value ? *value : Cell());
  }
  auto it = loaded_->find(key);
  return it == loaded_->end() ? Ids() : it->second;
}

void Matcher::learn(const Record& record) {
  if (!loaded_) return;
  std::string key;
  for (const auto* field : alternatives_.front())
    append_key(key, *field, record.cells()[field->column]);
  auto& ids = (*loaded_)[key];
  if (std::find(ids.begin(), ids.end(), record.id()) == ids.end()) ids.push_back(record.id());
}

std::optional<Id> Matcher::find_namesake(RecordService& service, const Record& wanted,
                                         bool has_keys) {
  bool person = has_person_name(*entity_);
  bool name_is_key = std::find(entity_->duplicates.begin(), entity_->duplicates.end(),
                               entity_->title + "~") != entity_->duplicates.end();
  auto name = name_of(wanted);
  if (name.empty() || (has_keys && (person || !name_is_key))) return std::nullopt;
  const auto& title = entity_->title_field();
  auto column = entity_->columns[title.folded_column].name;
  std::vector<Cell> spellings{base::fold(name)};
  if (person) {
    auto part = [&](const char* field) {
      return entity_->find(field) ? wanted.text(field).value_or("") : std::string();
    };
    std::string first = part("first_name"), middle = part("middle_name"), last = part("last_name");
    spellings.push_back(base::fold(first + " " + (middle.empty() ? "" : middle + " ") + last));
  }
  for (const auto& id :
       select_ids(service, *entity_, storage::in(Expression{0, column}, spellings))) {
    auto record = service.find(*entity_, id);
    bool another = !record || differ(*record, wanted, "inn") ||
                   differ(*record, wanted, "account") || differ(*record, wanted, "company");
    if (!another) return id;
  }
  return std::nullopt;
}

std::optional<Id> Matcher::find_like(RecordService& service, const PreparedRow& row) {
  Record wanted(*entity_);
  records::apply_changes(wanted, row.changes);
  auto name = name_of(wanted);
  auto twins = records::find_duplicates(service.transaction(), service.context(), wanted,
                                        records::LikeNames::PassOver);
  for (const auto& twin : twins) {
    bool by_phone = std::all_of(twin.fields.begin(), twin.fields.end(), [&](const auto& field) {
      return entity_->field(field).type->name() == "phones";
    });
    if (!by_phone || !have_nothing_in_common(name, twin.title)) return twin.id;
  }
  bool has_keys = false;
  for (const auto& rule : entity_->duplicates)
    has_keys = has_keys || (!rule.ends_with("~") && !wanted.is_empty(rule));
  return find_namesake(service, wanted, has_keys);
}

base::Result<std::optional<Matcher::Match>> Matcher::find(RecordService& service,
                                                          const PreparedRow& row) {
  using Found = std::optional<Match>;
  if (row.id) {
    if (service.find(*entity_, *row.id)) return Found(Match{*row.id, By::Id});
    if (is_in_bin(service, *entity_, *row.id)) return Found(Match{*row.id, By::Id, true});
  }
  for (const auto& fields : alternatives_) {
    auto ids = with_all(service, fields, row);
    if (ids.size() > 1)
      return base::Failure{"import_several_match", {{"count", std::to_string(ids.size())}}};
    if (ids.size() == 1) return Found(Match{ids.front(), By::Fields});
  }
  if (!by_likeness_) return Found();
  auto id = find_like(service, row);
  return id ? Found(Match{*id, By::Likeness}) : Found();
}

}  // namespace rapport::imports
