#include "records/lists/filter.h"

#include <algorithm>

#include "access/policy.h"
#include "base/limits.h"
#include "base/text.h"
#include "records/lists/filter_values.h"

namespace rapport::records {

using base::ErrorKind;
using schema::Cell;
using schema::Shape;
using storage::Condition;
using storage::Expression;
using storage::Test;
namespace json = base::json;

namespace {

struct Parser {
  PathResolver& paths;
  std::size_t conditions = 0;

  Condition node(const json::value& value, const std::string& place, std::size_t depth);
  Condition list(const json::value& value, const std::string& place, std::size_t depth, bool all);
  Condition comparison(const json::object& object, const std::string& place);
  Condition related(const json::object& object, const std::string& place, std::size_t depth);
  Condition test(const ResolvedField& resolved, std::string_view op, const json::value& value,
                 const std::string& place);
  Condition keys_test(const ResolvedField& resolved, std::string_view op, const json::value& value,
                      const std::string& place);
  Condition links_test(const ResolvedField& resolved, std::string_view op, const json::value& value,
                       const std::string& place);
  Condition visible(const ResolvedField& resolved, Condition condition);
};

bool is_ordered(Shape shape) {
  return shape == Shape::Number || shape == Shape::Money || shape == Shape::Date ||
         shape == Shape::Instant || shape == Shape::Text;
}

// What Parser::test knows of a shape, in words.
std::string operators_of(Shape shape) {
  if (shape == Shape::Structure) return "contains eq empty";
  if (shape == Shape::KeySet || shape == Shape::References) return "contains eq in empty";
  std::string words = "eq ne in empty";
  if (is_ordered(shape)) words += " lt lte gt gte between";
  if (shape == Shape::Text) words += " contains starts ends";
  if (shape == Shape::Date || shape == Shape::Instant) words += " during";
  return words;
}

[[noreturn]] void unknown_operator(std::string_view op, const ResolvedField& resolved,
                                   const std::string& place) {
  base::fail(ErrorKind::Malformed, "unknown_operator", place + ".op",
             {{"@label", label_path(resolved)},
              {"field", resolved.field->name},
              {"operator", std::string(op)},
              {"allowed", operators_of(resolved.field->shape())}});
}

const json::value* member(const json::object& object, std::string_view name) {
  return object.if_contains(name);
}

// A condition on a linked record the actor may not see never holds: it would tell what is in it.
Condition Parser::visible(const ResolvedField& resolved, Condition condition) {
  if (resolved.source == paths.root_source()) return condition;
  const auto& context = paths.context();
  return storage::all_of(
      {access::scope(*context.actor, *resolved.entity, access::Action::Read, resolved.source),
       std::move(condition)});
}

Condition Parser::list(const json::value& value, const std::string& place, std::size_t depth,
                       bool all) {
  if (!value.is_array())
    base::fail(ErrorKind::Malformed, "wrong_type", place, {{"expected", "array"}});
  std::vector<Condition> children;
  std::size_t i = 0;
  for (const auto& child : value.get_array())
    children.push_back(node(child, place + "[" + std::to_string(i++) + "]", depth + 1));
  return all ? storage::all_of(std::move(children)) : storage::any_of(std::move(children));
}

Condition Parser::node(const json::value& value, const std::string& place, std::size_t depth) {
  if (depth > base::limits::kFilterDepth)
    base::fail(ErrorKind::Malformed, "too_deep", place,
               {{"max", std::to_string(base::limits::kFilterDepth)}});
  if (++conditions > base::limits::kFilterConditions)
    base::fail(ErrorKind::Malformed, "too_many_values", place,
               {{"max", std::to_string(base::limits::kFilterConditions)}});
  if (!value.is_object())
    base::fail(ErrorKind::Malformed, "wrong_type", place, {{"expected", "object"}});
  const auto& object = value.get_object();
  if (object.empty()) return storage::always();
  if (member(object, "field")) return comparison(object, place);
  if (member(object, "related")) return related(object, place, depth);
  if (object.size() != 1) base::fail(ErrorKind::Malformed, "bad_condition", place);
  const auto& only = *object.begin();
  if (only.key() == "all") return list(only.value(), place + ".all", depth, true);
  if (only.key() == "any") return list(only.value(), place + ".any", depth, false);
  if (only.key() == "not") return storage::negate(node(only.value(), place + ".not", depth + 1));
  base::fail(ErrorKind::Malformed, "unknown_member", place, {{"member", std::string(only.key())}});
}

Condition Parser::comparison(const json::object& object, const std::string& place) {
  for (const auto& [key, value] : object)
    if (key != "field" && key != "op" && key != "value")
      base::fail(ErrorKind::Malformed, "unknown_member", place, {{"member", std::string(key)}});
  const auto* field = member(object, "field");
  const auto* op = member(object, "op");
  if (!field->is_string())
    base::fail(ErrorKind::Malformed, "wrong_type", place + ".field", {{"expected", "string"}});
  if (!op || !op->is_string())
    base::fail(ErrorKind::Malformed, "wrong_type", place + ".op", {{"expected", "string"}});
  auto resolved = paths.resolve(field->get_string(), place + ".field");
  static const json::value kNothing;
  const auto* value = member(object, "value");
  std::string_view name(op->get_string());
  bool negated = name.starts_with("not_");
  if (negated) name.remove_prefix(4);
  auto condition = visible(resolved, test(resolved, name, value ? *value : kNothing, place));
  return negated ? storage::negate(std::move(condition)) : condition;
}

std::optional<Test> ordered_test(std::string_view op) {
  if (op == "lt") return Test::Less;
  if (op == "lte") return Test::LessEqual;
  if (op == "gt") return Test::Greater;
  if (op == "gte") return Test::GreaterEqual;
  return std::nullopt;
}

std::optional<Test> text_test(std::string_view op) {
  if (op == "contains") return Test::Contains;
  if (op == "starts") return Test::StartsWith;
  if (op == "ends") return Test::EndsWith;
  return std::nullopt;
}

std::vector<Cell> parse_list(const Context& context, const ResolvedField& resolved,
                             const json::value& value, const std::string& place) {
  if (!value.is_array())
    base::fail(ErrorKind::Malformed, "wrong_type", place, {{"expected", "array"}});
  if (value.get_array().size() > base::limits::kFilterListValues)
    base::fail(ErrorKind::Malformed, "too_many_values", place,
               {{"max", std::to_string(base::limits::kFilterListValues)}});
  std::vector<Cell> cells;
  for (const auto& item : value.get_array()) {
    bool teams = item.is_string() && item.get_string() == "my_teams" &&
                 !resolved.field->to.empty() && resolved.field->to[0] == "teams";
    if (teams)
      cells.insert(cells.end(), context.actor->teams.begin(), context.actor->teams.end());
    else
      cells.push_back(parse_filter_value(context, resolved, item, place));
  }
  return cells;
}

// "empty" stands alone, or says true or false.
bool wants_empty(const ResolvedField& resolved, const json::value& value,
                 const std::string& place) {
  if (value.is_null()) return true;
  if (value.is_bool()) return value.get_bool();
  base::fail(ErrorKind::Malformed, "wrong_value", place,
             {{"@label", label_path(resolved)},
              {"value", json::serialize(value)},
              {"expected", "true, false"}});
}

Condition in_range(const Expression& left, std::int64_t from, std::int64_t until) {
  return storage::all_of({storage::compare(left, Test::GreaterEqual, Cell(from)),
                          storage::compare(left, Test::Less, Cell(until))});
}

// "Starts with" as a range of the index, and exactly.
Condition starts_with(const Expression& left, const Cell& value) {
  auto exact = storage::compare(left, Test::StartsWith, value);
  std::string beyond = std::get<std::string>(value);
  if (beyond.empty() || left.transform != storage::Transform::None) return exact;
  beyond.back() = static_cast<char>(beyond.back() + 1);
  if (static_cast<unsigned char>(beyond.back()) == 0xFF) return exact;
  return storage::all_of({storage::all_of({storage::compare(left, Test::GreaterEqual, value),
                                           storage::compare(left, Test::Less, Cell(beyond))}),
                          exact});
}

Condition Parser::test(const ResolvedField& resolved, std::string_view op, const json::value& value,
                       const std::string& place) {
  const auto& context = paths.context();
  Shape shape = resolved.field->shape();
  if (shape == Shape::References) return links_test(resolved, op, value, place);
  Expression left = paths.comparable(resolved);
  left.visible_if = nullptr;  // Parser::visible guards the whole condition
  std::string at = place + ".value";
  if (op == "empty") {
    Condition empty;
    empty.kind = Condition::Kind::Compare;
    empty.left = Expression{resolved.source, resolved.field->name};
    empty.test = Test::IsNull;
    return wants_empty(resolved, value, at) ? empty : storage::negate(empty);
  }
  if (shape == Shape::Structure) {
    if (op != "contains" && op != "eq") unknown_operator(op, resolved, place);
    left.transform = storage::Transform::Fold;
    return storage::compare(left, Test::Contains, parse_filter_value(context, resolved, value, at));
  }
  if (shape == Shape::KeySet) return keys_test(resolved, op, value, place);
  if (op == "in") return storage::in(left, parse_list(context, resolved, value, at));
  bool is_time = shape == Shape::Date || shape == Shape::Instant;
  if ((op == "during" && is_time) || (op == "eq" && shape == Shape::Instant)) {
    if (auto range = parse_period(context, resolved, value))
      return in_range(left, range->from, range->until);
    if (op == "during")
      base::fail(ErrorKind::Malformed, "wrong_value", at,
                 {{"@label", label_path(resolved)},
                  {"value", json::serialize(value)},
                  {"expected", "last_30_days, this_month, 2026-11-22 …"}});
  }
  if (op == "eq" || op == "ne") {
    if (value.is_null()) {
      auto empty = storage::is_null(resolved.field->name);
      empty.left.source = resolved.source;
      return op == "eq" ? empty : storage::negate(empty);
    }
    return storage::compare(left, op == "eq" ? Test::Equal : Test::NotEqual,
                            parse_filter_value(context, resolved, value, at));
  }
  if (auto ordered = ordered_test(op); ordered && is_ordered(shape))
    return storage::compare(left, *ordered, parse_filter_value(context, resolved, value, at));
  if (op == "between" && is_ordered(shape)) {
    if (!value.is_array() || value.get_array().size() != 2)
      base::fail(ErrorKind::Malformed, "wrong_value", at,
                 {{"@label", label_path(resolved)},
                  {"value", json::serialize(value)},
                  {"expected", "[from, to]"}});
    return storage::all_of(
        {storage::compare(left, Test::GreaterEqual,
                          parse_filter_value(context, resolved, value.at(0), at + "[0]")),
         storage::compare(left, Test::LessEqual,
                          parse_filter_value(context, resolved, value.at(1), at + "[1]"))});
  }
  if (auto textual = text_test(op); textual && shape == Shape::Text) {
    auto cell = parse_filter_value(context, resolved, value, at);
    if (*textual == Test::StartsWith) return starts_with(left, cell);
    return storage::compare(left, *textual, std::move(cell));
  }
  unknown_operator(op, resolved, place);
}

Condition Parser::keys_test(const ResolvedField& resolved, std::string_view op,
                            const json::value& value, const std::string& place) {
  const auto& context = paths.context();
  auto left = paths.comparable(resolved);
  left.visible_if = nullptr;
  std::string at = place + ".value";
  if (op == "contains" || op == "eq")
    return storage::compare(left, Test::HasKey, parse_filter_value(context, resolved, value, at));
  if (op != "in") unknown_operator(op, resolved, place);
  std::vector<Condition> any;
  for (auto& key : parse_list(context, resolved, value, at))
    any.push_back(storage::compare(left, Test::HasKey, std::move(key)));
  return storage::any_of(std::move(any));
}

Condition Parser::links_test(const ResolvedField& resolved, std::string_view op,
                             const json::value& value, const std::string& place) {
  const auto& context = paths.context();
  Condition exists;
  exists.kind = Condition::Kind::Exists;
  exists.source.number = paths.new_source();
  exists.source.table = &context.model->tables.of_link(*resolved.entity, *resolved.field);
  exists.source.parent = resolved.source;
  exists.source.parent_column = "id";
  exists.source.column = "a";
  Expression other{exists.source.number, "b"};
  if (op == "empty") {
    exists.children.push_back(storage::always());
    bool wanted = wants_empty(resolved, value, place + ".value");
    return wanted ? storage::negate(std::move(exists)) : exists;
  }
  if (op == "contains" || op == "eq")
    exists.children.push_back(storage::compare(
        other, Test::Equal, parse_filter_value(context, resolved, value, place + ".value")));
  else if (op == "in")
    exists.children.push_back(
        storage::in(other, parse_list(context, resolved, value, place + ".value")));
  else
    unknown_operator(op, resolved, place);
  return exists;
}

// A record in a related list: EXISTS over the other entity, with the actor's rights to it.
Condition Parser::related(const json::object& object, const std::string& place, std::size_t depth) {
  const auto& context = paths.context();
  const auto& name = object.at("related");
  const auto* some = member(object, "some");
  const auto* none = member(object, "none");
  if (!name.is_string() || object.size() != 2 || (!some && !none))
    base::fail(ErrorKind::Malformed, "bad_condition", place);
  auto list = std::find_if(
      paths.root().related.begin(), paths.root().related.end(),
      [&](const auto& item) { return item.name == std::string_view(name.get_string()); });
  if (list == paths.root().related.end() || list->many_to_many)
    base::fail(ErrorKind::Malformed, "unknown_field", place + ".related",
               {{"field", std::string(name.get_string())}});
  const auto& entity = context.entity(list->entity);
  const auto& field = entity.field(list->field);
  Condition exists;
  exists.kind = Condition::Kind::Exists;
  exists.source.number = paths.new_source();
  exists.source.table = &context.table(entity);
  exists.source.parent = paths.root_source();
  exists.source.parent_column = "id";
  exists.source.column = field.name;
  auto inner = paths.nested(entity, exists.source.number);
  inner.resolve(field.name, place + ".related");  // who may not see the link may not ask by it
  Parser parser{inner, conditions};
  auto condition = parser.node(some ? *some : *none, place + (some ? ".some" : ".none"), depth + 1);
  conditions = parser.conditions;
  auto deleted = storage::is_null("deleted_at");
  deleted.left.source = exists.source.number;
  exists.children.push_back(storage::all_of(
      {deleted, access::scope(*context.actor, entity, access::Action::Read, exists.source.number),
       std::move(condition)}));
  exists.joins = inner.joins();
  paths.adopt_numbering(inner);
  return some ? exists : storage::negate(std::move(exists));
}

}  // namespace

Condition parse_filter(PathResolver& paths, const json::value& filter, const std::string& place) {
  if (filter.is_null()) return storage::always();
  return Parser{paths}.node(filter, place, 0);
}

Condition quick_search(const PathResolver& paths, std::string_view words) {
  const auto& title = paths.root().title_field();
  auto left = paths.comparable({&paths.root(), &title, paths.root_source()});
  std::vector<Condition> all;
  for (const auto& word : base::split(base::fold(words), ' '))
    if (!word.empty()) all.push_back(storage::compare(left, Test::Contains, Cell(word)));
  return storage::all_of(std::move(all));
}

}  // namespace rapport::records
