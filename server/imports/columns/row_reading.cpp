// The reading half of RowPlan: cells of one row → changes.
#include <algorithm>

#include "base/date.h"
#include "base/text.h"
#include "imports/columns/person_names.h"
#include "imports/columns/row_plan.h"

namespace rapport::imports {

namespace json = base::json;
using schema::FieldDef;

struct RowPlan::Reading {
  const Row& row;
  PreparedRow& out;

  void reject(int column, base::Failure failure) {
    out.faults.push_back({column, {}, std::move(failure.code), std::move(failure.arguments)});
  }
  // The value into the changes, when the field takes it. True when there is a change.
  bool put(const FieldDef& field, const json::value& value, int column) {
    if (value.is_null()) return false;
    records::FieldChange change{&field, std::vector<schema::Cell>(field.column_count)};
    if (auto failure = field.type->parse(field, value, change.cells)) {
      reject(column, std::move(*failure));
      return false;
    }
    if (schema::is_null(change.cells[0])) return false;
    out.changes.fields.push_back(std::move(change));
    return true;
  }
};

CellText RowPlan::cell(const Reading& reading, int column) const {
  auto at = static_cast<std::size_t>(column);
  if (at >= reading.row.cells.size()) return {};
  CellText cell{base::trim(reading.row.cells[at]), reading.row.type(at)};
  const auto& meanings = meanings_[at];
  if (meanings.empty()) return cell;
  auto it = meanings.find(base::fold(cell.text));
  if (it != meanings.end()) return {it->second, CellType::Text};
  return cell;
}

PreparedRow RowPlan::prepare(const Row& row) const {
  auto prepared = read(row);
  prepared.cells.assign(row.cells.begin(), row.cells.end());
  if (row.types.empty()) return prepared;
  bool typed = std::any_of(row.types.begin(), row.types.end(),
                           [](CellType type) { return type != CellType::Text; });
  if (!typed) return prepared;
  for (auto type : row.types) prepared.types += static_cast<char>('a' + static_cast<int>(type));
  return prepared;
}

PreparedRow RowPlan::read(const Row& row) const {
  PreparedRow out;
  out.line = row.line;
  Reading reading{row, out};
  if (row.cells.size() > columns_.size()) {
    reading.reject(-1, {"import_row_width",
                        {{"count", std::to_string(row.cells.size())},
                         {"expected", std::to_string(columns_.size())}}});
    return out;
  }
  out.changes.fields.reserve(steps_.size());
  for (const auto& step : steps_) run(step, reading);
  return out;
}

void RowPlan::run(const Step& step, Reading& reading) const {
  switch (step.kind) {
    case Kind::Id:
      return read_id(step, reading);
    case Kind::Plain:
      return read_plain(step, reading);
    case Kind::LongText:
      return read_long_text(step, reading);
    case Kind::Money:
      return read_money_parts(step, reading);
    case Kind::Address:
      return read_address(step, reading);
    case Kind::Points:
      return read_all_points(step, reading);
    case Kind::Bank:
      return read_bank(step, reading);
    case Kind::Person:
    case Kind::Team:
      return read_owner(step, reading);
    case Kind::Link:
    case Kind::Links:
      return read_link(step, reading);
    case Kind::FullName:
      return read_full_name(step, reading);
  }
}

void RowPlan::read_id(const Step& step, Reading& reading) const {
  auto text = cell(reading, step.sources[0].column).text;
  if (text.empty()) return;
  auto id = base::Id::parse(text);
  if (id && !id->is_nil())
    reading.out.id = *id;
  else
    reading.reject(step.sources[0].column, {"not_an_id", {}});
}

const ChoiceWords* RowPlan::words_for(const Step& step, const Reading& reading) const {
  if (step.field->type->name() != "stage") return step.words.empty() ? nullptr : &step.words;
  return stages_.of(pipeline_column_ < 0 ? "" : cell(reading, pipeline_column_).text);
}

const RowPlan::Step* RowPlan::step_at(std::size_t column) const {
  for (const auto& step : steps_)
    for (const auto& source : step.sources)
      if (source.column == static_cast<int>(column)) return &step;
  return nullptr;
}

Listed RowPlan::listed_in(std::size_t column) const {
  const auto* step = step_at(column);
  if (!step) return Listed::No;
  if (step->kind == Kind::Person) return Listed::People;
  if (step->kind == Kind::Team) return Listed::Teams;
  const auto& to = step->field->to;
  if (step->kind == Kind::Link && to.size() == 1 && to[0] == "pipelines") return Listed::Pipelines;
  if (step->kind != Kind::Plain || step->field->shape() != schema::Shape::Key) return Listed::No;
  return step->field->type->name() == "stage" ? Listed::Stages : Listed::Choices;
}

const FieldDef* RowPlan::field_of(std::size_t column) const {
  const auto* step = step_at(column);
  return step ? step->field : nullptr;
}

std::optional<WordMeaning> RowPlan::meaning_of(const Row& row, std::size_t column) const {
  const auto* step = step_at(column);
  if (!step) return std::nullopt;
  PreparedRow unused;
  Reading reading{row, unused};
  auto text = cell(reading, static_cast<int>(column)).text;
  if (step->kind == Kind::Person || step->kind == Kind::Team) {
    auto id = step->kind == Kind::Team ? people_.team(text) : people_.person(text);
    return id ? std::optional(WordMeaning{id->text()}) : std::nullopt;
  }
  if (listed_in(column) == Listed::Pipelines) {
    auto id = stages_.pipeline(text);
    return id ? std::optional(WordMeaning{*id}) : std::nullopt;
  }
  const auto* words = step->kind == Kind::Plain ? words_for(*step, reading) : nullptr;
  const auto* meaning = words ? find_word(*words, text) : nullptr;
  return meaning ? std::optional(*meaning) : std::nullopt;
}

// Of several columns the first that says something, of lists all of them.
void RowPlan::read_plain(const Step& step, Reading& reading) const {
  const FieldDef& field = *step.field;
  const auto* words = words_for(step, reading);
  json::array list;
  int column = -1;
  for (const auto& source : step.sources) {
    auto text = cell(reading, source.column);
    bool is_guess = false;
    auto value = read_cell(field, text, notation_, words, &is_guess);
    if (!value) return reading.reject(source.column, value.failure());
    if (value->is_null()) continue;
    if (is_guess && value->is_string())
      reading.out.guessed_words.push_back(
          {source.column, std::string(text.text), std::string(value->get_string())});
    if (field.shape() != schema::Shape::KeySet) {
      reading.put(field, *value, source.column);
      return;
    }
    if (column < 0) column = source.column;
    for (auto& key : value->as_array()) list.push_back(key);
  }
  if (!list.empty()) reading.put(field, list, column);
}

void RowPlan::read_long_text(const Step& step, Reading& reading) const {
  std::string text;
  for (const auto& source : step.sources) {
    auto part = cell(reading, source.column).text;
    if (part.empty()) continue;
    if (!text.empty()) text += '\n';
    if (step.sources.size() > 1) text += columns_[static_cast<std::size_t>(source.column)] + ": ";
    text += part;
  }
  if (!text.empty()) reading.put(*step.field, json::value(text), step.sources[0].column);
}

void RowPlan::read_money_parts(const Step& step, Reading& reading) const {
  CellMoney money;
  std::string currency;
  int column = step.sources[0].column;
  for (const auto& source : step.sources) {
    auto text = cell(reading, source.column);
    if (source.member == "currency") {
      if (says_nothing(text.text)) continue;
      currency = read_currency(text.text);
      if (currency.empty())
        return reading.reject(source.column,
                              {"not_a_currency", {{"value", std::string(text.text)}}});
      continue;
    }
    column = source.column;
    auto read = read_money(text, notation_);
    if (!read) return reading.reject(column, read.failure());
    money = std::move(*read);
  }
  if (money.amount.empty()) return;
  if (currency.empty()) currency = money.currency;
  if (currency.empty()) currency = step.currency;
  json::object value{{"amount", money.amount}};
  if (!currency.empty()) value["currency"] = currency;
  reading.put(*step.field, value, column);
}

void RowPlan::read_address(const Step& step, Reading& reading) const {
  json::object members;
  for (const auto& source : step.sources) {
    auto text = cell(reading, source.column).text;
    if (!text.empty()) members[source.member] = text;
  }
  if (members.empty()) return;
  if (!reading.put(*step.field, members, step.sources[0].column)) return;
  Composite composite{reading.out.changes.fields.size() - 1, {}, std::move(members)};
  reading.out.composites.push_back(std::move(composite));
}

void RowPlan::read_all_points(const Step& step, Reading& reading) const {
  bool phones = step.field->type->name() == "phones";
  std::vector<Point> points;
  for (const auto& source : step.sources) {
    bool first = source.member == "first";
    auto text = cell(reading, source.column);
    auto read = read_points(text, phones, first ? std::string_view() : source.member);
    if (!read) return reading.reject(source.column, read.failure());
    for (auto& point : *read) {
      point.is_first = first && &point == &read->front();
      auto same = [&](const Point& other) { return other.value == point.value; };
      auto known = std::find_if(points.begin(), points.end(), same);
      if (known == points.end())
        points.push_back(std::move(point));
      else
        known->is_first |= point.is_first;
    }
  }
  if (points.empty()) return;
  std::stable_partition(points.begin(), points.end(),
                        [](const Point& point) { return point.is_first; });
  json::array list;
  for (const auto& point : points)
    list.push_back(json::object{{"value", point.value}, {"kind", point.kind}});
  if (!reading.put(*step.field, list, step.sources[0].column)) return;
  Composite composite{reading.out.changes.fields.size() - 1, std::move(points), {}};
  reading.out.composites.push_back(std::move(composite));
}

void RowPlan::read_bank(const Step& step, Reading& reading) const {
  json::object account;
  for (const auto& source : step.sources) {
    auto text = cell(reading, source.column).text;
    if (!text.empty()) account[source.member] = text;
  }
  if (account.empty()) return;
  reading.put(*step.field, json::array{std::move(account)}, step.sources[0].column);
}

// One who is not here any more must not keep a row out: whoever imports owns it then.
void RowPlan::read_owner(const Step& step, Reading& reading) const {
  for (const auto& source : step.sources) {
    auto text = cell(reading, source.column).text;
    if (says_nothing(text)) continue;
    auto id = step.kind == Kind::Team ? people_.team(text) : people_.person(text);
    if (id) {
      records::FieldChange change{step.field, std::vector<schema::Cell>(step.field->column_count)};
      change.cells[0] = *id;
      reading.out.changes.fields.push_back(std::move(change));
      return;
    }
    reading.out.unknown_people.push_back({source.column, std::string(text)});
  }
}

void RowPlan::read_link(const Step& step, Reading& reading) const {
  for (const auto& source : step.sources) {
    auto text = cell(reading, source.column).text;
    if (says_nothing(text)) continue;
    if (step.kind == Kind::Link) {
      reading.out.links.push_back({source.column, step.field, source.member, std::string(text)});
      continue;
    }
    for (auto& name : read_list(text))
      reading.out.links.push_back({source.column, step.field, source.member, std::move(name)});
  }
}

void RowPlan::read_full_name(const Step& step, Reading& reading) const {
  auto text = cell(reading, step.sources[0].column).text;
  if (text.empty()) return;
  auto& changes = reading.out.changes.fields;
  bool in_parts = std::any_of(changes.begin(), changes.end(), [](const auto& change) {
    return change.field->name == "last_name" || change.field->name == "first_name";
  });
  if (in_parts) return;
  auto name = split_person_name(text);
  auto put = [&](const char* field, const std::string& part) {
    const auto* definition = entity_->find(field);
    if (definition && !part.empty())
      reading.put(*definition, json::value(part), step.sources[0].column);
  };
  put("last_name", name.last);
  put("first_name", name.first);
  put("middle_name", name.middle);
}

}  // namespace rapport::imports
