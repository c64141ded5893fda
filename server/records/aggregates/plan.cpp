#include "records/aggregates/plan.h"

#include <algorithm>

#include "base/text.h"

namespace rapport::records::aggregates {

using base::ErrorKind;
using schema::Shape;
using storage::Expression;
using storage::Measure;
using storage::Query;
using storage::Transform;
namespace json = base::json;
namespace limits = base::limits;

namespace {

[[noreturn]] void wrong_type(const std::string& place, const char* expected) {
  base::fail(ErrorKind::Malformed, "wrong_type", place, {{"expected", expected}});
}

void check_count(std::size_t count, std::size_t max, const std::string& place) {
  if (count > max)
    base::fail(ErrorKind::Malformed, "too_many_values", place, {{"max", std::to_string(max)}});
}

std::vector<std::string> words_of(const json::value& value, const std::string& place) {
  if (value.is_string()) return base::split(value.get_string(), ',');
  if (!value.is_array()) wrong_type(place, "array");
  std::vector<std::string> words;
  for (const auto& item : value.get_array()) {
    if (!item.is_string()) wrong_type(place + "[" + std::to_string(words.size()) + "]", "string");
    words.emplace_back(item.get_string());
  }
  return words;
}

Transform parse_part(std::string_view word, const std::string& place) {
  if (word == "day") return Transform::Day;
  if (word == "week") return Transform::Week;
  if (word == "month") return Transform::Month;
  if (word == "quarter") return Transform::Quarter;
  if (word == "year") return Transform::Year;
  base::fail(ErrorKind::Malformed, "unknown_part", place, {{"part", std::string(word)}});
}

bool is_groupable(Shape shape) {
  return shape != Shape::KeySet && shape != Shape::References && shape != Shape::Structure &&
         shape != Shape::Money;
}

Key parse_key(PathResolver& paths, const std::string& name, const std::string& place) {
  Key key;
  key.name = name;
  auto colon = name.find(':');
  key.resolved = paths.resolve(name.substr(0, colon), place);
  auto shape = key.resolved.field->shape();
  if (!is_groupable(shape))
    base::fail(ErrorKind::Malformed, "not_groupable", place, {{"field", name.substr(0, colon)}});
  if (colon == std::string::npos) return key;
  key.part = parse_part(std::string_view(name).substr(colon + 1), place);
  if (shape != Shape::Date && shape != Shape::Instant)
    base::fail(ErrorKind::Malformed, "operator_not_allowed", place,
               {{"operator", name.substr(colon)}});
  return key;
}

bool is_measurable(Shape shape, Function function) {
  if (function == Function::Count) return shape != Shape::References;
  if (shape == Shape::Number || shape == Shape::Money) return true;
  bool extreme = function == Function::Min || function == Function::Max;
  return extreme && (shape == Shape::Date || shape == Shape::Instant);
}

Function parse_function(std::string_view word, const std::string& place) {
  if (word == "count") return Function::Count;
  if (word == "sum") return Function::Sum;
  if (word == "avg") return Function::Average;
  if (word == "min") return Function::Min;
  if (word == "max") return Function::Max;
  base::fail(ErrorKind::Malformed, "unknown_measure", place, {{"measure", std::string(word)}});
}

// Nothing for {"fn":"count"}: groups are always counted.
std::optional<Wanted> parse_measure(PathResolver& paths, const json::value& node,
                                    const std::string& place) {
  if (!node.is_object()) wrong_type(place, "object");
  std::string function, field;
  for (const auto& [key, value] : node.get_object()) {
    if (key != "fn" && key != "field")
      base::fail(ErrorKind::Malformed, "unknown_member", place, {{"member", std::string(key)}});
    if (!value.is_string()) wrong_type(place + "." + std::string(key), "string");
    (key == "fn" ? function : field) = std::string(value.get_string());
  }
  Wanted wanted;
  wanted.function = parse_function(function, place + ".fn");
  if (field.empty() && wanted.function == Function::Count) return std::nullopt;
  if (field.empty()) base::fail(ErrorKind::Malformed, "required", place + ".field");
  wanted.name = function + "_" + field;
  wanted.resolved = paths.resolve(field, place + ".field");
  if (!is_measurable(wanted.field().shape(), wanted.function))
    base::fail(ErrorKind::Malformed, "operator_not_allowed", place + ".field",
               {{"operator", function}, {"field", field}});
  return wanted;
}

SortKey parse_sort(const Plan& plan, std::string word) {
  SortKey key;
  key.descending = word.starts_with("-");
  if (key.descending || word.starts_with("+")) word.erase(0, 1);
  if (word == "count") return key;
  for (std::size_t i = 0; i < plan.wanted.size(); ++i)
    if (plan.wanted[i].name == word) return {SortKey::Of::Wanted, i, key.descending};
  for (std::size_t i = 0; i < plan.keys.size(); ++i) {
    if (plan.keys[i].name != word) continue;
    const auto& field = *plan.keys[i].resolved.field;
    if (field.shape() == Shape::Reference && (field.points_to_several() || field.name == "id"))
      break;
    return {SortKey::Of::Key, i, key.descending};
  }
  base::fail(ErrorKind::Malformed, "not_sortable", "sort", {{"field", word}});
}

struct Request {
  const json::value* group_by = nullptr;
  const json::value* measures = nullptr;
  const json::value* sort = nullptr;
  std::size_t limit = limits::kGroupsDefault;
};

std::size_t parse_limit(const json::value& value) {
  boost::system::error_code error;
  auto number = value.is_number() ? value.to_number<std::int64_t>(error) : 0;
  if (error || number < 1 || number > static_cast<std::int64_t>(limits::kGroupsMax))
    base::fail(ErrorKind::Malformed, "out_of_range", "limit",
               {{"min", "1"}, {"max", std::to_string(limits::kGroupsMax)}});
  return static_cast<std::size_t>(number);
}

Request parse_request(const json::value& body, ListRequest& list) {
  if (!body.is_object()) wrong_type("", "object");
  Request request;
  for (const auto& [key, value] : body.get_object()) {
    if (value.is_null()) continue;
    if (key == "filter")
      list.filter = value;
    else if (key == "group_by")
      request.group_by = &value;
    else if (key == "measures")
      request.measures = &value;
    else if (key == "sort")
      request.sort = &value;
    else if (key == "limit")
      request.limit = parse_limit(value);
    else if (key == "q" && value.is_string())
      list.q = base::prefix_of(value.get_string(), limits::kSearchQueryChars);
    else if (key == "q")
      wrong_type("q", "string");
    else
      base::fail(ErrorKind::Malformed, "unknown_member", std::string(key),
                 {{"member", std::string(key)}});
  }
  return request;
}

int add_column(Query& query, Expression expression) {
  query.columns.push_back(std::move(expression));
  return static_cast<int>(query.columns.size()) - 1;
}

void add_key(PathResolver& paths, Key& key, Query& query) {
  const auto& field = *key.resolved.field;
  Expression expression{key.resolved.source, field.name, key.part};
  expression.is_instant = field.shape() == Shape::Instant;
  const auto& zone = paths.context().actor->time_zone;
  if (key.part != Transform::None && expression.is_instant && zone != "UTC") expression.zone = zone;
  key.column = add_column(query, paths.visible(key.resolved, std::move(expression)));
  if (!field.points_to_several()) return;
  Expression entity{key.resolved.source, field.name + "_entity"};
  add_column(query, paths.visible(key.resolved, std::move(entity)));
  key.column_count = 2;
}

// A link's groups are sorted by the name of what it leads to.
void add_title(PathResolver& paths, Key& key, Query& query) {
  const auto& field = *key.resolved.field;
  if (field.shape() != Shape::Reference) return;
  const auto& target = paths.context().entity(field.to.at(0));
  ResolvedField title{&target, &target.title_field(),
                      paths.join(key.resolved.source, field, target)};
  key.title_column = add_column(query, paths.comparable(title));
}

void add_measure(PathResolver& paths, Wanted& wanted, Query& query) {
  auto value = paths.visible(wanted.resolved, {wanted.resolved.source, wanted.field().name});
  wanted.first_measure = static_cast<int>(query.measures.size());
  auto add = [&](Measure measure) { query.measures.push_back({measure, value}); };
  switch (wanted.function) {
    case Function::Min:
      add(Measure::Min);
      break;
    case Function::Max:
      add(Measure::Max);
      break;
    case Function::Sum:
    case Function::Average:
      add(Measure::SumHigh);
      add(Measure::SumLow);
      [[fallthrough]];
    case Function::Count:
      add(Measure::CountOf);
      break;
  }
}

// Amounts of different currencies must not meet: the currency splits the group, and the parts are
// put together again as they come.
void add_currency(PathResolver& paths, Wanted& wanted, Query& query) {
  if (!wanted.is_money() || wanted.function == Function::Count) return;
  std::string column = wanted.field().name + "_currency";
  for (int i = 0; i < static_cast<int>(query.columns.size()); ++i)
    if (query.columns[i].column == column && query.columns[i].source == wanted.resolved.source)
      wanted.currency_column = i;
  if (wanted.currency_column < 0)
    wanted.currency_column = add_column(
        query, paths.visible(wanted.resolved, {wanted.resolved.source, std::move(column)}));
}

void parse_keys(PathResolver& paths, const Request& request, Plan& plan) {
  if (!request.group_by) return;
  auto names = words_of(*request.group_by, "group_by");
  check_count(names.size(), limits::kGroupFields, "group_by");
  for (std::size_t i = 0; i < names.size(); ++i) {
    std::string place = "group_by[" + std::to_string(i) + "]";
    for (const auto& key : plan.keys)
      if (key.name == names[i])
        base::fail(ErrorKind::Malformed, "repeated_value", place, {{"value", names[i]}});
    plan.keys.push_back(parse_key(paths, names[i], place));
  }
}

void parse_measures(PathResolver& paths, const Request& request, Plan& plan) {
  if (!request.measures) return;
  if (!request.measures->is_array()) wrong_type("measures", "array");
  const auto& list = request.measures->get_array();
  check_count(list.size(), limits::kMeasures, "measures");
  for (std::size_t i = 0; i < list.size(); ++i) {
    auto wanted = parse_measure(paths, list[i], "measures[" + std::to_string(i) + "]");
    bool known = !wanted || std::any_of(plan.wanted.begin(), plan.wanted.end(),
                                        [&](const auto& w) { return w.name == wanted->name; });
    if (!known) plan.wanted.push_back(std::move(*wanted));
  }
}

}  // namespace

Plan make_plan(PathResolver& paths, const json::value& body, ListRequest& list) {
  auto request = parse_request(body, list);
  Plan plan;
  plan.limit = request.limit;
  parse_keys(paths, request, plan);
  parse_measures(paths, request, plan);
  if (request.sort) {
    auto words = words_of(*request.sort, "sort");
    check_count(words.size(), limits::kSortFields, "sort");
    for (auto& word : words) plan.sort.push_back(parse_sort(plan, std::move(word)));
  }
  plan.query.table = &paths.context().table(paths.root());
  for (auto& key : plan.keys) add_key(paths, key, plan.query);
  for (const auto& sort : plan.sort)
    if (sort.of == SortKey::Of::Key) add_title(paths, plan.keys[sort.index], plan.query);
  for (auto& wanted : plan.wanted) add_currency(paths, wanted, plan.query);
  plan.query.measures.push_back({Measure::Count, {}});
  for (auto& wanted : plan.wanted) add_measure(paths, wanted, plan.query);
  return plan;
}

}  // namespace rapport::records::aggregates
