#include "records/record.h"

#include "base/text.h"

namespace rapport::records {

using schema::Cell;
using schema::FieldDef;

namespace {
template <class T>
std::optional<T> value_of(const Cell& cell) {
  if (const auto* value = std::get_if<T>(&cell)) return *value;
  return std::nullopt;
}
}  // namespace

base::Id Record::id() const {
  return value_of<base::Id>(cells_[0]).value_or(base::Id{});
}
std::int64_t Record::version() const {
  return integer("version").value_or(0);
}
bool Record::is_deleted() const {
  return !is_empty("deleted_at");
}
std::string Record::title() const {
  return text(entity_->title).value_or("");
}

const Cell& Record::cell(std::string_view field) const {
  return cells_.at(static_cast<std::size_t>(entity_->field(field).column));
}

void Record::clear(std::string_view field) {
  const auto& definition = entity_->field(field);
  for (int i = 0; i < definition.column_count; ++i) cells_[definition.column + i] = {};
  if (definition.folded_column >= 0) cells_[definition.folded_column] = {};
}

std::optional<std::string> Record::text(std::string_view field) const {
  return value_of<std::string>(cell(field));
}
std::optional<std::int64_t> Record::integer(std::string_view field) const {
  return value_of<std::int64_t>(cell(field));
}
std::optional<base::Id> Record::id(std::string_view field) const {
  return value_of<base::Id>(cell(field));
}

std::optional<Money> Record::money(std::string_view field) const {
  const auto& definition = entity_->field(field);
  auto amount = value_of<std::int64_t>(cells_[definition.column]);
  if (!amount) return std::nullopt;
  return Money{*amount, value_of<std::string>(cells_[definition.column + 1]).value_or("")};
}

std::optional<Reference> Record::reference(std::string_view field) const {
  const auto& definition = entity_->field(field);
  auto id = value_of<base::Id>(cells_[definition.column]);
  if (!id) return std::nullopt;
  if (!definition.points_to_several()) return Reference{definition.to.at(0), *id};
  return Reference{value_of<std::string>(cells_[definition.column + 1]).value_or(""), *id};
}

void Record::set(std::string_view field, std::string text) {
  const auto& definition = entity_->field(field);
  if (definition.folded_column >= 0) cells_[definition.folded_column] = base::fold(text);
  cells_[definition.column] = std::move(text);
}
void Record::set(std::string_view field, std::int64_t number) {
  cells_[entity_->field(field).column] = number;
}
void Record::set(std::string_view field, const base::Id& id) {
  cells_[entity_->field(field).column] = id;
}
void Record::set(std::string_view field, const Money& money) {
  int column = entity_->field(field).column;
  cells_[column] = money.amount;
  cells_[column + 1] = money.currency;
}
void Record::set(std::string_view field, const Reference& reference) {
  const auto& definition = entity_->field(field);
  cells_[definition.column] = reference.id;
  if (definition.points_to_several()) cells_[definition.column + 1] = reference.entity;
}

bool Record::differs(const Record& a, const Record& b, const FieldDef& field) {
  for (int i = 0; i < field.column_count; ++i)
    if (a.cells_[field.column + i] != b.cells_[field.column + i]) return true;
  return false;
}

void Record::refold() {
  for (const auto& field : entity_->fields) {
    if (field.folded_column < 0) continue;
    const auto* text = std::get_if<std::string>(&cells_[field.column]);
    cells_[field.folded_column] = text ? Cell(base::fold(*text)) : Cell();
  }
}

std::vector<storage::Expression> record_columns(const schema::EntityDef& entity) {
  std::vector<storage::Expression> columns;
  for (const auto& column : entity.columns) columns.push_back(storage::Expression{0, column.name});
  columns.push_back(storage::Expression{0, "rid"});
  return columns;
}

Record read_record(const schema::EntityDef& entity, const storage::Row& row) {
  Record record(entity);
  int column = 0;
  for (const auto& definition : entity.columns) {
    record.cells()[column] = row.cell(column, definition.type);
    ++column;
  }
  record.rid = row.integer(column);
  return record;
}

}  // namespace rapport::records
