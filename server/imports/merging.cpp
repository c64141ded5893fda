#include "imports/merging.h"

#include <algorithm>

#include "base/text.h"

namespace rapport::imports {

namespace json = base::json;
using records::Record;
using schema::Shape;

namespace {

std::string_view text_of(const json::value& point, const char* member) {
  const auto* text = point.as_object().if_contains(member);
  return text && text->is_string() ? std::string_view(text->get_string()) : std::string_view();
}

// Phones by their digits, e-mails folded.
bool is_same(std::string_view a, std::string_view b) {
  if (a == b) return true;
  bool email = a.find('@') != std::string_view::npos;
  if (email) return base::fold(a) == base::fold(b);
  auto digits = base::phone_digits(a, "");
  return !digits.empty() && digits == base::phone_digits(b, "");
}

json::array::iterator find_value(json::array& list, const std::string& value) {
  return std::find_if(list.begin(), list.end(), [&](const json::value& point) {
    return is_same(text_of(point, "value"), value);
  });
}

json::object* only_one_of(json::array& list, const std::string& kind) {
  json::object* found = nullptr;
  for (auto& point : list) {
    if (text_of(point, "kind") != kind) continue;
    if (found) return nullptr;
    found = &point.as_object();
  }
  return found;
}

void merge_first(json::array& list, const Point& point) {
  auto known = find_value(list, point.value);
  if (known != list.end()) {
    std::rotate(list.begin(), known, known + 1);
    return;
  }
  if (!list.empty()) list[0].as_object()["value"] = point.value;
  else list.push_back(json::object{{"value", point.value}, {"kind", point.kind}});
}

}  // namespace

json::array merged_points(const json::array& existing, const std::vector<Point>& points) {
  json::array list = existing;
  for (const auto& point : points) {
    if (point.is_first) {
      merge_first(list, point);
      continue;
    }
    if (find_value(list, point.value) != list.end()) continue;
    auto given = std::count_if(points.begin(), points.end(), [&](const Point& other) {
      return other.kind_is_given && other.kind == point.kind;
    });
    auto* one = point.kind_is_given && given == 1 ? only_one_of(list, point.kind) : nullptr;
    if (one) (*one)["value"] = point.value;
    else list.push_back(json::object{{"value", point.value}, {"kind", point.kind}});
  }
  return list;
}

namespace {

void merge_composite(const Record& existing, const Composite& composite,
                     records::FieldChange& change) {
  auto stored = existing.text(change.field->name);
  if (!stored) return;
  auto value = base::parse_json(*stored);
  if (value.is_array()) {
    value = merged_points(value.get_array(), composite.points);
  } else {
    for (const auto& [member, text] : composite.members) value.as_object()[member] = text;
  }
  std::vector<schema::Cell> cells(change.cells.size());
  if (!change.field->type->parse(*change.field, value, cells)) change.cells = std::move(cells);
}

// The same JSON however it was once written.
bool is_equal(const Record& existing, const records::FieldChange& change) {
  bool equal = true;
  for (int i = 0; i < change.field->column_count; ++i)
    equal = equal && change.cells[i] == existing.cells()[change.field->column + i];
  if (equal || change.field->shape() != Shape::Structure) return equal;
  auto stored = existing.text(change.field->name);
  const auto* text = std::get_if<std::string>(&change.cells[0]);
  return stored && text && json::parse(*stored) == json::parse(*text);
}

}  // namespace

void merge_into(const Record& existing, PreparedRow& row) {
  auto& fields = row.changes.fields;
  for (const auto& composite : row.composites)
    merge_composite(existing, composite, fields[composite.change]);
  for (auto& change : fields) {
    bool no_currency = change.field->shape() == Shape::Money && schema::is_null(change.cells[1]);
    if (no_currency) change.cells[1] = existing.cells()[change.field->column + 1];
    bool any_entity = change.field->shape() == Shape::Reference && change.cells.size() > 1 &&
                      schema::is_null(change.cells[1]);
    if (any_entity) change.cells[1] = existing.cells()[change.field->column + 1];
  }
  std::erase_if(fields, [&](const auto& change) { return is_equal(existing, change); });
  row.composites.clear();
}

}  // namespace rapport::imports
